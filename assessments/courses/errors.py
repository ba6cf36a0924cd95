"""The author's fault: content that cannot be loaded."""

from __future__ import annotations

from pathlib import Path


class ContentError(Exception):
    """A file of content/ is wrong: which file, line and key, and why. Nothing of a load is kept."""

    def __init__(
        self, reason: str, *, file: Path | str, line: int | None = None, key: str | None = None
    ) -> None:
        self.reason = reason
        self.file = str(file)
        self.line = line
        self.key = key
        place = self.file if line is None else f"{self.file}:{line}"
        super().__init__(f"{place}: {key}: {reason}" if key else f"{place}: {reason}")
