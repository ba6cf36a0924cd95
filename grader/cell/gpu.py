"""A cell's share of the GPU, if it has one. Nothing here meets CUDA before the learner's code does."""

from __future__ import annotations

import torch


def bound_memory(share: float) -> None:
    """From its first use of CUDA on, this process gets at most `share` (0 to 1) of each GPU's memory.

    Above it torch raises OutOfMemoryError. It is a bound on mistakes: a program that speaks to the
    driver itself is not held by it. CUDA must begin after the fork, so the bound waits for it.
    """
    if share > 0:
        torch.cuda._lazy_call(lambda: _bound(share))  # type: ignore[no-untyped-call]


def _bound(share: float) -> None:
    for device in range(torch.cuda.device_count()):
        torch.cuda.set_per_process_memory_fraction(share, device)
