"""One living cell as the zygote sees it: watched from outside, ended when it takes too much."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .scratch import Scratch
from .unlinked import held_mapped, held_open

# Of the second and of the first version of the kernel's control groups.
_MEMORY_EVENTS = ("/sys/fs/cgroup/memory.events", "/sys/fs/cgroup/memory/memory.oom_control")
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
# What a cell may hold beyond its limit before it is killed for memory: the kernel's own limit on
# addresses comes first where there is one, and gives the learner a MemoryError with a line.
_MEMORY_SLACK = 1.05
# Seconds between looks at the scratch, and at what only a longer look can find.
_LOOK_EVERY, _LONG_LOOK_EVERY = 0.1, 0.5
# Seconds after which a cell that cannot be looked into is no longer taken for a dying one.
_LONGEST_DYING = 10.0


@dataclass(frozen=True, slots=True)
class CellLimits:
    """The limits of one job, as the worker sends them."""

    wall_seconds: float
    cpu_seconds: float
    memory_bytes: int
    scratch_bytes: int
    threads: int


@dataclass(slots=True)
class Cell:
    """A forked process, its limits, and why it was ended if it was."""

    pid: int
    limits: CellLimits
    scratch: Scratch
    started: float = field(default_factory=time.monotonic)
    descriptor: int = -1
    peak_bytes: int = 0
    reason: str = ""
    _shared_bytes: int = 0
    _kills_before: int = 0
    _next_look: float = 0.0
    _next_long_look: float = 0.0
    _looked_into: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.descriptor = os.pidfd_open(self.pid)
        # The pages shared with the zygote are not the learner's.
        self._shared_bytes = _resident_bytes(os.getpid())
        self._kills_before = _kills_for_memory()

    def watch(self) -> None:
        """Ends the cell if it is over a limit; a cell that has just died is left to `reap`."""
        try:
            self.reason = self.reason or self._excess()
        except (FileNotFoundError, ProcessLookupError):
            return
        if self.reason:
            self.kill()

    def _excess(self) -> str:
        now = time.monotonic()
        if now - self.started > self.limits.wall_seconds:
            return "wall_time"
        # Its name, in brackets, is whatever bytes the cell likes.
        fields = Path(f"/proc/{self.pid}/stat").read_bytes().rpartition(b")")[2].split()
        # Fields 3, 14, 15 and 20 of proc(5), counted from the third, which comes first here.
        if fields[0] == b"Z" and self._alive():
            # Its first thread has left the others behind, and nothing below would see them.
            return "exited"
        if (int(fields[11]) + int(fields[12])) / _TICKS > self.limits.cpu_seconds:
            return "cpu_time"
        if int(fields[17]) > self.limits.threads:
            return "threads"
        own = max(0, _resident_bytes(self.pid) - self._shared_bytes)
        self.peak_bytes = max(self.peak_bytes, own)
        if own > self.limits.memory_bytes * _MEMORY_SLACK:
            return "memory"
        return "scratch" if self._holds_too_many_files(now) else ""

    def _holds_too_many_files(self, now: float) -> bool:
        most = self.limits.scratch_bytes
        if now < self._next_look:
            return False
        self._next_look = now + _LOOK_EVERY
        try:
            unlinked = held_open(self.pid)
            self._looked_into = now
            if unlinked > most or self.scratch.exceeds(most - unlinked):
                return True
            if now < self._next_long_look:
                return False
            self._next_long_look = now + _LONG_LOOK_EVERY
            return held_mapped(self.pid, most)
        except PermissionError:
            # It is dying: its memory has gone already, and nobody may look into what is left.
            if now - self._looked_into > _LONGEST_DYING:
                raise
            return False

    def kill(self) -> None:
        """Ends the cell now. Harmless when it has ended already."""
        signal.pidfd_send_signal(self.descriptor, signal.SIGKILL) if self._alive() else None

    def _alive(self) -> bool:
        return os.waitid(os.P_PIDFD, self.descriptor, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None

    def reap(self) -> dict[str, Any]:
        """How the cell ended, for the control line. Waits for it, and removes what it wrote."""
        _, status, usage = os.wait4(self.pid, 0)
        wall = time.monotonic() - self.started
        os.close(self.descriptor)
        self.scratch.remove()
        code = os.waitstatus_to_exitcode(status)
        cpu = usage.ru_utime + usage.ru_stime
        if self.reason == "exited" and code != -signal.SIGKILL:
            self.reason = ""  # All its threads were ending, each in its own time.
        ending = self.reason or ("cpu_time" if code == -signal.SIGXCPU else "")
        if not ending and code == -signal.SIGKILL and _kills_for_memory() > self._kills_before:
            ending = "memory"
        if not ending:
            ending = "exited" if code >= 0 else "killed"
        return {
            "ending": ending,
            "code": code,
            "wall_seconds": round(wall, 4),
            "cpu_seconds": round(cpu, 4),
            "peak_bytes": self.peak_bytes,
        }


def _kills_for_memory() -> int:
    """How many processes of this container the kernel has killed for want of memory."""
    for path in _MEMORY_EVENTS:
        with contextlib.suppress(OSError):
            for line in Path(path).read_text().splitlines():
                name, _, count = line.partition(" ")
                if name == "oom_kill":
                    return int(count)
    return 0


def _resident_bytes(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
