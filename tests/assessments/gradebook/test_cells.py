"""From the work to the points: which try counts, what lateness costs, what staff decided."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.courses.policies import Category, ItemRule, LateRule, Policy, RubricLine
from assessments.courses.terms import Deadline, LateStep
from assessments.gradebook.arithmetic import exact
from assessments.gradebook.cells import Cell, Decision, Facts, Item, Marked, Work, cell_of
from assessments.gradebook.lateness import lateness

DUE = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
NOW = DUE + timedelta(days=30)
HOUR = timedelta(hours=1)
QUIZZES = Category(id="quizzes", title="Quizzes", holds=["quiz"])


def item(**rule: object) -> Item:
    """A quiz of six points."""
    name = "quiz:warm-up/regularization"
    return Item(
        key="quiz-1",
        name=name,
        title="Regularization",
        url="/",
        max_points=6.0,
        category=QUIZZES,
        rule=ItemRule.model_validate({"item": name, **rule}),
    )


def policy(**values: object) -> Policy:
    """One category, and what else is given."""
    return Policy.model_validate({"categories": [QUIZZES.model_dump()], **values})


def work(
    points: float | None, *, late: timedelta = -HOUR, number: int = 1, **values: object
) -> Work:
    """An attempt handed in so long after the due date."""
    state = "open" if points is None else "finished"
    fields = {"state": state, "max_points": 6.0, **values}
    return Work(uuid.uuid4(), number, at=DUE + late, points=points, **fields)  # type: ignore[arg-type]


def cell(
    *works: Work, rules: Policy | None = None, of: Item | None = None, **facts: object
) -> Cell:
    """The cell of these works, due at noon."""
    facts.setdefault("deadline", Deadline(due_at=DUE))
    known = Facts(works=works, **facts)  # type: ignore[arg-type]
    return cell_of(of or item(), rules or policy(), known, now=NOW)


@pytest.mark.parametrize(
    ("counting", "expected"), [("best", 5), ("last", 2), ("first", 3), ("average", Fraction(10, 3))]
)
def test_which_try_counts_is_said_by_the_policy(counting: str, expected: Fraction) -> None:
    works = [
        work(points, number=number, late=(number - 10) * HOUR)
        for number, points in enumerate([3.0, 5.0, 2.0], start=1)
    ]
    assert cell(*works, rules=policy(attempts=counting)).mark.points == expected


def test_the_best_is_the_best_after_lateness() -> None:
    rules = policy(late={"every": "day", "percent": 50})
    in_time, late = work(4.0), work(5.0, late=HOUR, number=2)
    found = cell(in_time, late, rules=rules)
    assert found.counting == in_time
    assert found.mark.points == 4


def test_lateness_costs_by_the_interval_begun_and_the_steps_say_so() -> None:
    found = cell(
        work(6.0, late=timedelta(hours=25)), rules=policy(late={"every": "day", "percent": 10})
    )
    assert found.mark.points == exact(4.8)
    assert [step.deed for step in found.steps] == ["work", "late"]
    assert "2 days begun" in found.steps[-1].text


def test_an_items_own_late_steps_come_before_the_rule_of_the_course() -> None:
    steps = Deadline(due_at=DUE, late=(LateStep(hours=24, credit=80),))
    rules = policy(late={"every": "hour", "percent": 100})
    assert cell(work(5.0, late=HOUR), rules=rules, deadline=steps).mark.points == 4


def test_lateness_can_be_made_to_cost_nothing_at_one_item() -> None:
    rules = policy(late={"every": "hour", "percent": 100})
    assert cell(work(5.0, late=HOUR), rules=rules, of=item(late=False)).mark.points == 5


def test_an_item_can_be_counted_out_of_other_points() -> None:
    found = cell(work(4.5), of=item(points=100))
    assert (found.mark.points, found.mark.max_points) == (75, 100)


def test_an_override_stands_in_place_of_what_was_earned_and_keeps_it_in_the_steps() -> None:
    found = cell(work(2.0), decision=Decision(points=5.0, by="Ida", reason="A wrong key"))
    assert found.mark.points == 5
    assert [(step.deed, step.points) for step in found.steps] == [("work", 2), ("override", 5)]
    assert found.steps[-1].why == "A wrong key"


def test_an_override_needs_no_work() -> None:
    assert cell(decision=Decision(points=3.0)).mark.status == "marked"


def test_excused_beats_everything() -> None:
    found = cell(work(2.0), decision=Decision(points=5.0, is_excused=True))
    assert found.mark.status == "excused"


def test_nothing_handed_in_is_missing_once_it_was_due() -> None:
    assert cell().mark.status == "missing"
    assert cell(deadline=Deadline(due_at=NOW + HOUR)).mark.status == "pending"
    assert cell(deadline=Deadline()).mark.status == "pending"


@pytest.mark.parametrize("state", ["queued", "grading", "failed", "open"])
def test_what_is_on_its_way_is_never_missing(state: str) -> None:
    assert cell(work(None, state=state)).mark.status == "pending"


def test_a_hidden_cell_says_nothing() -> None:
    found = cell(work(6.0), is_hidden=True, decision=Decision(points=1.0, comment="Well done"))
    assert found.mark.status == "hidden"
    assert found.mark.points == 0
    assert (found.works, found.counting, found.decision.comment) == ((), None, "")
    assert [step.deed for step in found.steps] == ["hidden"]


def test_a_rubric_is_awaited_and_then_added() -> None:
    essay = item(rubric=[{"id": "style", "title": "Style", "points": 4}])
    done = work(6.0)
    assert cell(done, of=essay).mark.status == "pending"
    marked = {done.id: Marked({"style": 3.0}, "Ada", NOW)}
    found = cell(done, of=essay, marked=marked)
    assert (found.mark.points, found.mark.max_points) == (9, 10)
    assert essay.rule.rubric == [RubricLine(id="style", title="Style", points=4)]


def test_the_last_step_that_gives_points_is_the_mark() -> None:
    rules = policy(late={"every": "hour", "percent": 7, "floor": 20})
    found = cell(work(5.0, late=3 * HOUR), rules=rules, of=item(points=11))
    given = [step.points for step in found.steps if step.points is not None]
    assert given[-1] == found.mark.points


@given(
    points=st.floats(0, 10),
    percent=st.floats(0, 100),
    floor=st.floats(0, 100),
    grace=st.integers(0, 600),
    minutes=st.integers(-600, 20_000),
    more=st.integers(0, 20_000),
)
def test_later_never_costs_less_and_never_more_than_the_floor_allows(
    points: float, percent: float, floor: float, grace: int, minutes: int, more: int
) -> None:
    rule = LateRule(every="hour", percent=percent, floor=floor, grace_minutes=grace)

    def cost(at: int) -> Fraction:
        found = lateness(
            rule,
            due_at=DUE,
            handed_in_at=DUE + timedelta(minutes=at),
            points=exact(points),
            of=Fraction(10),
        )
        return Fraction(0) if found is None else found.cost

    assert 0 <= cost(minutes) <= cost(minutes + more)
    assert exact(points) - cost(minutes + more) >= min(exact(points), exact(floor) / 10)
    if minutes <= grace:
        assert cost(minutes) == 0
