"""What every engine has in common: a warm zygote behind a socket, started on need, replaced when broken."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
import time
from abc import ABC, abstractmethod
from pathlib import Path
from types import TracebackType
from typing import Self

from ..errors import SandboxError, WallMissing
from .base import Conversation, Job, Outcome
from .zygote_line import ZygoteLine

START_SECONDS = 120.0


class WarmSandbox(ABC):
    """A `Sandbox` whose zygote some engine launches and ends."""

    engine: str

    def __init__(self, *, gpu: bool = False) -> None:
        self.gpu = gpu
        self._line: ZygoteLine | None = None
        self._home: Path | None = None
        self._walls: list[str] = []
        self._versions: dict[str, str] = {}

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
        return self._home

    def start(self) -> None:
        """See `Sandbox.start`."""
        if self._line is not None:
            return
        _remove_homes_of_the_dead()
        self._home = Path(tempfile.mkdtemp(prefix=f"holdout-{os.getpid()}-"))
        try:
            self._launch(self._home)
            self._line = self._wait_for_line(self._home)
            self._walls, self._versions = self._line.ready(START_SECONDS)
        except BaseException as error:
            self._close_after(error)
            raise
        if not self._walls:
            self.close()
            raise WallMissing(
                "Landlock or seccomp is missing, so learners' code cannot be held here; "
                "`python -m grader doctor` says what to do"
            )

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
            shutil.rmtree(self._home, ignore_errors=True)
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


def _remove_homes_of_the_dead() -> None:
    """Removes what killed workers of ours could not remove themselves."""
    for path in Path(tempfile.gettempdir()).glob("holdout-*-*"):
        match = re.fullmatch(r"holdout-(\d+)-\w+", path.name)
        with contextlib.suppress(FileNotFoundError):
            ours = path.lstat().st_uid == os.getuid()
            if match and ours and not Path(f"/proc/{match[1]}").exists():
                shutil.rmtree(path, ignore_errors=True)
