"""From verdicts to points: arithmetic, and nothing that is not certain costs anything."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.assignment import AccuracyCriterion, BehaviourCriterion, TrainingFile
from grader.report import Failure, Findings, Verdict
from grader.scoring import score, score_nothing, share

BEHAVIOURS = ("weight_penalty", "l1", "l2", "dropout", "early_stopping", "best_weights_restored")
SPEC = TrainingFile(
    kind="training",
    title="An assignment",
    task="classification",
    data="digits",
    criteria=[
        AccuracyCriterion(
            id="accuracy", title="Accuracy", points=40, baseline=0.8, target=0.9, help="Train on."
        ),
        *(BehaviourCriterion(id=name, title=name, points=10, help="Try.") for name in BEHAVIOURS),
    ],
)


def findings(metric: float | None = 0.95, **values: bool | None) -> Findings:
    names = ("penalty", "l1", "l2", "dropout", "early_stopping", "best_restored")
    verdicts = {name: Verdict(value=values.get(name, True), evidence="seen") for name in names}
    return Findings(metric=metric, **verdicts)


@pytest.mark.parametrize(
    ("metric", "points"),
    [(0.95, 40), (0.9, 40), (0.85, 20), (0.8, 0), (0.1, 0), (None, 0), (0.896, 40)],
)
def test_points_for_the_figure_are_linear_between_baseline_and_target(
    metric: float | None, points: float
) -> None:
    assert score(SPEC, findings(metric))[0].points == points


@pytest.mark.parametrize(("value", "points"), [(True, 10), (False, 0), (None, 10)])
def test_only_a_plain_no_costs_points(value: bool | None, points: float) -> None:
    by_id = {c.id: c for c in score(SPEC, findings(dropout=value))}
    assert (by_id["dropout"].points, by_id["dropout"].verdict) == (points, value)


def test_help_is_given_where_it_is_needed() -> None:
    by_id = {c.id: c for c in score(SPEC, findings(0.85, dropout=False, l1=None))}
    assert by_id["accuracy"].help == "Train on."
    assert by_id["dropout"].help == by_id["l1"].help == "Try."
    assert by_id["l2"].help == ""


def test_a_program_that_failed_gets_nothing_and_is_accused_of_nothing() -> None:
    failure = Failure(stage="training", message="It raised.", help="Look there.")
    criteria = score_nothing(SPEC, failure)
    assert {(c.points, c.verdict) for c in criteria} == {(0.0, None)}


@given(
    st.none() | st.floats(-1, 1),
    st.lists(st.sampled_from([True, False, None]), min_size=6, max_size=6),
)
def test_points_stay_between_nothing_and_all(
    metric: float | None, values: list[bool | None]
) -> None:
    names = ("penalty", "l1", "l2", "dropout", "early_stopping", "best_restored")
    for criterion in score(SPEC, findings(metric, **dict(zip(names, values, strict=True)))):
        assert 0 <= criterion.points <= criterion.max_points


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_better_figure_never_gives_less(first: float, second: float) -> None:
    low, high = sorted((first, second))
    assert share(low, baseline=0.3, target=0.7) <= share(high, baseline=0.3, target=0.7)


def test_a_disputed_criterion_keeps_its_points_and_waits() -> None:
    found = findings()
    disputed = Verdict(value=None, evidence="one says no, the other yes", disputed=True)
    by_id = {c.id: c for c in score(SPEC, found.model_copy(update={"dropout": disputed}))}
    assert (by_id["dropout"].points, by_id["dropout"].waits) == (10, True)
    assert not by_id["l2"].waits


def test_a_criterion_denied_from_outside_waits_without_its_points() -> None:
    denied = Verdict(value=None, evidence="outside no, inside yes", disputed=True, denied=True)
    found = findings().model_copy(update={"dropout": denied})
    by_id = {criterion.id: criterion for criterion in score(SPEC, found)}
    assert (by_id["dropout"].points, by_id["dropout"].waits) == (0, True)
