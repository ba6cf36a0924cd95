"""Calls of the Linux kernel that Python's standard library does not offer."""

from __future__ import annotations

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


def prctl(option: int, *arguments: int) -> int:
    """The C library's prctl with up to four numbers; -1 where the kernel refuses."""
    padded = (*arguments, 0, 0, 0, 0)[:4]
    result: int = libc.prctl(option, *(ctypes.c_ulong(argument) for argument in padded))
    return result


def syscall(number: int, *arguments: object) -> int:
    """A raw system call. Raises OSError when it fails."""
    result: int = libc.syscall(ctypes.c_long(number), *arguments)
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result
