"""Pays once, in the zygote, for what the first training step of a process would pay."""

from __future__ import annotations

import copy
import io
import platform

import numpy as np
import torch
import torch.nn.functional as functional
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from . import vision

_OPTIMIZERS: tuple[type[torch.optim.Optimizer], ...] = (
    torch.optim.SGD,
    torch.optim.Adam,
    torch.optim.AdamW,
    torch.optim.RMSprop,
    torch.optim.NAdam,
    torch.optim.RAdam,
    torch.optim.Adagrad,
    torch.optim.Adadelta,
    torch.optim.Adamax,
)


def warm() -> None:
    """One forward, backward and step of each optimizer, on one thread: every lazy import is done."""
    torch.set_num_threads(1)
    torch.set_num_interop_threads(1)
    vision.declare_missing_operators()
    torch.use_deterministic_algorithms(True, warn_only=True)
    model = nn.Sequential(
        nn.Linear(4, 8),
        nn.BatchNorm1d(8),
        nn.ReLU(),
        nn.Dropout(0.1),
        nn.LayerNorm(8),
        nn.Linear(8, 2),
    )
    loader = DataLoader(TensorDataset(torch.randn(8, 4), torch.zeros(8, dtype=torch.long)), 8)
    for make in _OPTIMIZERS:
        optimizer = make(model.parameters(), lr=1e-3)  # type: ignore[call-arg]
        torch.optim.lr_scheduler.StepLR(optimizer, 1)
        for inputs, targets in loader:
            optimizer.zero_grad()
            functional.cross_entropy(model(inputs), targets).backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
    buffer = io.BytesIO()
    torch.save(model.state_dict(), buffer)
    buffer.seek(0)
    copy.deepcopy(model).load_state_dict(torch.load(buffer))


def versions() -> dict[str, str]:
    """What the cells compute with."""
    return {
        "python": platform.python_version(),
        "torch": torch.__version__,
        "numpy": np.__version__,
    }
