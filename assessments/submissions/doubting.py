"""Reports that an instructor may want to look at: why, and which of a course.

A criterion `waits` when two pieces of evidence contradict each other, and rests on `inside` evidence
where nothing was certain from outside. Neither costs the learner a point; an instructor who decides
otherwise sets the points in the gradebook.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assessments.courses.access import seen_by
from assessments.courses.models import Enrolment

from .models import Submission

MOST = 200


@dataclass(frozen=True, slots=True)
class DoubtfulCriterion:
    """A criterion of a stored report, and the evidence that leaves it in doubt."""

    id: str
    title: str
    evidence: str
    waits: bool


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A submission and its criteria in doubt."""

    submission: Submission
    criteria: list[DoubtfulCriterion]

    @property
    def learner(self) -> str:
        """Whose it is."""
        return self.submission.enrolment.user.name

    @property
    def assignment(self) -> str:
        """What it answers."""
        return self.submission.revision.assignment.title


def doubt_of(report: Mapping[str, Any]) -> Submission.Doubt:
    """The gravest doubt that a report leaves, by its criteria."""
    found = list(_in_doubt(report))
    if any(criterion.waits for criterion in found):
        return Submission.Doubt.WAITING
    return Submission.Doubt.INSIDE if found else Submission.Doubt.NONE


def doubt_named(name: str | None) -> Submission.Doubt:
    """The doubt asked for; what is not asked for sensibly is what waits."""
    inside = Submission.Doubt.INSIDE
    return inside if name == inside.value else Submission.Doubt.WAITING


def doubtful(onlooker: Enrolment, doubt: Submission.Doubt) -> list[Doubtful]:
    """Those of the learners whom this member of staff sees, newest first, at most `MOST`."""
    found = (
        Submission.objects.filter(doubt=doubt, enrolment__in=seen_by(onlooker))
        .select_related("enrolment__user", "revision__assignment__module")
        .defer("source", "progress", "revision__document", "revision__statement_html")
        .order_by("-submitted_at")[:MOST]
    )
    return [Doubtful(submission, list(_in_doubt(submission.report or {}))) for submission in found]


def _in_doubt(report: Mapping[str, Any]) -> Iterator[DoubtfulCriterion]:
    for criterion in report.get("criteria", ()):
        waits = bool(criterion.get("waits"))
        if waits or criterion.get("source") == "inside":
            yield DoubtfulCriterion(
                criterion["id"], criterion["title"], criterion["evidence"], waits
            )
