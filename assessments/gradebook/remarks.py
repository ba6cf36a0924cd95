"""What people said of a learner's work: beside lines and answers, and of the whole."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from assessments.courses.releases import hides_points
from assessments.submissions.models import Submission

from .cells import Work
from .models import Comment, Marking


@dataclass(frozen=True, slots=True)
class Said:
    """The remarks on one work by place, in the order in which they were made, and the mark."""

    remarks: Mapping[str, Sequence[Comment]] = field(default_factory=dict)
    marking: Marking | None = None

    def beside(
        self, listing: Iterable[tuple[int, str]]
    ) -> list[tuple[int, str, Sequence[Comment]]]:
        """The lines of a program, each with the remarks on it."""
        return [(number, line, self.remarks.get(str(number), ())) for number, line in listing]


def remarks_on(works: Sequence[Work]) -> list[Comment]:
    """All remarks on these works, in the order in which they were made. One query."""
    found = Comment.objects.filter(work__in=[work.id for work in works]).select_related("by")
    return list(found)


def said_of(work: uuid.UUID) -> Said:
    """Everything said of an attempt or a submission. Two queries."""
    remarks: dict[str, list[Comment]] = defaultdict(list)
    for each in Comment.objects.filter(work=work).select_related("by"):
        remarks[each.place].append(each)
    marking = Marking.objects.filter(work=work).select_related("marked_by").first()
    return Said(remarks, marking)


def said_to_learner(submission: Submission) -> Said:
    """What its learner may read: nothing before the points are released. Three queries at most."""
    if hides_points(submission.enrolment, submission.revision.assignment):
        return Said()
    return said_of(submission.pk)
