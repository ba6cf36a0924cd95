"""The same program sent in again: a grading is a pure function, so its report is in the store already."""

from __future__ import annotations

from .models import Submission


def earlier_twin(submission: Submission) -> Submission | None:
    """The newest graded submission before this one of the same learner, revision, seed and program."""
    return (
        Submission.objects.filter(
            enrolment_id=submission.enrolment_id,
            revision_id=submission.revision_id,
            seed=submission.seed,
            source=submission.source,
            state=Submission.State.GRADED,
            submitted_at__lt=submission.submitted_at,
        )
        .order_by("-submitted_at")
        .first()
    )
