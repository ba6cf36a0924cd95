"""Dropout, read from twins and from predictions in training mode."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from grader.evidence.dossier import Dossier, ScriptedRun
from grader.evidence.dropout import evaluation_noise, is_mask, judge_dropout
from grader.observation import Matrix, Predictions

from .synthetic import IRIS, script_world, scripted_run


def predictions(*, random: bool, noise: float = 0.0) -> Predictions:
    right: Matrix = np.eye(3)[IRIS.hidden.targets] * 4
    training = right + 0.1 * np.random.default_rng(0).standard_normal(right.shape)
    again = right - 0.1 if random else training
    return Predictions(right, right + noise, right[:8], training, again)


def dossier(*, dropout: tuple[int, ...] = (), noisy: bool = False, random: bool = False) -> Dossier:
    world = script_world()
    run = scripted_run(world, epochs=8, returned=5, dropout=dropout, noisy=noisy)
    read = ScriptedRun.read(run, world)
    return Dossier(IRIS, run, read, predictions(random=random))


def test_twins_that_came_apart_are_dropout() -> None:
    assert judge_dropout(dossier(dropout=(1, 3), random=True)).outside.value is True


def test_twins_that_came_apart_later_only_are_dropout() -> None:
    assert judge_dropout(dossier(dropout=(3,), random=True)).outside.value is True


def test_dropout_of_the_first_epoch_only_is_none() -> None:
    reading = judge_dropout(dossier(dropout=(1,), random=True)).outside
    assert reading.value is False
    assert "first epoch" in reading.evidence


def test_twins_that_stayed_together_are_no_dropout() -> None:
    assert judge_dropout(dossier()).outside.value is False


def test_unreadable_twins_of_a_model_that_answers_alike_are_no_dropout() -> None:
    assert judge_dropout(dossier(noisy=True)).outside.value is False


def test_unreadable_twins_of_a_model_that_answers_at_random_leave_it_open() -> None:
    assert judge_dropout(dossier(noisy=True, random=True)).outside.value is None


def test_a_model_that_never_changed_cannot_have_dropped_anything() -> None:
    given = dossier(dropout=(1, 3))
    still = replace(given.real, final=given.real.initial)
    run = ScriptedRun.read(still, script_world())
    assert judge_dropout(replace(given, real=still, scripted=run)).outside.value is False


def test_noise_in_evaluation_mode_is_measured() -> None:
    assert evaluation_noise(predictions(random=True)) == 0.0
    assert evaluation_noise(predictions(random=True, noise=0.1)) > 0.05


def test_masks_are_told_from_noise() -> None:
    assert is_mask("bernoulli_")
    assert is_mask("native_dropout")
    assert is_mask("rand_like")
    assert not is_mask("randn_like")
    assert not is_mask("normal_")
