"""Mistakes of mode and of output layer: dropout where it should be off, off where it should act."""

from __future__ import annotations

import numpy as np

from ..facts import Facts, OutputRow
from ..report import Diagnostic
from .dossier import Dossier
from .dropout import (
    SAME,
    evaluation_noise,
    off_after_first_validation,
    replays_off_after_first,
)
from .helps import diagnose

# Far above rounding and far below what any dropout does to an output.
_NOISE = 1e-4


def usage(dossier: Dossier) -> list[Diagnostic]:
    """dropout_active_in_eval, val_in_train_mode, never_in_train_mode and those of the output layer."""
    found = []
    noise = evaluation_noise(dossier.predictions)
    if noise > _NOISE:
        evidence = (
            f"In evaluation mode, answers differ from run to run by {noise:.2g} of their size."
        )
        found.append(diagnose("dropout_active_in_eval", "outside", evidence))
    if (off := _dropout_off(dossier)) is not None:
        found.append(off)
    if dossier.facts:
        found += _modes(dossier, noisy=noise > _NOISE)
        found += _output_layer(dossier)
    return found


def _dropout_off(dossier: Dossier) -> Diagnostic | None:
    code = "dropout_off_after_first_validation"
    replays = [facts.randomness.replays for facts in dossier.facts if facts.randomness]
    if replays:
        # Seen exactly; from outside, units that died look the same.
        if not any(replays_off_after_first(rows) for rows in replays):
            return None
        evidence = "The model answered at random in the first training epoch and in no later one."
        return diagnose(code, "inside", evidence)
    scripted = dossier.scripted
    steady = dossier.learned and not dossier.diverged
    if scripted is not None and steady and off_after_first_validation(scripted.pairs):
        evidence = (
            "Two copies of one sample in a batch got different gradients in the first epoch, "
            "and equal ones in the third."
        )
        return diagnose(code, "outside", evidence)
    return None


def _modes(dossier: Dossier, *, noisy: bool) -> list[Diagnostic]:
    modes = dossier.facts[0].modes
    if modes is None:
        return []
    found = []
    random = any(
        (replay.difference or 0.0) > SAME
        for facts in dossier.facts
        if facts.randomness is not None
        for replay in facts.randomness.replays
        if replay.kind == "validation"
    )
    calls, in_train_mode = modes.validation_calls, modes.validation_calls_in_train_mode
    if calls and in_train_mode >= 0.9 * calls and (modes.mode_matters or random) and not noisy:
        evidence = f"{in_train_mode} of {calls} validation batches met the model in training mode."
        found.append(diagnose("val_in_train_mode", "inside", evidence))
    if modes.train_calls and not modes.train_calls_in_train_mode and modes.mode_matters:
        evidence = f"All {modes.train_calls} training batches met the model in evaluation mode."
        found.append(diagnose("never_in_train_mode", "inside", evidence))
    return found


def _output_layer(dossier: Dossier) -> list[Diagnostic]:
    """relu_on_output and dropout_on_output: exact zeros among the outputs."""
    modes = dossier.facts[0].modes
    if modes is None or dossier.untrained:
        return []
    training = [row for row in modes.outputs if row.kind == "train"]
    validation = [row for row in modes.outputs if row.kind == "validation"]
    if not training or not validation or any(row.least is None for row in modes.outputs):
        return []
    never_negative = min(row.least or 0.0 for row in modes.outputs) >= 0
    if never_negative and not _are_probabilities(dossier.facts):
        # A dead net gives all zeros or none; a rectifier gives some, again and again.
        if _some_zeros(validation) or _some_zeros(training):
            evidence = "No output was ever negative, and some were exactly zero."
            return [diagnose("relu_on_output", "inside", evidence)]
        return []
    moving = [
        replay.zeros_moved
        for facts in dossier.facts
        if facts.randomness is not None
        for replay in facts.randomness.replays
        if replay.kind == "train" and replay.zeros_moved is not None
    ]
    still = float(np.mean([row.zeros or 0.0 for row in validation])) < 0.01
    if not never_negative and moving and float(np.median(moving)) > 0.02 and still:
        evidence = f"{np.median(moving):.0%} of the outputs are exactly zero in one answer only."
        return [diagnose("dropout_on_output", "inside", evidence)]
    return []


def _some_zeros(rows: list[OutputRow]) -> bool:
    return float(np.mean([0.01 < (row.zeros or 0.0) < 0.99 for row in rows])) > 0.3


def _are_probabilities(runs: list[Facts]) -> bool:
    return any(
        record.probabilities
        for facts in runs
        if facts.gradients is not None
        for record in facts.gradients.losses
    )
