"""One learner at one item: which work counts, and every step from it to the points. Pure.

The steps are not a description of the computation; they are made by it, one where each thing is
done, so an explanation cannot say anything else than what was computed.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction
from typing import Literal, TypeAlias

from assessments.courses.counting import counting_try
from assessments.courses.policies import Category, ItemRule, Policy, RubricLine
from assessments.courses.questions.policy import Counts
from assessments.courses.terms import Deadline

from .arithmetic import ZERO, Mark, Status, exact
from .lateness import Lateness, lateness, stepped

WorkState: TypeAlias = Literal["open", "finished", "queued", "grading", "graded", "failed"]
MARKED_STATES = {"finished", "graded"}


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the course and what the policy says of it; `key` is `quiz-<id>`, `name` the policy's."""

    key: str
    name: str
    title: str
    url: str
    max_points: float
    category: Category | None
    rule: ItemRule

    @property
    def base(self) -> Fraction:
        """What the automatic points are out of."""
        return exact(self.max_points if self.rule.points is None else self.rule.points)

    @property
    def of(self) -> Fraction:
        """What all points together are out of."""
        return self.base + sum((exact(line.points) for line in self.rule.rubric), ZERO)

    @property
    def of_shown(self) -> str:
        """The maximum as people write it."""
        return figure(self.of)

    @property
    def kind(self) -> str:
        """quiz or assignment."""
        return self.key.partition("-")[0]

    @property
    def id(self) -> int:
        """The row of the quiz or assignment."""
        return int(self.key.partition("-")[2])


@dataclass(frozen=True, slots=True)
class Work:
    """An attempt or a submission. `at` is when it was handed in, or begun while it is open."""

    id: uuid.UUID
    number: int
    state: WorkState
    at: datetime
    points: float | None
    max_points: float

    @property
    def is_marked(self) -> bool:
        """Whether it has points."""
        return self.state in MARKED_STATES and self.points is not None


@dataclass(frozen=True, slots=True)
class Decision:
    """What staff decided about this cell."""

    points: float | None = None
    is_excused: bool = False
    reason: str = ""
    comment: str = ""
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Marked:
    """What a person marked of one work: points by rubric line, and a word on the whole."""

    points: Mapping[str, float]
    by: str
    at: datetime
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step from the work to the points; `points` is what stands after it."""

    deed: Literal[
        "nothing", "work", "scaled", "rubric", "late", "override", "excused", "hidden", "uncounted"
    ]
    text: str
    formula: str = ""
    points: Fraction | None = None
    at: datetime | None = None
    by: str = ""
    why: str = ""
    work: uuid.UUID | None = None

    @property
    def shown(self) -> str:
        """What stands after it, as people write it; empty where the formula says it already."""
        return (
            "" if self.points is None or self.deed in {"work", "override"} else figure(self.points)
        )


@dataclass(frozen=True, slots=True)
class Cell:
    """One learner at one item."""

    item: Item
    mark: Mark
    works: tuple[Work, ...]
    counting: Work | None
    late: Lateness | None
    deadline: Deadline
    decision: Decision
    steps: tuple[Step, ...]
    is_hidden: bool = False

    @property
    def newest(self) -> Work | None:
        """What was begun or handed in last."""
        return max(self.works, key=lambda work: (work.at, work.number), default=None)

    @property
    def has_points(self) -> bool:
        """Whether there is a figure to show: points, or the nothing that missing work is."""
        return self.mark.status in {"marked", "missing"}

    @property
    def shown(self) -> str:
        """The points as people write them."""
        return figure(self.mark.points)

    @property
    def state(self) -> str:
        """Of the newest work; empty when there is none."""
        return "" if self.newest is None else self.newest.state


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that one cell is computed from, but for the item and the policy."""

    works: Sequence[Work] = ()
    decision: Decision = field(default_factory=Decision)
    marked: Mapping[uuid.UUID, Marked] = field(default_factory=dict)
    deadline: Deadline = field(default_factory=Deadline)
    is_hidden: bool = False
    # Which try counts, where the policy leaves it to the item.
    counts: Counts = "best"


