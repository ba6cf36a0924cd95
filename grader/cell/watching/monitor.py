"""Puts the hooks in place, passes events to the observers, and checks at the end that all still stand.

Only global hooks are used, so that a learner's deepcopy or pickle of the model meets nothing strange.
"""

from __future__ import annotations

import functools
import importlib
import types
from collections.abc import Callable
from typing import Any, Literal

import torch
from torch import Tensor, nn
from torch.nn.modules import module as modules
from torch.optim.optimizer import (
    register_optimizer_step_post_hook,
    register_optimizer_step_pre_hook,
)

from .activity import ActivityObserver
from .drift import DriftObserver
from .gradients import GradientObserver
from .losses import LossObserver
from .modes import ModeObserver
from .observer import Kind, Moment, Observer
from .randomness import RandomnessObserver
from .steps import StepObserver
from .weights import WeightObserver

_optimizers = importlib.import_module("torch.optim.optimizer")


class Monitor:
    """Watches one model's training from `install` to `finish`."""

    def __init__(
        self,
        model: nn.Module,
        task: Literal["classification", "regression"],
        rows: Tensor,
        tell: Callable[[dict[str, Any]], None],
    ) -> None:
        names = {id(parameter): name for name, parameter in model.named_parameters()}
        self.moment = Moment(model, task, names=names)
        self._errors: list[str] = []
        self._rows = rows
        self._observers: dict[str, Observer] = {}
        makers: dict[str, Callable[[], Observer]] = {
            "losses": lambda: LossObserver(self.moment, tell),
            "randomness": lambda: RandomnessObserver(self.moment),
            "modes": lambda: ModeObserver(self.moment),
            "weights": lambda: WeightObserver(self.moment),
            "steps": lambda: StepObserver(self.moment),
            "gradients": lambda: GradientObserver(self.moment),
            "drift": lambda: DriftObserver(self.moment),
            "activity": lambda: ActivityObserver(self.moment, rows),
        }
        for name, make in makers.items():
            try:
                self._observers[name] = make()
            except Exception as error:
                self._note(name, error)
        self._listeners: dict[str, list[tuple[str, Callable[..., None]]]] = {}

    def install(self) -> None:
        """Sets the hooks."""
        self._handles = [
            modules.register_module_forward_pre_hook(self._before_forward),
            modules.register_module_forward_hook(self._after_forward),
            register_optimizer_step_pre_hook(self._before_step),
            register_optimizer_step_post_hook(self._after_step),
        ]
        self._backward = torch.autograd.backward
        self._load = nn.Module.load_state_dict
        monitor = self

        def backward(tensors: Any, *arguments: Any, **keywords: Any) -> Any:
            monitor._before_backward(tensors)
            return monitor._backward(tensors, *arguments, **keywords)

        def load_state_dict(module: nn.Module, state: Any, *arguments: Any, **keywords: Any) -> Any:
            monitor._before_load(module, state)
            return monitor._load(module, state, *arguments, **keywords)

        self._wrappers = backward, load_state_dict
        self._watch_direct_calls(type(self.moment.model))
        torch.autograd.backward = backward
        nn.Module.load_state_dict = load_state_dict  # type: ignore[method-assign, assignment]

    def _watch_direct_calls(self, kind: type[nn.Module]) -> None:
        """Sees `model.forward(...)` too, which goes past every hook."""
        self._entered: nn.Module | None = None
        self._kind, self._direct = kind, None
        forward = kind.forward
        if not isinstance(forward, types.FunctionType):
            return
        self._own_forward = kind.__dict__.get("forward")
        monitor = self

        @functools.wraps(forward)
        def watched(module: nn.Module, *arguments: Any, **keywords: Any) -> Any:
            if monitor._entered is module:
                monitor._entered = None
                return forward(module, *arguments, **keywords)
            monitor._before_forward(module, arguments)
            monitor._entered = None
            output = forward(module, *arguments, **keywords)
            monitor._after_forward(module, arguments, output)
            return output

        self._direct = watched
        kind.forward = watched

    @property
    def alive(self) -> bool:
        """Whether every hook still stands where it was put."""
        return (
            self._before_forward in modules._global_forward_pre_hooks.values()
            and self._after_forward in modules._global_forward_hooks.values()
            and self._before_step in _optimizers._global_optimizer_pre_hooks.values()
            and self._after_step in _optimizers._global_optimizer_post_hooks.values()
            and torch.autograd.backward is self._wrappers[0]
            and nn.Module.load_state_dict is self._wrappers[1]
            and (self._direct is None or self._kind.__dict__.get("forward") is self._direct)
        )

    def remove(self) -> None:
        """Takes the hooks away."""
        for handle in self._handles:
            handle.remove()
        torch.autograd.backward = self._backward
        nn.Module.load_state_dict = self._load  # type: ignore[method-assign]
        if self._direct is not None and self._own_forward is not None:
            self._kind.forward = self._own_forward
        elif self._direct is not None and "forward" in self._kind.__dict__:
            del self._kind.forward

    def finish(self) -> dict[str, Any]:
        """All that was seen, as JSON; the hooks are gone afterwards."""
        self.pass_ended()
        alive = self.alive
        self.moment.quiet = True
        facts: dict[str, Any] = {}
        for name, observer in list(self._observers.items()):
            try:
                facts[name] = observer.facts(self._rows)
            except Exception as error:
                self._note(name, error)
        self.remove()
        return {"alive": alive, "errors": self._errors[:20], **facts}

    # The loaders tell.

    def pass_begun(self, kind: Kind) -> None:
        """A pass over the loader of that kind begins."""
        moment = self.moment
        if moment.phase is not None:
            self.pass_ended()
        moment.phase = moment.last_phase = kind
        moment.batch, moment.inputs, moment.targets = -1, None, None
        if kind == "train":
            moment.train_passes += 1
            moment.backwards_in_pass = 0
        else:
            moment.validation_passes += 1
        self._tell("pass_begun")

    def batch(self, kind: Kind, index: int, inputs: Tensor, targets: Tensor) -> None:
        """A batch is handed to the learner."""
        moment = self.moment
        moment.phase = moment.last_phase = kind
        moment.batch, moment.inputs, moment.targets = index, inputs, targets

    def pass_ended(self) -> None:
        """The running pass was read to its end."""
        self._tell("pass_ended")
        self.moment.phase = None

    # The hooks tell.

    def _before_forward(self, module: nn.Module, arguments: tuple[Any, ...]) -> None:
        if module is self.moment.model and arguments:
            self._tell("before_forward", arguments)
        # Set last: an observer may have called the model itself meanwhile.
        if type(module) is self._kind:
            self._entered = module

    def _after_forward(self, module: nn.Module, arguments: tuple[Any, ...], output: Any) -> None:
        if module is not self.moment.model:
            self._tell("after_other_forward", module)
        elif isinstance(output, Tensor):
            self._tell("after_forward", arguments, output)

    def _before_backward(self, tensors: Any) -> None:
        if not self.moment.quiet:
            self.moment.backwards_in_pass += 1
        single = tensors[0] if isinstance(tensors, (tuple, list)) and len(tensors) == 1 else tensors
        is_scalar = isinstance(single, Tensor) and single.numel() == 1
        self._tell("before_backward", single if is_scalar else None)

    def _before_step(self, optimizer: Any, arguments: Any, keywords: Any) -> None:
        self._tell("before_step", optimizer)

    def _after_step(self, optimizer: Any, arguments: Any, keywords: Any) -> None:
        self._tell("after_step", optimizer)

    def _before_load(self, module: nn.Module, state: Any) -> None:
        if isinstance(state, dict):
            self._tell("before_load", module, state)

    def _tell(self, event: str, *arguments: Any) -> None:
        moment = self.moment
        if moment.quiet:
            return
        moment.quiet = True
        try:
            for name, listen in self._listening_to(event):
                try:
                    listen(*arguments)
                except Exception as error:
                    self._note(name, error)
                    self._listeners = {}
        finally:
            moment.quiet = False

    def _listening_to(self, event: str) -> list[tuple[str, Callable[..., None]]]:
        """The observers that do something about an event; most events concern one or two."""
        if event not in self._listeners:
            self._listeners[event] = [
                (name, getattr(observer, event))
                for name, observer in self._observers.items()
                if getattr(type(observer), event) is not getattr(Observer, event)
            ]
        return self._listeners[event]

    def _note(self, name: str, error: Exception) -> None:
        self._errors.append(f"{name}: {type(error).__name__}: {error}"[:200])
        self._observers.pop(name, None)
