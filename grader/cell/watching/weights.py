"""Fingerprints of the weights at each pass, and of what was loaded back into the model."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor, nn

from .observer import Moment, Observer

_MOST_ROWS = 2000


class WeightObserver(Observer):
    """Notes a digest of parameters and of buffers as each pass begins, and every load."""

    def __init__(self, moment: Moment) -> None:
        super().__init__(moment)
        self._snapshots: list[dict[str, Any]] = []
        self._loads: list[dict[str, Any]] = []

    def pass_begun(self) -> None:
        if len(self._snapshots) < _MOST_ROWS:
            row = {"kind": self.moment.phase, "number": self.moment.passes, **self._digests()}
            self._snapshots.append(row)

    def _digests(self) -> dict[str, str]:
        model = self.moment.model
        # Counters do not matter: who restores running statistics without them restores enough.
        buffers = [buffer for buffer in model.buffers() if buffer.is_floating_point()]
        return {"parameters": digest(model.parameters()), "buffers": digest(buffers)}

    def before_load(self, module: nn.Module, state: dict[str, Any]) -> None:
        if module is not self.moment.model or len(self._loads) >= _MOST_ROWS:
            return
        own = module.state_dict()
        aliased = sum(
            isinstance(value, Tensor)
            and name in own
            and value.numel() > 0
            and value.data_ptr() == own[name].data_ptr()
            for name, value in state.items()
        )
        self._loads.append({"aliased": int(aliased), "tensors": len(own)})

    def facts(self, rows: Tensor) -> dict[str, Any]:
        return {"snapshots": self._snapshots, "loads": self._loads, "final": self._digests()}


def digest(tensors: Iterable[Tensor]) -> str:
    """Equal for bitwise equal tensors, and only for those."""
    result = hashlib.blake2b(digest_size=12)
    for tensor in tensors:
        flat = tensor.detach().contiguous().reshape(-1)
        result.update(flat.view(torch.uint8).numpy().tobytes() if flat.numel() else b"")
    return result.hexdigest()
