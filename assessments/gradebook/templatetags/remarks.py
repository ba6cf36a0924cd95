"""What people said of a program, for the page of its report, whose room knows no marking."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django import template

from assessments.submissions.models import Submission

from ..models import Comment
from ..remarks import Said, said_of, said_to_learner

register = template.Library()


@register.simple_tag
def people_said(submission: Submission, is_own: bool) -> Said:
    """What is said of the submission, as its learner or as the staff may read it."""
    return said_to_learner(submission) if is_own else said_of(submission.pk)


@register.filter
def beside(
    said: Said, listing: Iterable[tuple[int, str]]
) -> list[tuple[int, str, Sequence[Comment]]]:
    """The lines of the program, each with its remarks."""
    return said.beside(listing)
