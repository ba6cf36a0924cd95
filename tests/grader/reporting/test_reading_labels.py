"""Hidden labels cannot be read out of scores faster than the arithmetic of docs/security.md allows.

An attacker here has no data and no model: every submission answers each hidden row as they please,
and they see what a report shows. What they gain over guessing is held against the bound.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from grader.assignment import AccuracyCriterion, TrainingFile
from grader.datasets import Split
from grader.evidence.accuracy import counted, metric
from grader.observation import Predictions
from grader.report import Criterion, Findings, Verdict
from grader.scoring import score

Labels = NDArray[np.int64]
CLASSES, HIDDEN = 10, 600
# What one report can tell: one of 101 hundredths, whether the model beats guessing (which decides if
# some verdicts are looked for), and on how many trainings, one to three, the figure rests.
BITS = math.log2(101) + 1 + math.log2(3)
# The chance that luck alone passes the bound.
RISK = 1e-6
SPEC = TrainingFile(
    kind="training",
    title="An assignment",
    task="classification",
    data="digits",
    criteria=[
        AccuracyCriterion(
            id="accuracy", title="Accuracy", points=40, baseline=0.0, target=1.0, help="Train."
        )
    ],
)
_SEEN = Verdict(value=True, evidence="seen")


def most_gain(gradings: int, rows: int) -> float:
    """What `gradings` reports can add to the accuracy of guessing on `rows` labels.

    Their answers tell at most 2^(gradings * BITS) stories, and each ends in one last submission. Each
    of these guesses labels that are independent of it, so by Hoeffding's inequality and the union
    over all stories none exceeds this, but for a chance of RISK.
    """
    return math.sqrt((gradings * BITS * math.log(2) - math.log(RISK)) / (2 * rows))


class Deployment:
    """Hidden labels, and reports on answers to them."""

    def __init__(self, seed: int) -> None:
        generator = np.random.default_rng(seed)
        self._labels: Labels = generator.integers(0, CLASSES, HIDDEN)
        self.gradings = 0

    def _metric(self, answers: Labels) -> float:
        outputs = np.eye(CLASSES)[answers]
        predictions = Predictions(outputs, outputs, outputs[:8], None, None)
        hidden = Split(np.zeros((HIDDEN, 1), np.float32), self._labels)
        return metric(predictions, hidden, "classification")

    def report(self, answers: Labels) -> Criterion:
        """What the learner is shown."""
        self.gradings += 1
        found = Findings(
            metric=self._metric(answers), penalty=_SEEN, l1=_SEEN, l2=_SEEN, dropout=_SEEN,
            early_stopping=_SEEN, best_restored=_SEEN,
        )  # fmt: skip
        return score(SPEC, found)[0]

    def gain(self, answers: Labels) -> float:
        """How far the last submission is above guessing. Nobody is shown this."""
        return self._metric(answers) - 1 / CLASSES


def shown_figure(criterion: Criterion) -> float:
    return float(criterion.evidence.split(" is ")[1].split("%")[0]) / 100


def climb(deployment: Deployment, gradings: int, generator: np.random.Generator) -> Labels:
    """Changes some answers at a time and keeps what is shown to be better."""
    best: Labels = generator.integers(0, CLASSES, HIDDEN)
    figure = shown_figure(deployment.report(best))
    while deployment.gradings < gradings:
        tried = best.copy()
        rows = generator.choice(HIDDEN, 60, replace=False)
        tried[rows] = generator.integers(0, CLASSES, len(rows))
        if (seen := shown_figure(deployment.report(tried))) > figure:
            best, figure = tried, seen
    return best


def vote(deployment: Deployment, gradings: int, generator: np.random.Generator) -> Labels:
    """Answers at random, and lets those that were shown to be lucky vote on every row."""
    votes = np.zeros((HIDDEN, CLASSES))
    while deployment.gradings < gradings:
        answers = generator.integers(0, CLASSES, HIDDEN)
        luck = shown_figure(deployment.report(answers)) - 1 / CLASSES
        votes[np.arange(HIDDEN), answers] += luck
    return votes.argmax(axis=1)


def halve(deployment: Deployment, gradings: int, generator: np.random.Generator) -> Labels:
    """Asks for one class in a half of the rows, and infers each row's class by least squares."""
    asked, seen = [], []
    while deployment.gradings < gradings:
        answers = generator.integers(0, CLASSES, HIDDEN)
        asked.append(np.eye(CLASSES)[answers].ravel())
        seen.append(shown_figure(deployment.report(answers)) * HIDDEN)
    design = np.array(asked)
    inferred, *_ = np.linalg.lstsq(design, np.array(seen), rcond=None)
    return inferred.reshape(HIDDEN, CLASSES).argmax(axis=1)


Attack = Callable[[Deployment, int, np.random.Generator], Labels]


@pytest.mark.parametrize("attack", [climb, vote, halve])
@pytest.mark.parametrize("gradings", [1, 12, 60, 150])
def test_a_long_adaptive_series_stays_below_the_bound(attack: Attack, gradings: int) -> None:
    rows = counted(HIDDEN).stop
    for seed in range(3):
        deployment = Deployment(seed)
        last = attack(deployment, gradings, np.random.default_rng([seed, 1]))
        assert deployment.gradings == gradings
        assert deployment.gain(last) <= most_gain(gradings, rows)


def test_an_hour_of_submissions_gains_next_to_nothing_by_the_attacks_known_here() -> None:
    """The bound is what no attack can pass; these come nowhere near it."""
    gains = []
    for attack in (climb, vote, halve):
        for seed in range(4):
            deployment = Deployment(seed)
            last = attack(deployment, 12, np.random.default_rng([seed, 2]))
            gains.append(deployment.gain(last))
    assert max(gains) < 0.12


@given(st.integers(0, 10_000))
def test_one_report_shows_one_of_a_hundred_and_one_figures(seed: int) -> None:
    generator = np.random.default_rng(seed)
    deployment = Deployment(seed)
    # Any number of right answers, from none to all.
    answers = np.where(
        generator.random(HIDDEN) < generator.random(),
        deployment._labels,
        (deployment._labels + 1) % CLASSES,
    )
    criterion = deployment.report(answers)
    assert shown_figure(criterion) in {step / 100 for step in range(101)}
    assert criterion.points == pytest.approx(40 * shown_figure(criterion))


@given(st.integers(0, HIDDEN - 1), st.integers(0, 1000))
def test_one_label_moves_what_is_shown_by_one_step_at_most(row: int, seed: int) -> None:
    deployment = Deployment(seed)
    answers = np.random.default_rng(seed).integers(0, CLASSES, HIDDEN)
    before = shown_figure(deployment.report(answers))
    deployment._labels[row] = (deployment._labels[row] + 1) % CLASSES
    after = shown_figure(deployment.report(answers))
    assert abs(after - before) < 0.011
    if row >= counted(HIDDEN).stop:
        assert after == before
