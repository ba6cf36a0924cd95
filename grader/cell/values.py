"""Tensors from what came over the wire, in the layout that was asked for, and back again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from .solution import LearnerError

Array = np.ndarray[Any, Any]
_MOST_LEAVES = 64
# The wire carries no bfloat16; float32 holds each of its values exactly.
_CARRIED_AS = {torch.bfloat16: torch.float32}


def tensor_from(array: Array, place: Mapping[str, Any]) -> Tensor:
    """A fresh tensor, never sharing memory with `array`; its strides are those of `layout`."""
    plain = torch.from_numpy(np.array(array, order="C")).to(getattr(torch, place["dtype"]))
    if place["layout"] == "transposed" and plain.dim() > 1:
        order = tuple(range(plain.dim() - 1, -1, -1))
        return plain.permute(order).contiguous().permute(order)
    if place["layout"] == "strided" and plain.dim() > 0:
        wide = torch.zeros((*plain.shape[:-1], 2 * plain.shape[-1]), dtype=plain.dtype)
        view = wide[..., ::2]
        view.copy_(plain)
        return view
    return plain


def plain_array(tensor: Tensor) -> Array:
    """A copy of the tensor's numbers. Raises LearnerError for what is not a dense tensor."""
    found = tensor.detach().cpu()
    try:
        if found.layout is not torch.strided:
            found = found.to_dense()
        return found.to(_CARRIED_AS.get(found.dtype, found.dtype)).contiguous().numpy().copy()
    except (TypeError, RuntimeError):
        raise LearnerError(
            f"A tensor of type {tensor.dtype} came back, which cannot be compared."
        ) from None


def leaves_of(value: object) -> tuple[str, list[Any]]:
    """The shape of a returned value in words, and its tensors and numbers in order."""
    leaves: list[Any] = []
    return _walk(value, leaves, 0), leaves


def _walk(value: object, leaves: list[Any], depth: int) -> str:
    if isinstance(value, Tensor):
        kind = "tensor"
    elif isinstance(value, (bool, int, float, np.generic)):
        kind = "number"
    elif isinstance(value, np.ndarray):
        kind = "array"
    elif isinstance(value, Mapping) and depth < 4:
        parts = [f"{k}: {_walk(value[k], leaves, depth + 1)}" for k in list(value)[:_MOST_LEAVES]]
        return "{" + ", ".join(parts) + "}"
    elif isinstance(value, Sequence) and not isinstance(value, (str, bytes)) and depth < 4:
        parts = [_walk(part, leaves, depth + 1) for part in value[:_MOST_LEAVES]]
        return f"{'tuple' if isinstance(value, tuple) else 'list'}({', '.join(parts)})"
    else:
        return "None" if value is None else type(value).__name__[:40]
    if len(leaves) >= _MOST_LEAVES:
        raise LearnerError("More came back than can be compared.")
    leaves.append(value)
    return kind


def described(leaf: Any) -> tuple[dict[str, Any], Array]:
    """What a tensor or number is, and its numbers."""
    if isinstance(leaf, Tensor):
        name = str(leaf.dtype).removeprefix("torch.")
        return {"kind": "tensor", "dtype": name, "graph": leaf.requires_grad}, plain_array(leaf)
    array = np.asarray(leaf)
    if array.dtype.kind not in "biuf":
        raise LearnerError(f"A {type(leaf).__name__} came back, which cannot be compared.")
    if isinstance(leaf, np.ndarray):
        return {"kind": "array", "dtype": array.dtype.name, "graph": False}, _known(array)
    return {"kind": "number", "dtype": type(leaf).__name__[:40], "graph": False}, _known(array)


def _known(array: Array) -> Array:
    if array.dtype.kind in "iu" and array.dtype.itemsize not in (1, 2, 4, 8):
        return array.astype(np.int64)
    return array.astype(
        {"b": np.bool_, "i": np.int64, "u": np.int64, "f": np.float64}[array.dtype.kind]
    )
