"""In which mode the model was called, by which kind of pass, and what its outputs look like."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

from .observer import Moment, Observer, finite

_LOOKS = 40
_MODEFUL = (nn.modules.dropout._DropoutNd, nn.modules.batchnorm._NormBase)


class ModeObserver(Observer):
    """Counts calls by mode and looks at some outputs for exact zeros and for hidden parameters."""

    def __init__(self, moment: Moment) -> None:
        super().__init__(moment)
        self._calls = {"train": 0, "validation": 0}
        self._in_train_mode = {"train": 0, "validation": 0}
        self._with_gradients = 0
        self._foreign = 0
        self._unregistered = 0
        self._outputs: list[dict[str, Any]] = []
        self._own = {id(module) for module in moment.model.modules()}

    def after_forward(self, arguments: tuple[Any, ...], output: Tensor) -> None:
        phase = self.moment.phase
        if phase is None:
            return
        self._calls[phase] += 1
        self._in_train_mode[phase] += bool(self.moment.model.training)
        if phase == "validation":
            self._with_gradients += bool(output.requires_grad)
        elif self._calls["train"] == 1 and output.requires_grad:
            self._unregistered = self._count_unregistered(output)
        # Every sixth training call is enough: the outputs' zeros change slowly.
        if len(self._outputs) < _LOOKS and (phase == "validation" or self._calls[phase] % 6 == 1):
            values = output.detach()
            row = {
                "kind": phase,
                "zeros": finite(float((values == 0).float().mean())),
                "least": None if values.is_complex() else finite(float(values.min())),
            }
            self._outputs.append(row)

    def after_other_forward(self, module: nn.Module) -> None:
        same_kind = type(module) is type(self.moment.model)
        if self.moment.phase == "validation" and same_kind and id(module) not in self._own:
            self._foreign += 1

    def _count_unregistered(self, output: Tensor) -> int:
        """Tensors that take part in the output and want a gradient, but are no parameters."""
        if torch._C._functorch.is_functorch_wrapped_tensor(output):
            return 0  # Under torch.func, parameters are arguments.
        # As they stand in this call: `functional_call` puts others in their place.
        known, found = set(self.moment.names) | set(map(id, self.moment.model.parameters())), 0
        seen: set[Any] = set()
        waiting: list[Any] = [output.grad_fn]
        while waiting and len(seen) < 5000:
            node = waiting.pop()
            if node is None or node in seen:
                continue
            seen.add(node)
            leaf = getattr(node, "variable", None)
            if leaf is not None and id(leaf) not in known and leaf.numel() > 1:
                found += 1
            waiting += [following for following, _ in node.next_functions]
        return found

    def facts(self, rows: Tensor) -> dict[str, Any]:
        return {
            "train_calls": self._calls["train"],
            "train_calls_in_train_mode": self._in_train_mode["train"],
            "validation_calls": self._calls["validation"],
            "validation_calls_in_train_mode": self._in_train_mode["validation"],
            "validation_calls_with_gradients": self._with_gradients,
            "foreign_validation_calls": self._foreign,
            "mode_matters": any(isinstance(m, _MODEFUL) for m in self.moment.model.modules()),
            "unregistered": self._unregistered,
            "outputs": self._outputs,
        }
