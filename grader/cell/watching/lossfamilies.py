"""Names the loss that was applied to an output, by comparing its gradient with known ones'."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from .observer import finite

_HUBER_BENDS = (0.5, 1.0, 2.0)


def fingerprint(
    task: str, output: Tensor, gradient: Tensor, targets: Tensor, loss: float
) -> dict[str, Any] | None:
    """Cosines of `gradient` (of the loss, at the output) with each known loss's gradient.

    `data_loss` is what the best-matching family says the loss of the data is, scaled as the gradient
    is; `loss` is what `backward` was called on. None for an output no known loss fits.
    """
    values, slope = output.double(), gradient.double()
    if task == "classification" and values.dim() == 2:
        cosines, families = _classification(values, slope, targets)
    elif task == "regression" and values.numel() == len(targets):
        values, slope = values.reshape(-1), slope.reshape(-1)
        cosines, families = _regression(values, slope, targets.double())
    else:
        return None
    direction, level = max(families, key=lambda family: cosine(slope, family[0]))
    scale = float((slope * direction).sum() / (direction.square().sum() + 1e-300))
    row: dict[str, Any] = {name: finite(value) for name, value in cosines.items()}
    sums_to_one = values.dim() == 2 and bool(
        (values >= 0).all() and (values.sum(1) - 1).abs().max() < 1e-4
    )
    sums_to_one_in_log = values.dim() == 2 and bool((values.exp().sum(1) - 1).abs().max() < 1e-4)
    return {
        "cosines": row,
        "family": finite(cosine(slope, direction)),
        "data_loss": finite(scale * level),
        "loss": finite(loss),
        "probabilities": sums_to_one,
        "log_probabilities": sums_to_one_in_log,
        "between_0_and_1": bool((values > 0).all() and (values < 1).all()),
    }


def cosine(first: Tensor, second: Tensor) -> float:
    """The cosine between two tensors, 0 where one of them is zero."""
    return float((first * second).sum() / (first.norm() * second.norm() + 1e-300))


def _slope(loss: Callable[[Tensor], Tensor], values: Tensor) -> Tensor:
    with torch.enable_grad():
        point = values.clone().requires_grad_(True)
        return torch.autograd.grad(loss(point), point)[0]


def _classification(
    values: Tensor, slope: Tensor, targets: Tensor
) -> tuple[dict[str, float], list[tuple[Tensor, float]]]:
    rows, classes = values.shape
    one_hot = functional.one_hot(targets, classes).double()
    cosines = {
        "cross_entropy": cosine(slope, values.softmax(1) - one_hot),
        "of_softmax": cosine(
            slope, _slope(lambda z: functional.cross_entropy(z.softmax(1), targets), values)
        ),
        "of_sigmoid": cosine(
            slope, _slope(lambda z: functional.cross_entropy(z.sigmoid(), targets), values)
        ),
        "nll": cosine(slope, -one_hot),
    }
    plain = (values.softmax(1) - one_hot) / rows
    smoothing = _label_smoothing(plain, (one_hot - 1.0 / classes) / rows, slope)
    smoothed = plain + smoothing * (one_hot - 1.0 / classes) / rows
    families = [
        (plain, float(functional.cross_entropy(values, targets))),
        (smoothed, float(functional.cross_entropy(values, targets, label_smoothing=smoothing))),
        (values - one_hot, float((values - one_hot).square().sum() / 2)),
    ]
    weighted = _class_weights(plain, slope, targets)
    if weighted is not None:
        level = functional.cross_entropy(values, targets, reduction="none") @ weighted / rows
        families.append((weighted[:, None] * plain, float(level)))
    return cosines, families


def _class_weights(plain: Tensor, slope: Tensor, targets: Tensor) -> Tensor | None:
    """The weight of each row's class, where all rows of a class are scaled alike, else None."""
    scales = (plain * slope).sum(1) / (plain.square().sum(1) + 1e-300)
    weights = torch.zeros_like(scales)
    for label in torch.unique(targets):
        of_class = scales[targets == label]
        if len(of_class) < 2 or float(of_class.std()) > 1e-5 * abs(float(of_class.mean())):
            return None
        weights[targets == label] = of_class.mean()
    return weights


def _label_smoothing(plain: Tensor, away: Tensor, slope: Tensor) -> float:
    """The smoothing that best explains the slope as plain + smoothing * away, 0 to 0.9."""
    basis = torch.stack([plain.reshape(-1), away.reshape(-1)], 1)
    fit = torch.linalg.pinv(basis.T @ basis, hermitian=True) @ (basis.T @ slope.reshape(-1))
    if abs(float(fit[0])) < 1e-12:
        return 0.0
    smoothing = min(max(float(fit[1] / fit[0]), 0.0), 0.9)
    return smoothing if smoothing > 1e-6 else 0.0


def _regression(
    values: Tensor, slope: Tensor, targets: Tensor
) -> tuple[dict[str, float], list[tuple[Tensor, float]]]:
    rows = len(values)
    error = values - targets
    # What (N, 1) minus (N,) makes of it: every prediction against every target.
    every = values[:, None] - targets[None]
    cosines = {
        "squared": cosine(slope, error),
        "absolute": cosine(slope, error.sign()),
        "huber": max(cosine(slope, error.clamp(-bend, bend)) for bend in _HUBER_BENDS),
        "squared_broadcast": cosine(slope, every.mean(1)),
        "absolute_broadcast": cosine(slope, every.sign().mean(1)),
        "huber_broadcast": cosine(slope, every.clamp(-1, 1).mean(1)),
    }
    families = [
        (2 * error / rows, float(error.square().mean())),
        (error.sign() / rows, float(error.abs().mean())),
    ]
    for bend in _HUBER_BENDS:
        level = functional.huber_loss(values, targets, delta=bend)
        families.append((error.clamp(-bend, bend) / rows, float(level)))
    return cosines, families
