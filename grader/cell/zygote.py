"""The zygote: a process with torch warmed and no learner's code, which forks one cell a job.

It listens on a Unix socket in a folder of its own. The first connection is the control line, one
JSON object a line; when it closes, everything here ends. Each job has two more connections, one
for frames and one for what the program prints; they go straight to the cell, so that nothing a
learner wrote is ever in the memory that the next cell is forked from.

    worker -> zygote   {"op": "run", "job", "limits"}, {"op": "kill", "job"}
    zygote -> worker   {"op": "ready", "walls", "missing", "versions", "cell"}
                       {"op": "ended", "job", "ending", "code", "wall_seconds", "cpu_seconds", "peak_bytes"}
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import selectors
import signal
import socket
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Any

from . import contained, gpu, job, reading, walls, warming
from .guard import Cell, CellLimits
from .kernel import prctl
from .scratch import Scratch

TAG_BYTES = 40
WATCH_EVERY = 0.04
_CONTROL_TAG = "control"
_TAG_SECONDS = 10.0
# How long a worker may take from starting a zygote to speaking to it.
_WORKER_SECONDS = 120.0
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE = 1, 4


class Zygote:
    """Serves one worker until its control line closes."""

    def __init__(self, line: Path, scratch: Path, *, gpu_share: float, container: str) -> None:
        self._folder = line
        self._scratch = scratch
        self._gpu_share = gpu_share
        self._walls = walls.survey()
        if container != "none":
            self._walls += contained.survey()
        readable = reading.readable(cell=Path(__file__).parent, gpu=gpu_share > 0)
        self._readable: reading.Readable | None = readable
        if container == "single" and not self._walls[0].stands:
            # Nothing of anybody else's is in a container for one job, which stands in for Landlock.
            del self._walls[0]
            self._readable = None
        self._selector = selectors.DefaultSelector()
        self._listener = socket.socket(socket.AF_UNIX)
        self._waiting: dict[str, socket.socket] = {}
        self._cells: dict[str, Cell] = {}
        self._pending = b""

    def serve(self) -> None:
        """Listens, proves the walls on a first cell, and runs jobs until the worker goes away."""
        # It gets its name when it can be called by it.
        unnamed = self._folder / "zygote.new"
        self._listener.bind(str(unnamed))
        self._listener.listen(16)
        unnamed.rename(self._folder / "zygote.sock")
        self._listener.settimeout(_WORKER_SECONDS)
        control, tag = self._accept()
        assert tag == _CONTROL_TAG
        self._control = control
        # From here on the control line tells when the worker dies; the thread that started this
        # process may end before it does.
        prctl(_PR_SET_PDEATHSIG, 0)
        self._listener.settimeout(_TAG_SECONDS)
        missing = [wall.name for wall in self._walls if not wall.stands]
        proved = [] if missing else self._prove()
        ready = {"op": "ready", "walls": proved, "missing": missing, "cell": version()}
        self._say({**ready, "versions": warming.versions()})
        self._selector.register(control, selectors.EVENT_READ, "control")
        try:
            while self._turn():
                pass
        finally:
            for cell in self._cells.values():
                cell.kill()
                cell.reap()

    def _turn(self) -> bool:
        """One round of the loop; False when the worker has gone."""
        for key, _ in self._selector.select(WATCH_EVERY if self._cells else None):
            if key.data == "control":
                if not self._read_control():
                    return False
            else:
                self._end(key.data)
        for cell in self._cells.values():
            cell.watch()
        return True

    def _accept(self) -> tuple[socket.socket, str]:
        """The next connection and its tag: what it is for, padded to `TAG_BYTES`."""
        connection, _ = self._listener.accept()
        connection.settimeout(_TAG_SECONDS)
        tag = b""
        while len(tag) < TAG_BYTES:
            part = connection.recv(TAG_BYTES - len(tag))
            if not part:
                raise EOFError("the worker left in the middle of a tag")
            tag += part
        connection.settimeout(None)
        return connection, tag.decode().strip()

    def _read_control(self) -> bool:
        data = self._control.recv(1 << 16)
        if not data:
            return False
        *lines, self._pending = (self._pending + data).split(b"\n")
        for line in lines:
            order = json.loads(line)
            if order["op"] == "run":
                self._start(order["job"], order["limits"])
            elif order["job"] in self._cells:
                self._cells[order["job"]].kill()
        return True

    def _say(self, message: dict[str, Any]) -> None:
        self._control.sendall(json.dumps(message).encode() + b"\n")

    def _start(self, name: str, limits: dict[str, Any]) -> None:
        tags = (f"data {name}", f"output {name}")
        while not all(tag in self._waiting for tag in tags):
            connection, tag = self._accept()
            self._waiting[tag] = connection
        data, output = (self._waiting.pop(tag) for tag in tags)
        bounds = CellLimits(**limits)
        scratch = Scratch(self._scratch / name)
        pid = _fork_watched()
        if pid == 0:
            self._become_cell(data, output, scratch, bounds)
        data.close()
        output.close()
        cell = Cell(pid, bounds, scratch)
        self._cells[name] = cell
        self._selector.register(cell.descriptor, selectors.EVENT_READ, name)

    def _become_cell(
        self, data: socket.socket, output: socket.socket, scratch: Scratch, limits: CellLimits
    ) -> None:
        """The rest of a cell's life. Never returns, whatever the learner's code does."""
        try:
            os.dup2(output.fileno(), 1)
            os.dup2(output.fileno(), 2)
            # Far above the descriptors that are closed below, then down to its own place.
            line = os.dup2(data.fileno(), walls.DESCRIPTORS - 1)
            os.dup2(line, 3)
            os.closerange(4, 4096)
            os.chdir(scratch.path)
            os.environ["HOME"] = os.environ["TMPDIR"] = tempfile.tempdir = str(scratch.path)
            walls.lock_in(
                scratch=str(scratch.path),
                readable=self._readable,
                bounds=walls.Bounds(limits.cpu_seconds, limits.memory_bytes, limits.scratch_bytes),
                gpu=self._gpu_share > 0,
            )
            gpu.bound_memory(self._gpu_share)
            job.run(3)
        except BaseException:
            # Reaches the worker as the program's output; the job then ends without a last word.
            traceback.print_exc()
            os._exit(70)
        finally:
            os._exit(0)

    def _end(self, name: str) -> None:
        cell = self._cells.pop(name)
        self._selector.unregister(cell.descriptor)
        result = cell.reap()
        self._say({"op": "ended", "job": name, **result})

    def _prove(self) -> list[str]:
        """Forks one cell that tries to break out; the walls, or RuntimeError if it could."""
        outside = self._folder / "outside"
        outside.write_text("no cell may read this")
        scratch = Scratch(self._scratch / "proof")
        read_end, write_end = os.pipe()
        pid = _fork_watched()
        if pid == 0:
            self._prove_inside(scratch, str(outside), write_end)
        os.close(write_end)
        with os.fdopen(read_end, "rb") as pipe:
            words = pipe.read().decode()
        os.waitpid(pid, 0)
        scratch.remove()
        if words != "held":
            raise RuntimeError(f"the walls do not hold: {words or 'the proof died'}")
        return sorted(wall.name for wall in self._walls)

    def _prove_inside(self, scratch: Scratch, outside: str, write_end: int) -> None:
        try:
            bounds = walls.Bounds(5, 1 << 30, 1 << 20)
            walls.lock_in(
                scratch=str(scratch.path),
                readable=self._readable,
                bounds=bounds,
                gpu=self._gpu_share > 0,
            )
            found = walls.breaches(outside if self._readable is not None else None)
            os.write(write_end, ", ".join(found).encode() if found else b"held")
        except BaseException as error:
            os.write(write_end, repr(error).encode())
        finally:
            os._exit(0)


def _fork_watched() -> int:
    """Forks a process into which this one may look, though nobody of this user may into this one."""
    prctl(_PR_SET_DUMPABLE, 1)
    pid = os.fork()
    if pid != 0:
        prctl(_PR_SET_DUMPABLE, 0)
    return pid


def version() -> str:
    """Names the code of this folder; the other half is `digest` in `grader/sandbox/boot.py`."""
    whole = hashlib.sha256()
    folder = Path(__file__).parent
    for path in sorted(folder.rglob("*.py")):
        whole.update(f"{path.relative_to(folder)}\0".encode() + path.read_bytes() + b"\0")
    return whole.hexdigest()[:12]


def main(line: str, scratch: str, gpu_share: str, container: str) -> None:
    """Runs a zygote with its socket in `line`, a private folder.

    `gpu_share` is the part of a GPU's memory one job may take, "0" for no GPU; `container` is none,
    shared or single: whether the zygote is alone in one, and for how many jobs.
    """
    prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    # So that no process of this user, a cell for one, can look into this one.
    prctl(_PR_SET_DUMPABLE, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.umask(0o077)
    reading.forget_other_packages()
    warming.warm()
    # The cells share these pages until they write to them; a collection would write to all.
    gc.collect()
    gc.freeze()
    Zygote(Path(line), Path(scratch), gpu_share=float(gpu_share), container=container).serve()
    sys.exit(0)
