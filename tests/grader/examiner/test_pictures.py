"""What a report draws: bounded, rounded, and nothing of a single hidden row."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader import datasets
from grader.datasets import DataSet
from grader.evidence.accuracy import counted, metric, shown
from grader.evidence.dossier import Dossier
from grader.evidence.pictures import MOST_POINTS, STEP, draw
from grader.observation import Observation, Predictions
from grader.observing.bench import Bench, unwatched
from grader.probes.real import RealWorld

from .conftest import SECRET, assignment_on
from .direct import DirectSandbox

PROGRAMS = Path(__file__).parent.parent / "programs"


@pytest.fixture(scope="module")
def digits() -> DataSet:
    return datasets.load("digits", SECRET)


@pytest.fixture(scope="module")
def trained(digits: DataSet) -> tuple[Dossier, RealWorld]:
    source = (PROGRAMS / "right_adamw.py").read_text()
    sandbox = DirectSandbox()
    sandbox.start()
    bench = Bench(assignment_on("digits"), source, sandbox, digits, 0, unwatched)
    world = bench.real_world()
    real: Observation = bench.train(world, "training")
    return Dossier(digits, real, None, bench.predict(real, world)), world


def answering(outputs: np.ndarray) -> Predictions:
    return Predictions(outputs, outputs, outputs[:8], outputs, outputs)


def test_decay_shows_as_shrinkage(trained: tuple[Dossier, RealWorld]) -> None:
    shrinkage = draw(*trained).shrinkage
    assert shrinkage is not None
    assert len(shrinkage.before) == len(shrinkage.after) == MOST_POINTS
    assert shrinkage.before == sorted(shrinkage.before)
    assert all(
        after < before for before, after in zip(shrinkage.before, shrinkage.after, strict=True)
    )


def test_dropout_shows_as_answers_that_differ_while_training(
    trained: tuple[Dossier, RealWorld],
) -> None:
    answers = draw(*trained).answers
    assert answers is not None
    assert answers.evaluation < 1e-4 < 0.01 < answers.training


def test_every_weight_matrix_has_a_gradient(trained: tuple[Dossier, RealWorld]) -> None:
    gradients = draw(*trained).gradients
    assert len(gradients) > 1
    assert all(layer.size > 0 for layer in gradients)


def test_classes_are_shown_in_steps_and_on_rows_that_never_count(
    trained: tuple[Dossier, RealWorld],
) -> None:
    by_class = draw(*trained).by_class
    assert by_class is not None
    assert by_class.rows == 200
    figures = np.array(by_class.percent)
    assert figures.shape == (10, 10)
    assert (figures % STEP == 0).all()
    assert figures.diagonal().min() > 50


def test_what_counts_does_not_change_what_is_shown(
    trained: tuple[Dossier, RealWorld], digits: DataSet
) -> None:
    dossier, world = trained
    outputs = dossier.predictions.evaluation.copy()
    outputs[counted(len(outputs))] = 0.0
    changed = dataclasses.replace(dossier, predictions=answering(outputs))
    assert draw(changed, world).by_class == draw(dossier, world).by_class
    assert metric(changed.predictions, digits.hidden, "classification") != dossier.metric


def test_what_is_shown_does_not_change_what_counts(
    trained: tuple[Dossier, RealWorld], digits: DataSet
) -> None:
    dossier, _ = trained
    outputs = dossier.predictions.evaluation.copy()
    outputs[shown(len(outputs))] = 0.0
    assert metric(answering(outputs), digits.hidden, "classification") == dossier.metric


def test_outputs_that_are_no_numbers_belong_to_no_class(
    trained: tuple[Dossier, RealWorld],
) -> None:
    dossier, world = trained
    outputs = np.full_like(dossier.predictions.evaluation, np.nan)
    pictures = draw(dataclasses.replace(dossier, predictions=answering(outputs)), world)
    assert pictures.answers is None
    assert pictures.by_class is not None
    assert not np.any(pictures.by_class.percent)


@pytest.mark.parametrize("name", ["iris", "friedman"])
def test_small_sets_and_regression_show_no_classes(name: str) -> None:
    data = datasets.load(name, SECRET)
    assert shown(len(data.hidden)) == slice(len(data.hidden), len(data.hidden))


@given(st.integers(0, 100_000))
def test_every_hidden_row_counts_or_is_shown_and_most_count(hidden: int) -> None:
    assert (counted(hidden).start, counted(hidden).stop) == (0, shown(hidden).start)
    assert shown(hidden).stop == hidden
    assert 3 * counted(hidden).stop >= 2 * hidden
