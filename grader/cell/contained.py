"""What a container adds to the walls of the cells in it, as seen from inside."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from .walls import Wall


def survey() -> list[Wall]:
    """The container's walls. Looked for, not believed: whoever started it may have left one out."""
    remedy = "start the container as grader/sandbox/container.py does"
    found: dict[str, Callable[[], bool]] = {
        "container without network": _has_no_network,
        "container's root read-only": lambda: bool(os.statvfs("/").f_flag & os.ST_RDONLY),
        "container without root": lambda: 0 not in {os.getuid(), os.geteuid(), os.getgid()},
        "container without capabilities": lambda: int(_status()["CapBnd"], 16) == 0,
        "container without new privileges": lambda: _status()["NoNewPrivs"] == "1",
        "container's own processes": lambda: os.getpid() == 1,
    }
    return [Wall(name, _stands(look), remedy) for name, look in found.items()]


def _stands(look: Callable[[], bool]) -> bool:
    try:
        return look()
    except (OSError, KeyError, ValueError):
        return False


def _has_no_network() -> bool:
    """Whether no route leads anywhere but to this container itself."""
    routes = Path("/proc/net/route").read_text().splitlines()[1:]
    newer = Path("/proc/net/ipv6_route")
    if newer.exists():
        routes += [line for line in newer.read_text().splitlines() if line.split()[-1] != "lo"]
    return not routes


def _status() -> dict[str, str]:
    lines = Path("/proc/self/status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}
