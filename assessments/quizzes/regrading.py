"""Marks finished attempts anew: first who would change by how much, then for good, keeping both marks.

Answers, seeds and variants stay as they were pinned; what changes is the key, or whether a question
counts at all. The same function makes the preview and the change.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from assessments.accounts.models import User
from assessments.courses.models import Course, Enrolment, Quiz, QuizRevision
from assessments.courses.questions import Drawn

from .counterparts import counterpart
from .finishing import sum_of
from .keys import value_by
from .models import AnswerRun, Attempt, Marking, Regrade, Response
from .queueing import queue_for_regrade
from .valuing import Value

# The ways to mark a whole quiz anew; a late arrival is counted for one learner, elsewhere.
RULES = (Regrade.Rule.KEY, Regrade.Rule.FULL, Regrade.Rule.DISCOUNT)


class RegradeRefused(ValueError):
    """Nothing was changed; the message says why."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done: to every finished attempt of a course at a quiz, or to one question in them.

    `key` marks by the quiz's current revision; `full` gives everyone all points of the question;
    `discount` takes the question out of what can be earned.
    """

    course: Course
    quiz: Quiz
    rule: str = Regrade.Rule.KEY
    question: str = ""

    def check(self) -> None:
        """Raises RegradeRefused."""
        if self.rule not in RULES:
            raise RegradeRefused("There is no such way to mark anew.")
        if self.rule != Regrade.Rule.KEY and not self.question:
            raise RegradeRefused("Name the question that is to be given or taken out.")


@dataclass(frozen=True, slots=True)
class MarkChange:
    """One response's marks, before and after."""

    response: Response
    before: float | None
    after: Value


@dataclass(frozen=True, slots=True)
class Change:
    """One attempt's points, before and after."""

    attempt: Attempt
    before: float | None
    after: float | None
    max_before: float
    max_after: float
    marks: tuple[MarkChange, ...]

    @property
    def difference(self) -> float:
        """By how many points; what waits for its mark counts nothing."""
        return (self.after or 0.0) - (self.before or 0.0)


@dataclass(slots=True)
class Obstacles:
    """The answers that the new key cannot judge, or cannot judge yet."""

    # The questions that cannot be marked by the new key, by the number of attempts.
    impossible: dict[str, int] = field(default_factory=dict)
    # Answers that have to be run on the new cases first, and those that are being run on them.
    to_run: list[Response] = field(default_factory=list)
    running: list[Response] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Preview:
    """Who would change by how much, and the attempts in which an answer means nothing any more."""

    changes: tuple[Change, ...]
    examined: int
    obstacles: Obstacles = field(default_factory=Obstacles)

    @property
    def impossible(self) -> dict[str, int]:
        """The questions that cannot be marked by the new key, by the number of attempts."""
        return self.obstacles.impossible

    @property
    def to_run(self) -> dict[str, int]:
        """The questions whose answers must be run on the new cases first, by the number of attempts."""
        return dict(Counter(each.question for each in self.obstacles.to_run))

    @property
    def running(self) -> int:
        """How many answers are being run on the new cases."""
        return len(self.obstacles.running)

    @property
    def is_complete(self) -> bool:
        """Whether everything that has to be run was."""
        return not self.obstacles.to_run and not self.obstacles.running

    @property
    def fingerprint(self) -> str:
        """Names exactly these changes, so that what was looked at is what is done."""
        rows = [
            [str(each.attempt.pk), each.before, each.after, each.max_after] for each in self.changes
        ]
        return hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:32]


def preview_regrade(plan: Plan) -> Preview:
    """What the plan would change. Raises RegradeRefused."""
    plan.check()
    obstacles = Obstacles()
    attempts = list(_attempts(plan))
    changes = [_change(plan, attempt, obstacles) for attempt in attempts]
    return Preview(tuple(each for each in changes if each is not None), len(attempts), obstacles)


@transaction.atomic
def run_for_regrade(plan: Plan) -> int:
    """Queues the answers that the plan's key needs run on its cases; how many. Changes no mark.

    Raises RegradeRefused.
    """
    assert plan.quiz.current is not None
    to_run = preview_regrade(plan).obstacles.to_run
    queue_for_regrade(to_run, plan.quiz.current)
    return len(to_run)


@transaction.atomic
def apply_regrade(*, plan: Plan, by: User, reason: str, fingerprint: str) -> Regrade:
    """Changes the marks as the preview of that fingerprint showed. Raises RegradeRefused."""
    if not reason.strip():
        raise RegradeRefused("Say why: learners read it beside their marks.")
    # Nobody finishes or is settled meanwhile: their attempts are held.
    held = Attempt.objects.select_for_update().filter(**_filters(plan)).order_by("pk")
    assert list(held.values_list("pk", flat=True)) is not None
    preview = preview_regrade(plan)
    if not preview.is_complete:
        raise RegradeRefused("Some answers have to be run on the new cases first.")
    if preview.fingerprint != fingerprint:
        raise RegradeRefused("Something has changed since the preview. Look at it again.")
    revision = plan.quiz.current
    assert revision is not None
    regrade = Regrade.objects.create(
        quiz=plan.quiz,
        course=plan.course,
        revision=revision,
        rule=plan.rule,
        question=plan.question,
        reason=reason.strip(),
        made_by=by,
    )
    for change in preview.changes:
        _apply(regrade, change, revision)
    return regrade


def regrades_of(attempt: Attempt) -> Sequence[Regrade]:
    """The regrades that changed a mark of this attempt, the newest first."""
    return list(Regrade.objects.filter(markings__response__attempt=attempt).distinct())


