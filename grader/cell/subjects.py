"""The ways in which something a solution defines can be called: one class a way.

Each is made afresh for every run, from the case as it came over the wire.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from .solution import LearnerError
from .values import Array, tensor_from

Case = Mapping[str, Any]
State = dict[str, Array]


def named(solution: types.ModuleType, name: str) -> Callable[..., Any]:
    """What the solution calls so. Raises LearnerError where there is nothing that can be called."""
    found = getattr(solution, name, None)
    if found is None:
        raise LearnerError(f"Your file defines no `{name}`; the assignment asks for it.")
    if not callable(found):
        raise LearnerError(
            f"In your file `{name}` is a {type(found).__name__}; it cannot be called."
        )
    return found  # type: ignore[no-any-return]


@dataclass
class Run:
    """One run of a case: what each call gave, and the leaves with respect to which it has gradients."""

    results: list[Any] = field(default_factory=list)
    inputs: list[Tensor] = field(default_factory=list)
    gradients: list[list[Tensor | None]] = field(default_factory=list)


class Caller:
    """Calls a case's subject. `arrays` are its tensors, in order."""

    def __init__(self, solution: types.ModuleType, case: Case, arrays: Sequence[Array]) -> None:
        self.target = named(solution, case["subject"])
        self.case, self.arrays = case, arrays

    def state(self) -> State:
        """The initial weights, for a layer; nothing otherwise."""
        return {}

    def parameters(self) -> list[str]:
        """Which of `state` are parameters."""
        return []

    def take(self, state: State) -> None:
        """Uses these weights instead of its own."""

    def run(self, *, gradients: bool, backward: Backward | None) -> Run:
        """Calls everything once. With `gradients`, `backward` is asked after each call."""
        raise NotImplementedError

    def tensor(self, place: Mapping[str, Any]) -> Tensor:
        """The tensor that stands at this place."""
        return tensor_from(self.arrays[place["tensor"]], place)

    def values(self, call: Mapping[str, Any], *, gradients: bool) -> dict[str, Any]:
        """The arguments of one call, by name."""
        found: dict[str, Any] = {}
        for name, place in call.items():
            if "value" in place:
                found[name] = _untangled(place["value"])
                continue
            tensor = self.tensor(place)
            found[name] = tensor.requires_grad_() if gradients and place["gradient"] else tensor
        return found


Backward = Callable[[Any, list[Tensor]], list[Tensor | None]]


def _untangled(value: Any) -> Any:
    """Lists are written in YAML where Python would have a tuple."""
    return tuple(_untangled(part) for part in value) if isinstance(value, list) else value


class FunctionCaller(Caller):
    """Arguments by position in the declared order, keywords by name."""

    def run(self, *, gradients: bool, backward: Backward | None) -> Run:
        values = self.values(self.case["calls"][0], gradients=gradients)
        keywords = set(self.case["keywords"])
        positional = [value for name, value in values.items() if name not in keywords]
        named = {name: value for name, value in values.items() if name in keywords}
        run = Run(inputs=[value for value in values.values() if isinstance(value, Tensor)])
        run.results.append(self.target(*positional, **named))
        if backward is not None:
            leaves = [tensor for tensor in run.inputs if tensor.requires_grad]
            run.gradients.append(backward(run.results[-1], leaves))
        return run


