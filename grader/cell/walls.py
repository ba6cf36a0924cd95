"""Locks one process in, step by step, with no privilege needed and none kept."""

from __future__ import annotations

import ctypes
import math
import os
import platform
import resource
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from . import landlock, seccomp
from .kernel import prctl, syscall
from .reading import Readable

_PR_SET_PDEATHSIG, _PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS = 1, 24, 38
_CAPSET = {"x86_64": 126, "aarch64": 91}
_CAPABILITY_VERSION = 0x20080522
_LAST_CAPABILITY = 63
DESCRIPTORS = 256
LANDLOCK = "landlock"


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the kernel itself holds one cell to; the rest is watched by the zygote."""

    cpu_seconds: float
    memory_bytes: int
    file_bytes: int


@dataclass(frozen=True, slots=True)
class Wall:
    """One wall of this machine: its name, whether it stands, and what to do where it does not."""

    name: str
    stands: bool
    remedy: str = ""


def survey() -> list[Wall]:
    """The walls this machine offers, before any is put up."""
    interface = landlock.version()
    return [
        Wall(
            f"{LANDLOCK} v{interface}" if interface else LANDLOCK,
            interface > 0,
            "boot a kernel of 5.13 or newer with landlock in CONFIG_LSM or the lsm= parameter",
        ),
        Wall(
            "seccomp",
            seccomp.supported(),
            "use a kernel with CONFIG_SECCOMP_FILTER on x86-64 or ARM64",
        ),
        Wall("no new privileges", True),
        Wall("no capabilities", platform.machine() in _CAPSET, "use x86-64 or ARM64"),
        Wall("resource limits", True),
        Wall("own session", True),
    ]


def lock_in(*, scratch: str, readable: Readable | None, bounds: Bounds, gpu: bool) -> None:
    """Puts up every wall around the calling process, which must have one thread. Raises OSError.

    `readable` is None only where a container of its own stands in for Landlock.
    """
    os.setsid()
    prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    # Where memory runs short for all, a cell is the first to go.
    Path("/proc/self/oom_score_adj").write_text("1000")
    _limit(bounds, gpu=gpu)
    if prctl(_PR_SET_NO_NEW_PRIVS, 1) != 0:
        raise OSError("the kernel refuses no-new-privileges")
    if readable is not None:
        landlock.lock(
            readable=readable.readable,
            listable=readable.listable,
            writable=readable.writable,
            scratch=scratch,
        )
    _drop_capabilities()
    seccomp.lock(gpu=gpu)


def _limit(bounds: Bounds, *, gpu: bool) -> None:
    cpu = math.ceil(bounds.cpu_seconds)
    limits = {
        resource.RLIMIT_CPU: (cpu + 1, cpu + 2),
        resource.RLIMIT_FSIZE: (bounds.file_bytes, bounds.file_bytes),
        # One byte, not none: that alone also keeps a core from a program that collects them. (To
        # forbid it by prctl would hide the cell's open files from the watch on its scratch.)
        resource.RLIMIT_CORE: (1, 1),
        resource.RLIMIT_NOFILE: (DESCRIPTORS, DESCRIPTORS),
        resource.RLIMIT_MEMLOCK: (0, 0),
        resource.RLIMIT_MSGQUEUE: (0, 0),
    }
    if gpu:
        # CUDA reserves more addresses than any machine has memory; it needs pinned pages too.
        del limits[resource.RLIMIT_MEMLOCK]
        limits[resource.RLIMIT_DATA] = (bounds.memory_bytes * 4, bounds.memory_bytes * 4)
    else:
        # The zygote's own addresses come on top: the learner pays only for what the job takes.
        most = _addresses_in_use() + bounds.memory_bytes
        limits[resource.RLIMIT_AS] = (most, most)
    for kind, pair in limits.items():
        resource.setrlimit(kind, pair)


def _addresses_in_use() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * resource.getpagesize()


def _drop_capabilities() -> None:
    for capability in range(_LAST_CAPABILITY + 1):
        prctl(_PR_CAPBSET_DROP, capability)  # Fails without privilege, where there is none to drop.
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION, 0)
    nothing = (ctypes.c_uint32 * 6)()
    syscall(_CAPSET[platform.machine()], ctypes.byref(header), ctypes.byref(nothing))


def breaches(outside: str | None) -> list[str]:
    """Called inside the walls: what can still be done that must not be. Empty where all stand.

    `outside` is a file that exists and that no cell may read; None where Landlock is not there.
    """
    attempts: dict[str, Callable[[], object]] = {
        "start a process": _fork,
        "open a socket": lambda: socket.socket().close(),
        "signal another process": lambda: os.kill(os.getppid(), 0),
        "raise a limit": lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (512, 512)),
        "look into the zygote": lambda: os.close(os.open(f"/proc/{os.getppid()}/mem", os.O_RDONLY)),
    }
    if outside is not None:
        attempts["read a file outside"] = lambda: os.close(os.open(outside, os.O_RDONLY))
        attempts["write a file outside"] = lambda: os.close(
            os.open(f"{outside}.breach", os.O_WRONLY | os.O_CREAT)
        )
    found = []
    for name, attempt in attempts.items():
        try:
            attempt()
        except OSError:
            continue
        except ValueError:
            continue  # Python's word for a limit that may not be raised.
        found.append(name)
    return found


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)
