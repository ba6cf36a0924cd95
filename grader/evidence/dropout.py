"""Whether dropout acted while training: twins outside, replays of batches inside."""

from __future__ import annotations

import numpy as np

from ..facts import Facts, Replay
from ..observation import Predictions
from .dossier import Dossier
from .pairs import TWIN, PairReading
from .reading import NOTHING, Opinion, Reading

# Two answers to one batch that differ by less than this share of their size differ by rounding.
SAME = 1e-5
# Noise that is no mask: random numbers are drawn, but none of the kinds that dropout draws.
_MASKING = ("bernoulli", "native_dropout", "uniform", "rand")
_NO_MASK = ("randn", "randperm", "randint")


def judge_dropout(dossier: Dossier) -> Opinion:
    """From the scripted run's twins and the predictions in training mode; from replays inside."""
    if dossier.untrained:
        return Opinion(Reading(False, "No weight changed in training, so nothing can have acted."))
    pairs = dossier.scripted.pairs if dossier.scripted is not None else None
    steady = dossier.learned and not dossier.diverged
    scripted = _outside(pairs, dossier.predictions, steady=steady)
    outside = _together(scripted, dossier.graded_twins)
    return Opinion(outside, _inside(dossier.facts), dossier.alive)


def _together(scripted: Reading, graded: Reading) -> Reading:
    """The graded run is what counts: what acted in the scripted one only did not act."""
    if scripted.value is not False and graded.value is not None:
        return graded
    return scripted


def off_after_first_validation(pairs: PairReading) -> bool:
    """Whether twins were told apart in the first cycle by far, and not at all in the third."""
    first, third = pairs.twins.get(1), pairs.twins.get(3)
    return first is not None and third is not None and first[0] > TWIN >= third[1]


def _outside(
    pairs: PairReading | None, predictions: Predictions | None, *, steady: bool
) -> Reading:
    differs = _training_outputs_differ(predictions)
    if pairs is not None and pairs.twins:
        most = max(largest for _, largest in pairs.twins.values())
        if steady and off_after_first_validation(pairs):
            return Reading(
                False,
                "Two copies of one sample in one batch got different gradients in the first epoch, "
                "but not in the third: dropout was off again after the first validation.",
            )
        if most > TWIN:
            return Reading(
                True,
                "Two copies of one sample in one batch got different gradients "
                f"(their weights came apart by {most:.2g} of their movement), as under dropout.",
            )
        return Reading(
            False,
            "Two copies of one sample in one batch always got the same gradient: "
            "nothing was dropped at random.",
        )
    if differs is False:
        return Reading(
            False, "In training mode the model answers the same inputs twice exactly alike."
        )
    return Reading(None, "The first layer's weights do not tell whether dropout acted.")


def _training_outputs_differ(predictions: Predictions | None) -> bool | None:
    """Whether training mode answers at random; None where outputs do not depend on the input."""
    if predictions is None or predictions.training is None or predictions.training_again is None:
        return None
    first, second = predictions.training, predictions.training_again
    if not np.isfinite(first).all() or not np.isfinite(second).all():
        return None
    size = float(np.abs(first).mean())
    if float(np.abs(first - second).mean()) > SAME * size:
        return True
    dead = float(first.std(axis=0).max()) <= SAME * size
    return None if dead else False


def evaluation_noise(predictions: Predictions) -> float:
    """How much outputs in evaluation mode differ from run to run, relative to their size."""
    first, second = predictions.evaluation, predictions.evaluation_again
    repeated = predictions.evaluation_repeated
    size = float(np.abs(first).mean()) + 1e-12
    between_runs = float(np.abs(first - second).mean())
    between_rows = float(np.abs(first[: len(repeated)] - repeated).mean())
    noise = max(between_runs, between_rows) / size
    return noise if np.isfinite(noise) else 0.0


def _inside(facts: list[Facts]) -> Reading:
    """From the first run with replays: the graded one, unless nothing was seen there."""
    by_run = [run.randomness.replays for run in facts if run.randomness is not None]
    in_training = [
        [row for row in rows if row.kind == "train" and row.difference is not None]
        for rows in by_run
    ]
    replays = next((rows for rows in in_training if rows), None)
    if replays is None:
        return NOTHING
    if any(replays_off_after_first(rows) for rows in by_run):
        return Reading(False, "The model answered at random in the first training epoch only.")
    random = [replay for replay in replays if (replay.difference or 0.0) > SAME]
    operations = {name for replay in replays for name in replay.operations}
    if random and (not operations or any(is_mask(name) for name in operations)):
        most = max(replay.difference or 0.0 for replay in random)
        return Reading(
            True,
            f"While training, the model answered one batch differently under two seeds "
            f"(by {most:.2g} of the outputs' size).",
        )
    if random:
        return Reading(False, "While training, the model adds noise but masks nothing.")
    return Reading(False, "While training, the model answers one batch twice exactly alike.")


def is_mask(operation: str) -> bool:
    """Whether a random operation may draw a dropout mask."""
    return operation.startswith(_MASKING) and not operation.startswith(_NO_MASK)


def replays_off_after_first(replays: list[Replay]) -> bool:
    """Whether the model answered at random in training pass 1 and never in a later one."""
    by_pass = {
        replay.number: replay
        for replay in replays
        if replay.kind == "train" and replay.difference is not None
    }
    later = [replay for number, replay in by_pass.items() if number >= 2]
    first = by_pass.get(1)
    if first is None or not later or (first.difference or 0.0) <= SAME:
        return False
    return all((r.difference or 0.0) <= SAME and not r.operations for r in later)