@dataclass(frozen=True, slots=True)
class _Valued:
    """A work's worth, after scaling, rubric and lateness; None while a person has to mark it."""

    work: Work
    value: Fraction | None
    late: Lateness | None
    steps: tuple[Step, ...]


def cell_of(item: Item, policy: Policy, facts: Facts, *, now: datetime) -> Cell:
    """The learner's cell at that item, as things stand `now`. A hidden one says nothing else."""
    if facts.is_hidden:
        return _hidden(item, facts)
    tries = [
        _value(item, policy, work, facts)
        for work in sorted(facts.works, key=lambda work: (work.at, work.number))
        if work.state in MARKED_STATES
    ]
    how = item.rule.attempts or policy.attempts or facts.counts
    chosen, value, steps = _chosen(how, tries)
    status: Status = "marked" if steps else "pending"
    if not steps:
        status, steps = _without(facts, awaited=bool(tries), now=now)
    if facts.decision.points is not None:
        value, status = exact(facts.decision.points), "marked"
        steps = (*steps, _override_step(facts.decision, item, value))
    status, steps = _left_out(item, facts, status, steps)
    return Cell(
        item=item,
        mark=Mark(
            item=item.key,
            status=status,
            points=value if status != "pending" else ZERO,
            max_points=item.of,
            is_extra=item.rule.extra_credit,
            may_drop=item.category is None or item.name not in item.category.never_drop,
        ),
        works=tuple(facts.works),
        counting=None if chosen is None else chosen.work,
        late=None if chosen is None else chosen.late,
        deadline=facts.deadline,
        decision=facts.decision,
        steps=steps,
    )


def figure(value: Fraction) -> str:
    """A fraction as people write it: up to four decimals, none without need."""
    return f"{round(float(value), 4):.12g}"


def _value(item: Item, policy: Policy, work: Work, facts: Facts) -> _Valued:
    """One work's steps: its points, scaled to the item, with the rubric's, less what lateness costs."""
    if _awaits_a_person(item, work, facts):
        return _Valued(work, None, None, ())
    points, of = exact(work.points or 0.0), exact(work.max_points)
    noun = "Attempt" if item.kind == "quiz" else "Submission"
    steps = [
        Step("work", f"{noun} {work.number}", f"{figure(points)} of {figure(of)}", points,
             at=work.at, work=work.id)
    ]  # fmt: skip
    value = points
    if of != item.base:
        value = points * item.base / of if of else ZERO
        formula = f"{figure(points)} × {figure(item.base)} / {figure(of)}"
        steps.append(Step("scaled", f"Counted out of {figure(item.base)}", formula, value))
    if item.rule.rubric and (marked := facts.marked.get(work.id)) is not None:
        value, step = _rubric(item.rule.rubric, marked, value)
        steps.append(step)
    late = _lateness(item, policy, work, facts.deadline, value)
    if late is not None:
        steps.append(
            Step("late", late.text, f"{figure(value)} − {figure(late.cost)}", value - late.cost)
        )
        value -= late.cost
    return _Valued(work, value, late, tuple(steps))


def _lateness(
    item: Item, policy: Policy, work: Work, deadline: Deadline, value: Fraction
) -> Lateness | None:
    """What lateness costs: by the item's own late steps, else by the rule of the course."""
    if deadline.due_at is None or not item.rule.late:
        return None
    if deadline.late:
        return stepped(deadline, handed_in_at=work.at, points=value)
    if policy.late is None:
        return None
    return lateness(
        policy.late, due_at=deadline.due_at, handed_in_at=work.at, points=value, of=item.of
    )


