"""Splits a loss's gradient into what came through the model's outputs and what did not.

What did not pass through an output is a penalty on the weights: it is fitted by a w + b sign(w).
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from .lossfamilies import fingerprint
from .observer import Moment, Observer, finite

# Which backward calls of which training pass are looked at: enough to see a penalty whose weights
# have moved, few enough to cost nothing.
_LOOKS = {1: (1, 2, 3), 2: (1,), 3: (1,)}
_MOST_OUTPUTS = 4


class GradientObserver(Observer):
    """Decomposes gradients and names the loss, on a few training steps."""

    def __init__(self, moment: Moment) -> None:
        super().__init__(moment)
        self._outputs: list[Tensor] = []
        self._penalties: list[dict[str, Any]] = []
        self._losses: list[dict[str, Any]] = []

    def pass_begun(self) -> None:
        self._outputs = []

    def after_forward(self, arguments: tuple[Any, ...], output: Tensor) -> None:
        if self.moment.phase == "train" and output.requires_grad:
            self._outputs = [*self._outputs, output][-_MOST_OUTPUTS:]

    def before_backward(self, loss: Tensor | None) -> None:
        moment = self.moment
        moment_is_right = moment.last_phase == "train" and moment.backwards_in_pass in _LOOKS.get(
            moment.train_passes, ()
        )
        if moment_is_right and loss is not None and self._outputs:
            self._decompose(loss, self._outputs)
        self._outputs = []

    def _decompose(self, loss: Tensor, outputs: list[Tensor]) -> None:
        named = [(n, p) for n, p in self.moment.model.named_parameters() if p.requires_grad]
        parameters = [parameter for _, parameter in named]
        gradients = torch.autograd.grad(
            loss, [*outputs, *parameters], retain_graph=True, allow_unused=True
        )
        used = [
            (output, gradient)
            for output, gradient in zip(outputs, gradients, strict=False)
            if gradient is not None
        ]
        if not used:
            return
        through_outputs = torch.autograd.grad(
            [output for output, _ in used],
            parameters,
            [gradient for _, gradient in used],
            retain_graph=True,
            allow_unused=True,
        )
        for (name, parameter), whole, data in zip(
            named, gradients[len(outputs) :], through_outputs, strict=True
        ):
            self._penalties.append(_fit(name, parameter, whole, data))
        targets = self.moment.targets
        output, gradient = used[0][0].detach(), used[0][1].detach()
        if len(used) == 1 and targets is not None and len(output) == len(targets):
            named_loss = fingerprint(self.moment.task, output, gradient, targets, loss.item())
            if named_loss is not None:
                self._losses.append(named_loss)

    def facts(self, rows: Tensor) -> dict[str, Any]:
        return {"penalties": self._penalties, "losses": self._losses}


def _fit(name: str, parameter: Tensor, whole: Tensor | None, data: Tensor | None) -> dict[str, Any]:
    """The part of a parameter's gradient that no output explains, fitted by a w + b sign(w)."""
    zero = torch.zeros_like(parameter)
    of_whole, of_data = (zero if part is None else part for part in (whole, data))
    rest = (of_whole - of_data).detach().double().reshape(-1)
    weights = parameter.detach().double().reshape(-1)
    row: dict[str, Any] = {
        "name": name,
        "dimensions": parameter.dim(),
        "penalty": finite(float(rest.norm())),
        "data": finite(float(of_data.detach().double().norm())),
        "fit": None,
    }
    # Below this the difference of the two gradients is rounding.
    if float(rest.norm()) > 1e-5 * float(of_data.norm()) + 1e-9 and parameter.numel() > 1:
        row["fit"] = coefficients(weights, rest)
    return row


def coefficients(weights: Tensor, rest: Tensor) -> dict[str, float | None]:
    """The fit of `rest`, flat and of the same size as `weights`, by a w + b sign(w)."""
    signs = weights.sign()
    basis = torch.stack([weights, signs], 1)
    joint = torch.linalg.pinv(basis.T @ basis, hermitian=True) @ (basis.T @ rest)
    total = rest.square().sum()

    def explained(prediction: Tensor) -> float:
        return float(1 - (rest - prediction).square().sum() / total)

    l2 = float(weights @ rest / (weights @ weights + 1e-30))
    l1 = float(signs @ rest / (signs @ signs + 1e-30))
    figures = {
        "joint": explained(basis @ joint),
        "l2_alone": explained(l2 * weights),
        "l1_alone": explained(l1 * signs),
        "l2": l2,
        "l1": l1,
        "joint_l2": float(joint[0]),
        "joint_l1": float(joint[1]),
        "weight_norm": float(weights.norm()),
        "sign_norm": float(signs.norm()),
    }
    return {name: finite(value) for name, value in figures.items()}
