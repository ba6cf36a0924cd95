"""What a report draws: a few figures of one training, bounded in number and in digits."""

from __future__ import annotations

import numpy as np

from ..facts import Facts
from ..observation import Matrix, Observation, Predictions
from ..probes.real import RealWorld
from ..report import Answers, ByClass, LayerGradient, Pictures, Shrinkage
from .accuracy import chosen_classes, shown
from .dossier import Dossier
from .dropout import evaluation_noise
from .matrices import input_matrices

MOST_POINTS, MOST_LAYERS, MOST_CLASSES = 48, 16, 12
# Percentages are rounded to this, and a class needs that many rows for them to mean anything.
STEP, LEAST_ROWS = 5, 5


def draw(dossier: Dossier, world: RealWorld) -> Pictures:
    """All pictures but the ablation, for which the model must be asked once more."""
    return Pictures(
        shrinkage=_shrinkage(dossier.real, world),
        answers=_answers(dossier.predictions),
        gradients=_gradients(dossier.facts[0]) if dossier.facts else [],
        by_class=_by_class(dossier),
    )


def _plain(figure: float) -> float:
    """Three digits: all that a picture shows."""
    return float(f"{figure:.3g}")


def _shrinkage(real: Observation, world: RealWorld) -> Shrinkage | None:
    matrices = input_matrices(real)
    if not matrices:
        return None
    before = np.abs(matrices[0].before[:, world.canaries].ravel())
    after = np.abs(matrices[0].after[:, world.canaries].ravel())
    if not np.isfinite(after).all():
        return None
    order = np.argsort(before, kind="stable")
    picked = order[np.linspace(0, len(order) - 1, min(MOST_POINTS, len(order))).astype(int)]
    return Shrinkage(
        before=[_plain(size) for size in before[picked]],
        after=[_plain(size) for size in after[picked]],
    )


def _answers(predictions: Predictions) -> Answers | None:
    training, again = predictions.training, predictions.training_again
    if training is None or again is None:
        return None
    if not (np.isfinite(training).all() and np.isfinite(again).all()):
        return None
    return Answers(
        evaluation=_plain(evaluation_noise(predictions)), training=_plain(_differ(training, again))
    )


def _differ(first: Matrix, second: Matrix) -> float:
    return float(np.abs(first - second).mean() / (np.abs(first).mean() + 1e-12))


def _gradients(facts: Facts) -> list[LayerGradient]:
    """Medians over the steps that were looked at, in the model's order."""
    sizes: dict[str, list[float]] = {}
    for row in facts.gradients.penalties if facts.gradients is not None else []:
        if row.dimensions >= 2 and row.data is not None and row.data > 0:
            sizes.setdefault(row.name, []).append(row.data)
    layers = [
        LayerGradient(name=name, size=_plain(float(np.median(seen))))
        for name, seen in sizes.items()
    ]
    return layers[:MOST_LAYERS] if len(layers) > 1 else []


def _by_class(dossier: Dossier) -> ByClass | None:
    data = dossier.data
    rows = shown(len(data.hidden))
    targets = data.hidden.targets[rows].astype(np.int64)
    if data.task != "classification" or data.outputs > MOST_CLASSES or not len(targets):
        return None
    if np.bincount(targets, minlength=data.outputs).min() < LEAST_ROWS:
        return None
    chosen = chosen_classes(dossier.predictions.evaluation[rows])
    counts = np.zeros((data.outputs, data.outputs + 1), np.int64)
    # An output that is no number falls into a last column that nobody sees.
    np.add.at(counts, (targets, np.where(chosen < 0, data.outputs, chosen)), 1)
    shares = counts[:, :-1] / counts.sum(axis=1, keepdims=True)
    percent = (STEP * np.rint(100 / STEP * shares)).astype(int)
    return ByClass(percent=percent.tolist(), rows=len(targets))
