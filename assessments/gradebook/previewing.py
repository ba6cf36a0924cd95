"""What another policy would do to every learner, before it is applied."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.db.models import QuerySet
from django.utils import timezone

from assessments.courses.models import Course, Enrolment
from assessments.courses.policies import Policy, unknown_items

from .arithmetic import Grade
from .computing import learner_grade
from .gathering import gather
from .items import items_of
from .policy import held_policy

LEARNERS_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Shift:
    """One learner's grade so far, before and after."""

    learner: Enrolment
    before: Grade
    after: Grade

    @property
    def difference(self) -> float | None:
        """In percentage points; None where one of the two is no number."""
        if self.before.percent is None or self.after.percent is None:
            return None
        return float(self.after.percent - self.before.percent)

    @property
    def is_any(self) -> bool:
        """Whether percentage or letter change."""
        return (self.before.percent, self.before.letter) != (self.after.percent, self.after.letter)


@dataclass(frozen=True, slots=True)
class Preview:
    """Everybody whose grade would change, the largest loss first, and what is wrong with the policy."""

    shifts: tuple[Shift, ...]
    learners: int
    unknown: tuple[str, ...]
    uncounted: tuple[str, ...]

    @property
    def changed(self) -> int:
        """How many learners would have another grade."""
        return len(self.shifts)


def preview_policy(course: Course, policy: Policy) -> Preview:
    """Computes everybody's grade by both policies. Stores nothing."""
    items = items_of(course, policy)
    learners = Enrolment.objects.filter(course=course, role=Enrolment.Role.LEARNER)
    shifts = list(_shifts(course, policy, learners.select_related("user").order_by("pk")))
    changed = [shift for shift in shifts if shift.is_any]
    changed.sort(key=lambda shift: (shift.difference or 0.0, shift.learner.user.name))
    return Preview(
        shifts=tuple(changed),
        learners=len(shifts),
        unknown=tuple(unknown_items(policy, {item.name for item in items})),
        uncounted=tuple(item.name for item in items if item.category is None),
    )


def _shifts(course: Course, policy: Policy, learners: QuerySet[Enrolment]) -> Iterator[Shift]:
    now = timezone.now()
    old = held_policy(course).policy
    items, old_items = items_of(course, policy), items_of(course, old)
    every = learners.iterator(chunk_size=LEARNERS_AT_ONCE)
    while batch := list(islice(every, LEARNERS_AT_ONCE)):
        gathered = gather(batch, items)
        for learner in batch:
            before = learner_grade(old, old_items, gathered, learner.pk, now=now)
            after = learner_grade(policy, items, gathered, learner.pk, now=now)
            yield Shift(learner, before.so_far, after.so_far)
