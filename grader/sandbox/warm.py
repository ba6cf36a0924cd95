"""What every engine has in common: a warm zygote behind a socket, started on need, replaced when broken."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from pathlib import Path
from types import TracebackType
from typing import Self

from ..errors import SandboxError, WallMissing
from .base import Conversation, Job, Outcome
from .homes import Home, remove_abandoned
from .zygote_line import ZygoteLine

START_SECONDS = 120.0


class WarmSandbox(ABC):
    """A `Sandbox` whose zygote some engine launches and ends."""

    engine: str

    def __init__(self, *, gpu_share: float = 0.0, folder: Path | None = None) -> None:
        self.gpu_share = gpu_share
        self._folder = folder
        self._line: ZygoteLine | None = None
        self._home: Home | None = None
        self._walls: list[str] = []
        self._versions: dict[str, str] = {}
        self.cell_digest = ""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def walls(self) -> list[str]:
        """See `Sandbox.walls`."""
        return list(self._walls)

    @property
    def versions(self) -> dict[str, str]:
        """See `Sandbox.versions`."""
        return dict(self._versions)

    @property
    def home(self) -> Path | None:
        """The private folder of the running zygote, with its socket and its log."""
        return None if self._home is None else self._home.path

    def start(self) -> None:
        """See `Sandbox.start`."""
        if self._line is not None:
            return
        remove_abandoned(self._folder)
        self._home = Home(self._folder)
        try:
            self._launch(self._home.path)
            self._line = self._wait_for_line(self._home.path)
            ready = self._line.ready(START_SECONDS)
        except BaseException as error:
            self._close_after(error)
            raise
        self._walls, self._versions = ready.walls, ready.versions
        if ready.missing:
            self.close()
            raise WallMissing(
                f"learners' code cannot be held here, for want of: {', '.join(ready.missing)}; "
                "`python -m grader doctor` says what to do"
            )
        self.cell_digest = ready.cell
        self._home.seal()

    def run(self, job: Job, conversation: Conversation) -> Outcome:
        """See `Sandbox.run`."""
        self.start()
        assert self._line is not None
        try:
            return self._line.run(job, conversation)
        except BaseException as error:
            # Whatever went wrong, the next job must not meet what is left of this one.
            self._close_after(error)
            raise

    def close(self) -> None:
        """See `Sandbox.close`."""
        if self._line is not None:
            self._line.close()
            self._line = None
        self._end()
        if self._home is not None:
            self._home.remove()
            self._home = None

    @abstractmethod
    def _launch(self, home: Path) -> None:
        """Starts a zygote that will make its socket in `home`. Raises SandboxError or WallMissing."""

    @abstractmethod
    def _is_running(self) -> bool:
        """Whether the launched zygote has not ended."""

    @abstractmethod
    def _end(self) -> None:
        """Ends the zygote and all its cells; harmless when there is none."""

    @abstractmethod
    def _last_words(self) -> str:
        """The last line the zygote logged, which names what it died of; empty where there is none."""

    def _wait_for_line(self, home: Path) -> ZygoteLine:
        path = home / "zygote.sock"
        deadline = time.monotonic() + START_SECONDS
        while not path.exists():
            if not self._is_running():
                raise SandboxError("the zygote did not start")
            if time.monotonic() > deadline:
                raise SandboxError("the zygote did not start in time")
            time.sleep(0.01)
        return ZygoteLine(path)

    def _close_after(self, error: BaseException) -> None:
        """Closes; a SandboxError is raised anew with what the zygote said last."""
        words = self._last_words() if isinstance(error, SandboxError) else ""
        self.close()
        if words:
            raise type(error)(f"{error}: {words}") from error
