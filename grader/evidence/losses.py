"""Mistakes in the loss, from the direction of its gradient at the outputs: inside evidence."""

from __future__ import annotations

from statistics import median

from ..facts import LossRecord
from ..report import Diagnostic
from .dossier import Dossier
from .gradients import PenaltySeen
from .helps import diagnose

# Gradients of one formula agree but for float32 rounding; those of another are far from this.
_SAME = 0.9999
_SAME_EVERYWHERE = 0.99999
_SAME_BROADCAST, _NOT_PLAIN = 0.9995, 0.999
_KNOWN_FAMILY = 1 - 1e-7
_LEAST_OFFSET, _LEAST_SHARE = 1e-4, 1e-3


def loss_mistakes(dossier: Dossier, penalty: PenaltySeen | None) -> list[Diagnostic]:
    """double_softmax, sigmoid_before_ce, nll_on_logits, loss_broadcast, penalty_no_gradient."""
    if not dossier.facts or dossier.facts[0].gradients is None:
        return []
    records = [r for run in dossier.facts if run.gradients for r in run.gradients.losses]
    if not records:
        return []
    of_task = _classification if dossier.task == "classification" else _regression
    found = of_task(records)
    if penalty is not None and not penalty.anywhere and not dossier.diverged:
        found += _offset(records)
    return found


def _cosine(records: list[LossRecord], name: str) -> float:
    return median([record.cosines.get(name) or 0.0 for record in records])


def _classification(records: list[LossRecord]) -> list[Diagnostic]:
    plain = _cosine(records, "cross_entropy")
    words = (
        "The gradient at the outputs is that of {}; cosine {:.6f}, against {:.6f} on plain logits."
    )
    if all(record.probabilities for record in records) and plain > _SAME:
        evidence = "Outputs sum to one, and cross_entropy, which applies softmax, was used on them."
        return [diagnose("double_softmax", "inside", evidence)]
    if (of_softmax := _cosine(records, "of_softmax")) > _SAME > plain:
        evidence = words.format("cross-entropy of softmaxed outputs", of_softmax, plain)
        return [diagnose("double_softmax", "inside", evidence)]
    if (of_sigmoid := _cosine(records, "of_sigmoid")) > _SAME > plain:
        evidence = words.format("cross-entropy of sigmoid outputs", of_sigmoid, plain)
        return [diagnose("sigmoid_before_ce", "inside", evidence)]
    if plain > _SAME and all(record.between_0_and_1 for record in records):
        evidence = (
            "Every output ever seen lay between 0 and 1, and cross_entropy, which wants logits of any "
            "size, was used on them."
        )
        return [diagnose("sigmoid_before_ce", "inside", evidence)]
    raw = not any(record.log_probabilities for record in records)
    if raw and (nll := _cosine(records, "nll")) > _SAME_EVERYWHERE:
        evidence = words.format("nll_loss, on outputs that are no log-probabilities", nll, plain)
        return [diagnose("nll_on_logits", "inside", evidence)]
    return []


def _regression(records: list[LossRecord]) -> list[Diagnostic]:
    for name in ("squared", "absolute", "huber"):
        crossed, plain = _cosine(records, f"{name}_broadcast"), _cosine(records, name)
        if crossed > _SAME_BROADCAST and plain < _NOT_PLAIN:
            evidence = (
                "The gradient at the outputs is that of every prediction against every target: "
                f"cosine {crossed:.6f}, against {plain:.6f} for pairs."
            )
            return [diagnose("loss_broadcast", "inside", evidence)]
    return []


def _offset(records: list[LossRecord]) -> list[Diagnostic]:
    """A part of the loss that is always there and has no gradient."""
    offsets = [
        (record.loss - record.data_loss, record.data_loss)
        for record in records
        if (record.family or 0.0) > _KNOWN_FAMILY
        and record.loss is not None
        and record.data_loss is not None
    ]
    if len(offsets) < 2:
        return []
    always = all(
        offset > _LEAST_OFFSET and offset > _LEAST_SHARE * abs(level) for offset, level in offsets
    )
    if not always:
        return []
    evidence = f"The loss is {offsets[0][0]:.3g} above the data's own, and its gradient the data's."
    return [diagnose("penalty_no_gradient", "inside", evidence)]
