"""A trace of the operations a forward pass is made of: random draws and activations."""

from __future__ import annotations

from typing import Any

from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode

_RANDOM = ("bernoulli", "rand", "uniform", "normal", "native_dropout", "geometric", "exponential")


class OperationTrace(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """While active, notes the names of random operations and the outputs of rectifiers."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.random: list[str] = []
        self.rectified: list[Tensor] = []

    def __torch_dispatch__(
        self, function: Any, types: Any, arguments: Any = (), keywords: Any = None
    ) -> Any:
        output = function(*arguments, **(keywords or {}))
        name = function.overloadpacket.__name__
        if name.startswith(_RANDOM):
            self.random.append(name)
        clamped_at_zero = name.startswith("clamp") and len(arguments) > 1 and arguments[1] == 0
        if name in ("relu", "relu_") or clamped_at_zero:
            self.rectified.append(output.detach().clone())
        return output


def dead_shares(trace: OperationTrace, rows: int) -> list[float]:
    """For each rectifier of the trace, the share of its units that are zero on every row."""
    return [
        float((output.reshape(rows, -1) == 0).all(0).float().mean())
        for output in trace.rectified
        if output.dim() >= 2 and len(output) == rows
    ]
