"""What the benchmarks share: quantiles of repeated measurements, and the machine they were taken on."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np


def seconds(action: Callable[[], object], times: int) -> list[float]:
    """How long each of `times` calls took."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        taken.append(time.perf_counter() - start)
    return taken


def quantiles(taken: list[float]) -> str:
    """p50 and p95 in milliseconds."""
    p50, p95 = np.quantile(taken, [0.5, 0.95]) * 1000
    return f"p50 {p50:8.1f} ms   p95 {p95:8.1f} ms   n {len(taken)}"


def machine() -> str:
    """Processor, cores, kernel and load: what a figure depends on."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    load = os.getloadavg()[0]
    cores = len(os.sched_getaffinity(0))
    return f"{model}, {cores} cores, Linux {platform.release()}, load {load:.1f}"
