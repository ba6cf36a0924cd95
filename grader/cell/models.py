"""Building a learner's model, and its weights as plain arrays."""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.parameter import is_lazy

from .solution import LearnerError
from .watching.observer import Moment

Array = np.ndarray[Any, Any]

# The wire carries no bfloat16; float32 holds each of its values exactly.
# What may come back of one model, buffers included.
_MOST_BYTES = 512 << 20
_CARRIED_AS = {torch.bfloat16: torch.float32}


def function(solution: types.ModuleType, name: str, call: str) -> Callable[..., Any]:
    """The learner's function of that name. Raises LearnerError where there is none."""
    found = getattr(solution, name, None)
    if found is None:
        raise LearnerError(f"Your file defines no function `{name}`; it must define `{call}`.")
    if not callable(found):
        raise LearnerError(
            f"In your file `{name}` is a {type(found).__name__}, not a function `{call}`."
        )
    return found  # type: ignore[no-any-return]


def build(solution: types.ModuleType, in_features: int, out_features: int) -> nn.Module:
    """The learner's fresh model, lazy layers made real. Raises LearnerError, or what they raise."""
    builder = function(solution, "build_model", "build_model(in_features, out_features)")
    model = builder(in_features, out_features)
    if not isinstance(model, nn.Module):
        raise LearnerError(
            f"`build_model` returned {_named(model)}; it must return a torch.nn.Module."
        )
    _materialise(model, in_features)
    return model


def built_with(solution: types.ModuleType, arguments: Mapping[str, Any]) -> nn.Module:
    """The learner's fresh model for other inputs than rows of features, built by keywords."""
    call = f"build_model(*, {', '.join(arguments)})"
    builder = function(solution, "build_model", call)
    check_signature(builder, "build_model", call, [], arguments)
    model = builder(**arguments)
    if not isinstance(model, nn.Module):
        raise LearnerError(
            f"`build_model` returned {_named(model)}; it must return a torch.nn.Module."
        )
    if any(is_lazy(tensor) for tensor in (*model.parameters(), *model.buffers())):
        raise LearnerError("`build_model` returned lazy layers; give them their sizes.")
    return model


def check_signature(
    called: Callable[..., Any],
    name: str,
    call: str,
    arguments: Iterable[Any],
    keywords: Mapping[str, Any],
) -> None:
    """Raises LearnerError where the call would not fit. A callable of C's tells no signature."""
    try:
        signature = inspect.signature(called)
    except (TypeError, ValueError):
        return
    try:
        signature.bind(*arguments, **keywords)
    except TypeError as error:
        code = getattr(called, "__code__", None)
        raise LearnerError(
            f"`{name}` cannot be called as `{call}`: {error}.",
            line=code.co_firstlineno if code is not None else None,
        ) from None


def _named(value: object) -> str:
    return "None" if value is None else f"a {type(value).__name__}"


def _materialise(model: nn.Module, in_features: int) -> None:
    tensors = [*model.parameters(), *model.buffers()]
    if not any(is_lazy(tensor) for tensor in tensors):
        return
    # Lazy layers take their shapes from the first call; the modes are put back afterwards.
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    with torch.no_grad():
        model(torch.zeros(2, in_features))
    for module, mode in modes:
        module.training = mode


def arrays_of(model: nn.Module) -> tuple[list[str], list[Array]]:
    """Names and copies of everything in the model's state that is a tensor."""
    names, arrays = [], []
    tensors = {n: t for n, t in model.state_dict().items() if isinstance(t, Tensor)}
    size = sum(tensor.numel() * tensor.element_size() for tensor in tensors.values())
    if size > _MOST_BYTES:
        largest = max(tensors, key=lambda name: tensors[name].numel())
        raise LearnerError(
            f"The model's weights and buffers take {size >> 20:,} MiB, most of it `{largest}`; at most "
            f"{_MOST_BYTES >> 20} MiB can be graded."
        )
    for name, tensor in tensors.items():
        plain = tensor.detach().cpu()
        plain = plain.to(_CARRIED_AS.get(plain.dtype, plain.dtype))
        if plain.layout is not torch.strided or plain.is_quantized:
            plain = plain.dequantize() if plain.is_quantized else plain.to_dense()
        names.append(name)
        try:
            arrays.append(plain.numpy().copy())
        except TypeError:
            raise LearnerError(
                f"The weights `{name}` are of type {tensor.dtype}, which cannot be graded."
            ) from None
    return names, arrays


def load_arrays(model: nn.Module, names: Sequence[str], arrays: Sequence[Array]) -> None:
    """Copies arrays into the tensors of those names. Raises LearnerError where they do not fit."""
    state = model.state_dict()
    missing = sorted(set(names) ^ {n for n, tensor in state.items() if isinstance(tensor, Tensor)})
    if missing:
        raise LearnerError(
            f"After training, the model's weights do not fit a fresh `build_model`: `{missing[0]}` "
            "is in one and not in the other. `train` must not replace or add layers."
        )
    with torch.no_grad():
        for name, array in zip(names, arrays, strict=True):
            if tuple(state[name].shape) != array.shape:
                raise LearnerError(
                    f"After training, `{name}` has the shape {array.shape}, but a fresh "
                    f"`build_model` makes it {tuple(state[name].shape)}. "
                    "`train` must not change the model's layers."
                )
            state[name].copy_(torch.from_numpy(np.asarray(array)))


def input_layers(
    model: nn.Module, in_features: int, columns: Sequence[int]
) -> list[dict[str, Any]]:
    """The matrices that multiply the raw inputs, and along which axis the inputs lie.

    Such a matrix has no gradient in a column whose input is zero, and one where it is not. A model
    that cannot be called on random rows has none that can be found.
    """
    candidates = [
        (name, parameter, axis)
        for name, parameter in model.named_parameters()
        if parameter.dim() == 2 and parameter.requires_grad
        for axis in (1, 0)
        if parameter.shape[axis] == in_features
    ]
    if not candidates or not columns:
        return []
    with Moment(model, "classification").undisturbed():
        model.eval()
        torch.manual_seed(3)
        rows = torch.randn(16, in_features)
        silent = rows.clone()
        silent[:, list(columns)] = 0
        try:
            parameters = [parameter for _, parameter, _ in candidates]
            without, having = _slopes(model, silent, parameters), _slopes(model, rows, parameters)
        except (
            Exception
        ):  # The same call in `train` will say what is wrong, in the learner's lines.
            return []
    found: dict[str, dict[str, Any]] = {}
    index = torch.tensor(list(columns))
    for (name, _, axis), quiet, loud in zip(candidates, without, having, strict=True):
        if quiet is None or loud is None:
            continue
        most = float(loud.index_select(axis, index).abs().max())
        if most > 0 and float(quiet.index_select(axis, index).abs().max()) <= 1e-12 * most:
            found.setdefault(name, {"name": name, "axis": axis})
    return list(found.values())


def _slopes(model: nn.Module, rows: Tensor, parameters: list[nn.Parameter]) -> Any:
    output = model(rows)
    return torch.autograd.grad(output.square().sum(), parameters, allow_unused=True)