def _filters(plan: Plan) -> dict[str, object]:
    return {
        "quiz": plan.quiz,
        "enrolment__course": plan.course,
        "enrolment__role": Enrolment.Role.LEARNER,
        "finished_at__isnull": False,
    }


def _attempts(plan: Plan) -> Iterator[Attempt]:
    """Six queries, however many attempts."""
    yield from (
        Attempt.objects.filter(**_filters(plan))
        .select_related("enrolment__user", "revision")
        .prefetch_related("responses__tries", "responses__markings__regrade", "responses__run")
        .order_by("enrolment__user__last_name", "enrolment__user__username", "number")
    )


def _change(plan: Plan, attempt: Attempt, obstacles: Obstacles) -> Change | None:
    revision = plan.quiz.current
    assert revision is not None
    marks = []
    most = attempt.max_points
    by_question = {each.question: each for each in attempt.responses.all()}
    for drawn in attempt.asked:
        if plan.question and drawn.question != plan.question:
            continue
        asked = attempt.question(drawn.question)
        response = by_question.get(drawn.question)
        if not plan.question and _is_decided(response):
            continue
        before = Value(
            None if response is None else response.points,
            _max_points(response, 0.0 if asked is None else asked.points),
            "" if response is None else response.verdict,
        )
        after = _anew(plan, attempt, response, drawn, before, obstacles)
        if after is None:
            number = obstacles.impossible.get(drawn.question, 0)
            obstacles.impossible[drawn.question] = number + 1
            continue
        shift = after.max_points - before.max_points
        most += shift
        # What is worth something else now is written down, or it would be counted again.
        if response is None and (plan.rule != Regrade.Rule.KEY or shift):
            response = Response(attempt=attempt, question=drawn.question)
            by_question[drawn.question] = response
        if response is not None and _differs(before, after):
            marks.append(MarkChange(response, before.points, after))
    if not marks and abs(most - attempt.max_points) < 1e-9:
        return None
    new = {change.response.question: change.after.points for change in marks}
    after_points = sum_of_points([new.get(name, each.points) for name, each in by_question.items()])
    return Change(attempt, attempt.points, after_points, attempt.max_points, most, tuple(marks))


def sum_of_points(points: Sequence[float | None]) -> float | None:
    """As `finishing.sum_of`, of points that are not stored yet."""
    return sum_of([Response(points=each) for each in points])


def _differs(before: Value, after: Value) -> bool:
    if before.points is None or after.points is None:
        return before.points != after.points
    return (
        abs(before.points - after.points) > 1e-9
        or abs(before.max_points - after.max_points) > 1e-9
        or before.verdict != after.verdict
    )


def _is_decided(response: Response | None) -> bool:
    """Whether somebody decided about just this question; marking the whole quiz anew leaves that."""
    newest = None if response is None or response.pk is None else response.newest_marking
    if newest is None or newest.regrade is None or newest.regrade.rule == Regrade.Rule.LATE:
        return False
    return newest.regrade.question != ""


def _max_points(response: Response | None, asked: float) -> float:
    """What the response can have earned, as it was marked last."""
    if response is None or response.pk is None:
        return asked
    newest = response.newest_marking
    return asked if newest is None else newest.max_points


def _anew(
    plan: Plan,
    attempt: Attempt,
    response: Response | None,
    drawn: Drawn,
    before: Value,
    obstacles: Obstacles,
) -> Value | None:
    """The new value of one response; None where the new key cannot judge the old answer."""
    if plan.rule == Regrade.Rule.FULL:
        return Value(before.max_points, before.max_points, "right")
    if plan.rule == Regrade.Rule.DISCOUNT:
        return Value(0.0, 0.0, before.verdict or "unanswered")
    revision = plan.quiz.current
    assert revision is not None
    new = counterpart(attempt.revision, revision, drawn)
    if new is None:
        return None
    if response is None:
        return Value(0.0, new.question.points, "unanswered")
    value = value_by(attempt, response, revision)
    if value is None or value.points is not None or before.points is None:
        return value
    # What a cell or a person found out was about the old key: a mark that was given stands.
    return (
        None
        if value.verdict != "being_checked"
        else _run_anew(attempt, response, revision, before, obstacles)
    )


def _run_anew(
    attempt: Attempt,
    response: Response,
    revision: QuizRevision,
    before: Value,
    obstacles: Obstacles,
) -> Value | None:
    """The value by what a run on the new cases found; as it was before, while there is none."""
    run: AnswerRun | None = getattr(response, "run", None)
    if run is None or run.revision_id != revision.pk:
        obstacles.to_run.append(response)
        return before
    if run.state == AnswerRun.State.DONE:
        # Stored with the mark, if the regrade is applied.
        response.evidence = run.evidence
        value = value_by(attempt, response, revision)
        return None if value is None or value.points is None else value
    failed = run.state == AnswerRun.State.FAILED
    (obstacles.to_run if failed else obstacles.running).append(response)
    return before


def _apply(regrade: Regrade, change: Change, revision: QuizRevision) -> None:
    attempt = change.attempt
    for each in change.marks:
        response = each.response
        response.points, response.verdict = each.after.points, each.after.verdict
        response.save() if response.pk is None else response.save(
            update_fields=["points", "verdict", "evidence"]
        )
        Marking.objects.create(
            response=response,
            revision=revision,
            regrade=regrade,
            points=each.after.points,
            max_points=each.after.max_points,
            verdict=each.after.verdict,
        )
    attempt.points, attempt.max_points = change.after, change.max_after
    attempt.save(update_fields=["points", "max_points"])


def attempts_touched(regrade: Regrade) -> list[uuid.UUID]:
    """The attempts whose marks a regrade changed."""
    touched = Marking.objects.filter(regrade=regrade).values_list("response__attempt", flat=True)
    return list(touched.distinct())
