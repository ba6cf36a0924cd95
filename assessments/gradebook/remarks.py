"""Remarks of the staff on places in a learner's work: lines of a program, answers of an attempt."""

from __future__ import annotations

from collections.abc import Sequence

from .cells import Work
from .models import Comment


def remarks_on(works: Sequence[Work]) -> list[Comment]:
    """All remarks on these works, in the order in which they were made. One query."""
    found = Comment.objects.filter(work__in=[work.id for work in works]).select_related("by")
    return list(found)