def _rubric(rubric: Sequence[RubricLine], marked: Marked, value: Fraction) -> tuple[Fraction, Step]:
    parts = [exact(marked.points.get(line.id, 0.0)) for line in rubric]
    after = value + sum(parts, ZERO)
    formula = " + ".join(figure(part) for part in [value, *parts])
    names = ", ".join(line.title for line in rubric)
    return after, Step(
        "rubric",
        f"Marked by a person: {names}",
        formula,
        after,
        at=marked.at,
        by=marked.by,
        why=marked.comment,
    )


def _awaits_a_person(item: Item, work: Work, facts: Facts) -> bool:
    """Whether the work is handed in, and a mark that only a person can give is not there yet."""
    return work.points is None or bool(item.rule.rubric and work.id not in facts.marked)


def _chosen(
    how: Counts, tries: Sequence[_Valued]
) -> tuple[_Valued | None, Fraction, tuple[Step, ...]]:
    """The try that counts, what it is worth, and how that came; no steps while it waits for a mark."""
    settled = [one for one in tries if one.value is not None]
    chosen = counting_try(how, tries, worth=lambda one: one.value)
    if chosen is None and settled:
        return settled[-1], *_average([one.value or ZERO for one in settled])
    if chosen is None or chosen.value is None:
        return None, ZERO, ()
    first, *rest = chosen.steps
    if len(settled) > 1:
        text = f"{first.text}, the {how} of {len(settled)}"
        first = replace(first, text=text)
    return chosen, chosen.value, (first, *rest)


def _average(values: Sequence[Fraction]) -> tuple[Fraction, tuple[Step, ...]]:
    mean = sum(values, ZERO) / len(values)
    formula = f"({' + '.join(figure(value) for value in values)}) / {len(values)}"
    return mean, (Step("work", f"The average of {len(values)} counts", formula, mean),)


def _without(facts: Facts, *, awaited: bool, now: datetime) -> tuple[Status, tuple[Step, ...]]:
    """What a cell without settled work is."""
    if awaited:
        return "pending", (Step("nothing", "Handed in; a person has not marked it yet"),)
    states = {work.state for work in facts.works}
    if states & {"queued", "grading"}:
        return "pending", (Step("nothing", "Handed in; not graded yet"),)
    if "failed" in states:
        return "pending", (Step("nothing", "Could not be graded, by no fault of the learner"),)
    if "open" in states:
        return "pending", (Step("nothing", "Begun, not finished"),)
    if facts.deadline.due_at is not None and facts.deadline.due_at < now:
        step = Step("nothing", "Nothing was handed in", points=ZERO, at=facts.deadline.due_at)
        return "missing", (step,)
    return "pending", (Step("nothing", "Nothing handed in yet", at=facts.deadline.due_at),)


def _override_step(decision: Decision, item: Item, value: Fraction) -> Step:
    return Step(
        "override",
        "Set by hand",
        f"{figure(value)} of {figure(item.of)}",
        value,
        at=decision.at,
        by=decision.by,
        why=decision.reason,
    )


def _left_out(
    item: Item, facts: Facts, status: Status, steps: tuple[Step, ...]
) -> tuple[Status, tuple[Step, ...]]:
    """Whether the cell counts at all."""
    decision = facts.decision
    if decision.is_excused:
        step = Step(
            "excused", "Excused: counts nothing, for or against", at=decision.at, by=decision.by,
            why=decision.reason,
        )  # fmt: skip
        return "excused", (*steps, step)
    if item.category is None or not item.rule.counts:
        return "uncounted", (*steps, Step("uncounted", "The policy counts nothing of this item"))
    return status, steps


def _hidden(item: Item, facts: Facts) -> Cell:
    """A cell that is not released: no points, no steps, no decision."""
    return Cell(
        item=item,
        mark=Mark(item.key, "hidden", ZERO, item.of, is_extra=item.rule.extra_credit),
        works=(),
        counting=None,
        late=None,
        deadline=facts.deadline,
        decision=Decision(),
        steps=(Step("hidden", "Not released yet"),),
        is_hidden=True,
    )
