"""Whom of a course's learners a member of its staff may see and mark."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet
from django.http import Http404

from assessments.courses.access import seen_by
from assessments.courses.models import Enrolment


def learners_seen_by(staff: Enrolment) -> QuerySet[Enrolment]:
    """The learners this member of the staff is responsible for."""
    return seen_by(staff).filter(role=Enrolment.Role.LEARNER)


def learner_seen_by(staff: Enrolment, enrolment_id: uuid.UUID) -> Enrolment:
    """One of these learners. Raises Http404."""
    found = learners_seen_by(staff).select_related("user", "course").filter(pk=enrolment_id).first()
    if found is None:
        raise Http404("There is no such learner.")
    return found
