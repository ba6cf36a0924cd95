"""Which kinds of operation one forward pass is made of, in the words an assignment asks for them."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.utils._python_dispatch import TorchDispatchMode

_KINDS = {
    "convolution": ("convolution", "_convolution", "mkldnn_convolution", "im2col", "unfold"),
    "pooling": ("max_pool", "avg_pool", "_adaptive_avg_pool", "adaptive_max_pool", "_adaptive"),
    "batch_norm": ("native_batch_norm", "_native_batch_norm", "_batch_norm"),
    "layer_norm": ("native_layer_norm",),
    "embedding": ("embedding",),
    "softmax": ("_softmax", "_safe_softmax", "_scaled_dot_product"),
    "recurrence": ("lstm", "gru", "rnn_tanh", "rnn_relu", "_thnn_fused", "mkldnn_rnn"),
}


class _Names(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """While active, notes the name of every operator."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.names: list[str] = []

    def __torch_dispatch__(
        self, function: Any, types: Any, arguments: Any = (), keywords: Any = None
    ) -> Any:
        self.names.append(function.overloadpacket.__name__)
        return function(*arguments, **(keywords or {}))


def operations_of(model: nn.Module, rows: Tensor) -> list[str]:
    """The kinds of operation in one answer to `rows`. A model that cannot be traced has none."""
    called: list[nn.Module] = []
    hooks = [
        module.register_forward_hook(lambda module, *_: called.append(module))
        for module in model.modules()
        if isinstance(module, (nn.RNNBase, nn.RNNCellBase))
    ]
    names = _Names()
    try:
        with torch.no_grad(), names:
            model(rows)
    except Exception:  # The answer itself has come already; this was a second look.
        return []
    finally:
        for hook in hooks:
            hook.remove()
    found = {
        kind for kind, known in _KINDS.items() if any(n.startswith(known) for n in names.names)
    }
    if called or _repeats(names.names):
        found.add("recurrence")
    return sorted(found)


def _repeats(names: list[str]) -> bool:
    """Whether the same few operations come again and again, as in a recurrence written out."""
    return max((names.count(name) for name in ("mm", "addmm", "matmul")), default=0) >= 8
