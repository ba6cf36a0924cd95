"""Landlock: which files one cell may read, and the one folder it may write to."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterable

from .kernel import libc, syscall

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_VERSION_FLAG = 1
_PATH_BENEATH = 1

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 2, 4, 8
# Files, folders and symbolic links; no devices, sockets or pipes (bits 6 and 9 to 11).
_MAKE_AND_REMOVE = sum(1 << bit for bit in (4, 5, 7, 8, 12))
_REFER, _TRUNCATE, _DEVICE_IOCTL = 1 << 13, 1 << 14, 1 << 15
# Everything of files that each version of the kernel's interface can govern.
_GOVERNED = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1}
_GOVERNED_NOW = (1 << 16) - 1
_TCP_BIND_AND_CONNECT = 3
_ABSTRACT_SOCKETS_AND_SIGNALS = 3

_READ = _READ_FILE | _READ_DIR
_SCRATCH = _READ | _WRITE_FILE | _MAKE_AND_REMOVE | _REFER | _TRUNCATE
# What of the above may be granted on something that is not a directory.
_ON_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _DEVICE_IOCTL


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ("files", ctypes.c_uint64),
        ("network", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def version() -> int:
    """The version of the kernel's Landlock interface, 0 where there is none."""
    return max(0, int(libc.syscall(_CREATE, None, 0, _VERSION_FLAG)))


def lock(
    *, readable: Iterable[str], listable: Iterable[str], writable: Iterable[str], scratch: str
) -> None:
    """Locks this process in for ever. Needs no-new-privileges. Raises OSError.

    `readable` paths may be read with all below them, of `listable` directories only the names of
    what is below, `writable` are single files such as /dev/null; `scratch` may be used freely, but
    nothing in it may be executed. A path that does not exist is passed over.
    """
    interface = version()
    governed = _GOVERNED.get(interface, _GOVERNED_NOW)
    ruleset = _Ruleset(governed, 0, 0)
    if interface >= 4:
        ruleset.network = _TCP_BIND_AND_CONNECT
    if interface >= 6:
        ruleset.scoped = _ABSTRACT_SOCKETS_AND_SIGNALS
    size = 24 if interface >= 6 else 16 if interface >= 4 else 8
    descriptor = syscall(_CREATE, ctypes.byref(ruleset), ctypes.c_size_t(size), 0)
    for path in readable:
        _add(descriptor, path, _READ & governed)
    for path in listable:
        _add(descriptor, path, _READ_DIR & governed)
    for path in writable:
        _add(descriptor, path, (_READ_FILE | _WRITE_FILE | _DEVICE_IOCTL) & governed)
    _add(descriptor, scratch, _SCRATCH & governed)
    syscall(_RESTRICT, descriptor, 0)
    os.close(descriptor)


def _add(ruleset: int, path: str, allowed: int) -> None:
    try:
        parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        if not os.path.isdir(path):
            allowed &= _ON_FILES
        rule = _PathBeneath(allowed, parent)
        syscall(_ADD, ruleset, _PATH_BENEATH, ctypes.byref(rule), 0)
    finally:
        os.close(parent)
