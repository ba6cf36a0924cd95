"""Runs the processes of the service as one: shows what they say, brings back one that died, ends all.

No process outlives the supervisor. It asks each one to end, then ends what is left; processes whose
parent died come to it (PR_SET_CHILD_SUBREAPER), and if it is itself killed outright, the kernel
ends its children (PR_SET_PDEATHSIG), whose own children watch for that.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import selectors
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36

GRACE_SECONDS = 4.0
LOOK_EVERY_SECONDS = 0.2
# A process that ends soon after its start is brought back ever more slowly.
SOON_SECONDS = 10.0
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 15.0
LONGEST_LINE = 16_384

Show = Callable[[str, str], None]
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, slots=True)
class Command:
    """A process to keep running, and the name under which its lines are shown."""

    name: str
    arguments: Sequence[str]
    # Asks it to end at once but in order.
    stop_signal: signal.Signals = signal.SIGTERM


@dataclass(slots=True)
class Running:
    """A command's process; None while it waits to be started again."""

    command: Command
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_at: float = 0.0
    pause: float = FIRST_PAUSE_SECONDS
    unfinished_line: bytes = field(default=b"", repr=False)


class Supervisor:
    """Keeps some commands running until it is told to stop."""

    def __init__(
        self,
        commands: Sequence[Command],
        *,
        folder: Path,
        environment: Mapping[str, str],
        show: Show,
    ) -> None:
        self._folder = folder
        self._environment = dict(environment)
        self._show = show
        self._selector = selectors.DefaultSelector()
        self._running = [Running(command) for command in commands]
        self.stopping = False

    def start(self) -> None:
        """Starts every command. From here on a SIGINT or SIGTERM asks the supervisor to stop."""
        _prctl(PR_SET_CHILD_SUBREAPER, 1)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)
        for running in self._running:
            self._start(running)

    def run(self, until: Callable[[], bool] | None = None) -> None:
        """Shows lines and brings back what died, until `until` says so or a signal asks to stop."""
        while not self.stopping and not (until is not None and until()):
            self._look()

    def stop(self) -> None:
        """Ends every process, in order first and then at once. Safe to call twice."""
        self.stopping = True
        for running in self._running:
            if running.process is not None:
                _signal(running.process.pid, running.command.stop_signal)
        deadline = time.monotonic() + GRACE_SECONDS
        while self._alive() and time.monotonic() < deadline:
            self._look()
        # Groups first, then whatever left its group and came to us when its parent ended.
        for running in self._running:
            if running.process is not None:
                _signal_group(running.process.pid, signal.SIGKILL)
        while children := _children():
            for pid in children:
                _signal(pid, signal.SIGKILL)
            self._look(wait=0.02)
        self._selector.close()

    def _ask_to_stop(self, number: int, frame: object) -> None:
        self.stopping = True

    def _alive(self) -> bool:
        return any(running.process is not None for running in self._running)

    def _look(self, *, wait: float = LOOK_EVERY_SECONDS) -> None:
        for key, _ in self._selector.select(wait):
            self._read(key.data, key.fileobj)  # type: ignore[arg-type]
        self._reap()
        if not self.stopping:
            for running in self._running:
                if running.process is None and time.monotonic() >= running.start_at:
                    self._start(running)

    def _start(self, running: Running) -> None:
        supervisor = os.getpid()

        def tie_to_supervisor() -> None:
            _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            if os.getppid() != supervisor:
                os._exit(1)

        process = subprocess.Popen(
            running.command.arguments,
            cwd=self._folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            # Ctrl-C in the terminal is for the supervisor, who ends the others in order.
            start_new_session=True,
            preexec_fn=tie_to_supervisor,
        )
        assert process.stdout is not None
        os.set_blocking(process.stdout.fileno(), False)
        self._selector.register(process.stdout, selectors.EVENT_READ, running)
        running.process = process
        running.started_at = time.monotonic()

    def _read(self, running: Running, pipe: IO[bytes]) -> None:
        try:
            data = os.read(pipe.fileno(), 65_536)
        except BlockingIOError:
            return
        if not data:
            self._selector.unregister(pipe)
            pipe.close()
            self._say(running, running.unfinished_line)
            running.unfinished_line = b""
            return
        *lines, rest = (running.unfinished_line + data).split(b"\n")
        for line in lines:
            self._say(running, line)
        if len(rest) > LONGEST_LINE:
            self._say(running, rest)
            rest = b""
        running.unfinished_line = rest

    def _say(self, running: Running, line: bytes) -> None:
        if text := line.decode(errors="replace").rstrip():
            self._show(running.command.name, text)

    def _reap(self) -> None:
        """Collects ended processes, also those that came to us when their parent died."""
        known = {running.process.pid: running for running in self._running if running.process}
        while (ended := _ended_child()) is not None:
            running = known.get(ended)
            if running is None or running.process is None:
                os.waitpid(ended, os.WNOHANG)
                continue
            status = running.process.wait()
            running.process = None
            _signal_group(ended, signal.SIGKILL)
            if not self.stopping:
                self._plan_return(running, status)

    def _plan_return(self, running: Running, status: int) -> None:
        soon = time.monotonic() - running.started_at < SOON_SECONDS
        running.pause = (
            min(running.pause * 2, LONGEST_PAUSE_SECONDS) if soon else FIRST_PAUSE_SECONDS
        )
        running.start_at = time.monotonic() + running.pause
        self._show("up", f"{running.command.name} ended ({_manner(status)}); starting it again")


def _manner(status: int) -> str:
    if status >= 0:
        return f"status {status}"
    try:
        return signal.Signals(-status).name
    except ValueError:
        return f"signal {-status}"


def _ended_child() -> int | None:
    try:
        ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return None
    return None if ended is None else ended.si_pid


def _children() -> list[int]:
    """Every child of this process: started by it, or come to it."""
    own = os.getpid()
    found = []
    for entry in os.scandir("/proc"):
        if entry.name.isdigit() and _parent(int(entry.name)) == own:
            found.append(int(entry.name))
    return found


def _parent(pid: int) -> int | None:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    # The name in brackets may itself hold brackets and spaces.
    return int(stat.rpartition(")")[2].split()[1])


def _signal(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def _signal_group(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def _prctl(option: int, value: int) -> None:
    if _libc.prctl(option, value, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), f"prctl {option} is refused")