class LayerCaller(Caller):
    """A module in the modes and on the inputs of the case, one call after another."""

    def __init__(self, solution: types.ModuleType, case: Case, arrays: Sequence[Array]) -> None:
        super().__init__(solution, case, arrays)
        build = {name: _untangled(value) for name, value in case["build"].items()}
        self.layer = self.target(**build)

    def state(self) -> State:
        if not isinstance(self.layer, nn.Module):
            return {}
        found = self.layer.state_dict()
        return {
            n: t.detach().cpu().numpy().copy() for n, t in found.items() if isinstance(t, Tensor)
        }

    def parameters(self) -> list[str]:
        is_module = isinstance(self.layer, nn.Module)
        return [name for name, _ in self.layer.named_parameters()] if is_module else []

    def take(self, state: State) -> None:
        own = self.layer.state_dict() if isinstance(self.layer, nn.Module) else {}
        for name, array in state.items():
            tensor = own.get(name)
            subject = self.case["subject"]
            if tensor is None:
                there = ", ".join(f"`{known}`" for known in own) or "nothing"
                raise LearnerError(
                    f"`{subject}` has no parameter or buffer `{name}`; its state_dict holds {there}."
                )
            if tuple(tensor.shape) != array.shape:
                raise LearnerError(
                    f"In `{subject}`, `{name}` has the shape {tuple(tensor.shape)}; "
                    f"it must be {array.shape}."
                )
            with torch.no_grad():
                tensor.copy_(torch.from_numpy(np.array(array)))

    def run(self, *, gradients: bool, backward: Backward | None) -> Run:
        run = Run()
        places = [place for call in self.case["calls"] for place in call.values()]
        is_double = any(place.get("dtype") == "float64" for place in places)
        if is_double and isinstance(self.layer, nn.Module):
            self.layer.double()
        for mode, call in zip(self.case["modes"], self.case["calls"], strict=True):
            if isinstance(self.layer, nn.Module):
                self.layer.train(mode == "train")
            values = self.values(call, gradients=gradients)
            inputs = [value for value in values.values() if isinstance(value, Tensor)]
            run.inputs += inputs
            run.results.append(self.layer(*values.values()))
            if backward is not None:
                weights = self._weights()
                leaves = [tensor for tensor in inputs if tensor.requires_grad]
                run.gradients.append(backward(run.results[-1], [*leaves, *weights]))
        return run

    def _weights(self) -> list[nn.Parameter]:
        """The parameters that were given, in the order of the reference's."""
        if not isinstance(self.layer, nn.Module):
            return []
        own = dict(self.layer.named_parameters())
        return [own[name] for name in self.case["weights"] if name in own]


class OptimizerCaller(Caller):
    """Steps along the case's gradients; the result is each parameter's whole trajectory."""

    def run(self, *, gradients: bool, backward: Backward | None) -> Run:
        parameters = [nn.Parameter(self.tensor(place)) for place in self.case["parameters"]]
        build = {name: _untangled(value) for name, value in self.case["build"].items()}
        optimizer = self.target(parameters, **build)
        run = Run()
        trajectories: list[list[Tensor]] = [[] for _ in parameters]
        for step in self.case["gradients"]:
            given = [None if place is None else self.tensor(place) for place in step]
            for parameter, gradient in zip(parameters, given, strict=True):
                parameter.grad = gradient
            optimizer.step()
            run.inputs += [gradient for gradient in given if gradient is not None]
            for trajectory, parameter in zip(trajectories, parameters, strict=True):
                trajectory.append(parameter.detach().clone())
        optimizer.zero_grad()
        left = [p.grad for p in parameters if p.grad is not None and bool(p.grad.ne(0).any())]
        if left:
            raise LearnerError(
                f"After `zero_grad()` of `{self.case['subject']}`, gradients are left."
            )
        run.results.append(tuple(torch.stack(trajectory) for trajectory in trajectories))
        return run


class _Still(torch.optim.Optimizer):
    """An optimizer that moves nothing: only its learning rate is looked at."""

    def step(self, closure: Any = None) -> Any:
        """Nothing."""


class ScheduleCaller(Caller):
    """Steps a schedule over an optimizer; the result is the learning rate at each step."""

    def run(self, *, gradients: bool, backward: Backward | None) -> Run:
        parameter = nn.Parameter(torch.zeros(1))
        optimizer = _Still([parameter], {"lr": self.case["learning_rate"]})
        build = {name: _untangled(value) for name, value in self.case["build"].items()}
        schedule = self.target(optimizer, **build)
        rates = []
        for _ in range(self.case["steps"]):
            rates.append(float(optimizer.param_groups[0]["lr"]))
            optimizer.step()
            schedule.step()
        rates.append(float(optimizer.param_groups[0]["lr"]))
        return Run(results=[torch.tensor(rates, dtype=torch.float64)])


CALLERS: dict[str, type[Caller]] = {
    "function": FunctionCaller,
    "layer": LayerCaller,
    "optimizer": OptimizerCaller,
    "schedule": ScheduleCaller,
}
