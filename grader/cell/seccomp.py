"""The filter of system calls around one cell, written straight as the kernel's BPF.

Written here rather than taken from libseccomp because it must also run where only a Python
interpreter is installed, and because it names the cell's own process number in its rules.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
from collections.abc import Iterable

from . import syscalls
from .kernel import libc, prctl

_ARCHITECTURES = {
    "x86_64": (0xC000003E, syscalls.X86_64),
    "aarch64": (0xC00000B7, syscalls.ARM64),
}
_X32_CALLS = 0x40000000

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _AND, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_NUMBER, _ARCHITECTURE = 0, 4

_CLONE_THREAD = 0x00010000
# Without it a thread has descriptors of its own, which the watch on the scratch would not see.
_CLONE_FILES = 0x00000400
# CLONE_PTRACE and every CLONE_NEW*: a thread in a namespace of its own is an escape, not a thread.
_CLONE_NEVER = 0x00002000 | 0x00020000 | 0x7E000000
_PR_SET_NAME, _PR_GET_NAME, _PR_SET_VMA = 15, 16, 0x53564D41
_TERMINAL_SIZE_AND_STATE = (0x5401, 0x5413, 0x541B, 0x5450, 0x5451, 0x5421)
# TIOCSTI and TIOCLINUX type on a terminal; FIOSETOWN and SIOCSPGRP have a socket signal others.
_NEVER_TO_A_DEVICE = (0x5412, 0x541C, 0x8901, 0x8902)
# F_SETOWN, F_SETSIG, F_SETOWN_EX, F_SETLEASE, F_NOTIFY: each can send a signal to somebody else.
_SIGNALLING_FCNTL = (8, 10, 15, 1024, 1026)

_O_ACCESS, _O_WRITE_ONLY, _O_READ_WRITE, _O_TRUNCATE = 0x3, 0x1, 0x2, 0x200

_SECCOMP_SET_MODE_FILTER = 1
_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 22, 2

Program = list[tuple[int, int, int, int]]


class _FilterProgram(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def supported() -> bool:
    """Whether this machine's processor has a table here and its kernel filters system calls."""
    known = platform.machine() in _ARCHITECTURES
    return known and prctl(21) >= 0  # PR_GET_SECCOMP fails where the kernel has none.


def lock(*, gpu: bool) -> None:
    """Puts the filter around this process for ever. Needs no-new-privileges. Raises OSError."""
    program = build(os.getpid(), platform.machine(), gpu=gpu)
    code = b"".join(struct.pack("=HBBI", *instruction) for instruction in program)
    buffer = ctypes.create_string_buffer(code, len(code))
    filter_program = _FilterProgram(len(program), ctypes.addressof(buffer))
    if libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(filter_program), 0, 0) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"seccomp: {os.strerror(number)}")


def build(pid: int, machine: str, *, gpu: bool) -> Program:
    """The program for one process: what may be called, and how everything else is answered."""
    architecture, numbers = _ARCHITECTURES[machine]
    program: Program = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
    ]
    if machine == "x86_64":
        program += [(_AT_LEAST, 0, 1, _X32_CALLS), (_RETURN, 0, 0, _KILL)]
    program += _answers(numbers, syscalls.ALLOWED, _ALLOW)
    program += _guards(numbers, pid, gpu=gpu)
    program += _answers(numbers, syscalls.IGNORED, _ERRNO)
    program += _answers(numbers, syscalls.UNSUPPORTED, _ERRNO | errno.EOPNOTSUPP)
    program += _answers(numbers, syscalls.REFUSED, _ERRNO | errno.EPERM)
    program.append((_RETURN, 0, 0, _ERRNO | errno.ENOSYS))
    return program


def _answers(numbers: dict[str, int], names: Iterable[str], answer: int) -> Program:
    program: Program = []
    for name in names:
        if name in numbers:
            program += [(_EQUAL, 0, 1, numbers[name]), (_RETURN, 0, 0, answer)]
    return program


def _guards(numbers: dict[str, int], pid: int, *, gpu: bool) -> Program:
    refuse = (_RETURN, 0, 0, _ERRNO | errno.EPERM)
    allow = (_RETURN, 0, 0, _ALLOW)
    itself: Program = [_argument(0), (_EQUAL, 0, 1, pid), allow, refuse]
    # The new limit is a pointer: both its halves must be zero, so that limits are only read.
    reading_limits: Program = [
        _argument(2), (_EQUAL, 0, 3, 0), _argument(2, high=True), (_EQUAL, 0, 1, 0), allow, refuse,
    ]  # fmt: skip
    thread: Program = [
        _argument(0), (_ANY_BIT, 0, 3, _CLONE_THREAD), (_ANY_BIT, 0, 2, _CLONE_FILES),
        (_ANY_BIT, 1, 0, _CLONE_NEVER), allow, refuse,
    ]  # fmt: skip
    terminal: Program = (
        [_argument(1), *_answers_to(_NEVER_TO_A_DEVICE, refuse), allow]
        if gpu  # The driver is spoken to by ioctl alone.
        else [_argument(1), *_answers_to(_TERMINAL_SIZE_AND_STATE, allow), refuse]
    )
    naming: Program = [
        _argument(0), *_answers_to((_PR_SET_NAME, _PR_GET_NAME, _PR_SET_VMA), allow), refuse
    ]  # fmt: skip
    descriptors: Program = [_argument(1), *_answers_to(_SIGNALLING_FCNTL, refuse), allow]
    # A file emptied while opened for reading: before its third version Landlock does not see that.
    opening: Program = [
        (_ANY_BIT, 1, 0, _O_TRUNCATE), allow, (_AND, 0, 0, _O_ACCESS),
        *_answers_to((_O_WRITE_ONLY, _O_READ_WRITE), allow), refuse,
    ]  # fmt: skip
    guards = {
        "kill": itself, "tgkill": itself, "prlimit64": reading_limits, "clone": thread,
        "ioctl": terminal, "prctl": naming, "fcntl": descriptors,
        "open": [_argument(1), *opening], "openat": [_argument(2), *opening],
    }  # fmt: skip
    program: Program = []
    for name, body in guards.items():
        if name in numbers:
            program += [(_EQUAL, 0, len(body), numbers[name]), *body]
    # glibc falls back to clone, whose flags a filter can read, when clone3 does not exist.
    return program


def _argument(position: int, *, high: bool = False) -> tuple[int, int, int, int]:
    """Loads 32 bits of a system call's argument (both processors are little-endian)."""
    return (_LOAD, 0, 0, 16 + 8 * position + (4 if high else 0))


def _answers_to(values: Iterable[int], answer: tuple[int, int, int, int]) -> Program:
    program: Program = []
    for value in values:
        program += [(_EQUAL, 0, 1, value), answer]
    return program
