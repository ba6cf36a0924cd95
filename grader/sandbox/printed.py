"""What a program printed: the first part of it kept, all of it counted, safe to show as text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

KEPT_BYTES = 64 << 10
CUT_MARK = "\n… cut here: the program printed more than is kept"

# Terminal escapes, other control characters, and the marks that reverse the direction of text.
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])")
_CONTROLS = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb"
    r"\U000e0000-\U000e007f]"
)


@dataclass(slots=True)
class Printed:
    """Collects bytes; `total` counts also those that were not kept."""

    total: int = 0
    _kept: bytearray = field(default_factory=bytearray)

    def add(self, data: bytes) -> None:
        """Takes what came next."""
        self._kept += data[: max(0, KEPT_BYTES - len(self._kept))]
        self.total += len(data)

    def text(self) -> str:
        """What was kept as `plain` text, with a mark where it was cut."""
        text = plain(self._kept.decode("utf-8", "replace"))
        return text + CUT_MARK if self.total > len(self._kept) else text


def plain(text: str) -> str:
    """Text without anything that acts on a terminal or reorders a line; progress bars end up as lines."""
    text = _ESCAPES.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text)
