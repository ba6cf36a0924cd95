"""A case as Python that a learner can paste below their own file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..assignment.equality import Aspect
from .case import Array, Case, Tensor, Value

_MOST_ELEMENTS = 60


@dataclass(frozen=True, slots=True)
class Shown:
    """What is to be shown of a case: `state` are a layer's weights under the solution's names.

    `cotangents` are those of a backward pass, one for each output of all calls; none where no
    gradient is shown.
    """

    aspect: Aspect
    state: Mapping[str, Array]
    parameters: list[str]
    cotangents: list[Array]

    @property
    def slopes(self) -> bool:
        """Whether the backward pass is shown."""
        return bool(self.cotangents)


def code_for(case: Case, shown: Shown) -> str:
    """The lines that show the case."""
    writer = {
        "function": _function,
        "layer": _layer,
        "optimizer": _optimizer,
        "schedule": _schedule,
    }[case.way]
    head = ["import torch", f"from solution import {case.subject}", ""]
    return "\n".join([*head, *writer(case, shown)])


def _function(case: Case, shown: Shown) -> list[str]:
    (call,) = case.calls
    slopes = shown.slopes
    lines = _bound(call, gradients=slopes)
    arguments = ", ".join(
        f"{name}={_name_or_value(name, value)}"
        if name in case.keywords
        else _name_or_value(name, value)
        for name, value in call.items()
    )
    called = f"{case.subject}({arguments})"
    tensors = [name for name, value in call.items() if isinstance(value, Tensor)]
    if shown.aspect == "purity":
        return [*lines, called, f"print({', '.join(tensors)})"]
    if shown.aspect == "determinism":
        return [*lines, f"print({called})", f"print({called})"]
    if not slopes:
        return [*lines, f"print({called})"]
    leaves = [name for name in tensors if isinstance(t := call[name], Tensor) and t.gradient]
    return [
        *lines,
        *_backward(case, called, shown.cotangents),
        *(f"print({name}.grad)" for name in leaves),
    ]


def _backward(case: Case, called: str, cotangents: list[Array]) -> list[str]:
    literals = [_literal(Tensor(array, array.dtype.name)) for array in cotangents]
    if len(literals) > 1:
        return [f"torch.autograd.backward({called}, [{', '.join(literals)}])"]
    if case.plain_sum:
        return [f"{called}.sum().backward()"]
    return [f"{called}.backward({literals[0]})"]


def _layer(case: Case, shown: Shown) -> list[str]:
    arguments = ", ".join(f"{name}={_plain(value)}" for name, value in (case.build or {}).items())
    lines = [f"layer = {case.subject}({arguments})"]
    if state := shown.state:
        if sum(array.size for array in state.values()) <= _MOST_ELEMENTS:
            parts = ", ".join(
                f'"{name}": {_literal(Tensor(a, a.dtype.name))}' for name, a in state.items()
            )
            lines.append(f"layer.load_state_dict({{{parts}}})")
        else:
            lines.append(
                "# ... with weights of " + ", ".join(f"{n} {a.shape}" for n, a in state.items())
            )
    slopes = shown.slopes
    each = max(1, len(shown.cotangents) // len(case.calls))
    for mode, call in zip(case.modes, case.calls, strict=True):
        lines += [f"layer.{mode}()", *_bound(call, gradients=slopes)]
        called = f"layer({', '.join(_name_or_value(n, v) for n, v in call.items())})"
        if slopes:
            lines += _backward(case, called, shown.cotangents[:each])
            lines += [
                f"print({n}.grad)" for n, v in call.items() if isinstance(v, Tensor) and v.gradient
            ]
        else:
            lines.append(f"print({called})")
    if slopes and shown.parameters:
        lines.append("print({name: p.grad for name, p in layer.named_parameters()})")
    if shown.aspect == "state":
        lines.append("print(layer.state_dict())")
    return lines


def _optimizer(case: Case, shown: Shown) -> list[str]:
    build = "".join(f", {name}={_plain(value)}" for name, value in (case.build or {}).items())
    names = [
        f"w{index}" if len(case.parameters) > 1 else "w" for index in range(len(case.parameters))
    ]
    lines = [
        f"{name} = torch.nn.Parameter({_literal(tensor)})"
        for name, tensor in zip(names, case.parameters, strict=True)
    ]
    lines.append(f"optimizer = {case.subject}([{', '.join(names)}]{build})")
    if sum(t.array.size for step in case.gradients for t in step if t) > _MOST_ELEMENTS:
        lines.append(f"# ... stepped {len(case.gradients)} times along random gradients")
        return lines
    for step in case.gradients:
        lines += [
            f"{name}.grad = {'None' if gradient is None else _literal(gradient)}"
            for name, gradient in zip(names, step, strict=True)
        ]
        lines.append("optimizer.step()")
    return [*lines, f"print({', '.join(names)})"]


def _schedule(case: Case, shown: Shown) -> list[str]:
    build = "".join(f", {name}={_plain(value)}" for name, value in (case.build or {}).items())
    return [
        f"optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr={case.learning_rate})",
        f"schedule = {case.subject}(optimizer{build})",
        f"for _ in range({case.steps}):",
        '    print(optimizer.param_groups[0]["lr"])',
        "    optimizer.step()",
        "    schedule.step()",
        'print(optimizer.param_groups[0]["lr"])',
    ]


def _bound(call: Mapping[str, Value], *, gradients: bool) -> list[str]:
    return [
        f"{name} = {_literal(value, gradient=gradients and value.gradient)}"
        for name, value in call.items()
        if isinstance(value, Tensor)
    ]


def _name_or_value(name: str, value: Value) -> str:
    return name if isinstance(value, Tensor) else _plain(value)


def _plain(value: object) -> str:
    if isinstance(value, list):
        inner = ", ".join(_plain(part) for part in value)
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    return repr(value)


def _literal(tensor: Tensor, *, gradient: bool = False) -> str:
    array = tensor.array
    if array.size > _MOST_ELEMENTS:
        shape = ", ".join(map(str, array.shape))
        return f"torch.randn({shape})  # or other numbers: {array.size} are too many to print"
    is_default = tensor.dtype in ("float32", "int64", "bool")
    options = "" if is_default else f", dtype=torch.{tensor.dtype}"
    if array.size == 0:
        text = f"torch.zeros({array.shape}, dtype=torch.{tensor.dtype})"
        return text + (".requires_grad_()" if gradient else "")
    if tensor.layout == "transposed":
        turned = tuple(range(array.ndim - 1, -1, -1))
        text = f"torch.tensor({_nested(array.transpose(turned))}{options}).permute{turned}"
    elif tensor.layout == "strided":
        text = f"torch.tensor({_nested(np.repeat(array, 2, axis=-1))}{options})[..., ::2]"
    else:
        text = f"torch.tensor({_nested(array)}{options})"
    return text + (".requires_grad_()" if gradient else "")


def _nested(array: Array) -> str:
    if array.ndim == 0:
        return _number(array.reshape(1)[0])
    return f"[{', '.join(_nested(part) for part in array)}]"


def _number(value: np.generic) -> str:
    if value.dtype.kind == "b":
        return str(bool(value))
    text = str(value)
    return f'float("{text}")' if text in ("inf", "-inf", "nan") else text
