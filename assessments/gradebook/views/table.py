"""The staff's table of learners by items, and one learner's whole record."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessments.courses import access as courses
from assessments.courses.models import Enrolment

from ..access import learner_seen_by
from ..learners import record_of
from ..presenting import rows_shown
from ..table import SHOWS, SORTS, Asked, table_page
from .crumbs import course_crumbs, staff_crumbs


@login_required
@require_safe
@never_cache
def gradebook(request: HttpRequest, course: str) -> HttpResponse:
    """Learners by items, for staff."""
    staff = courses.staff(request.user, course)
    asked = Asked.from_query(request.GET)
    table = table_page(staff, asked)
    context = {
        "course": staff.course,
        "decides": staff.role == Enrolment.Role.INSTRUCTOR,
        "table": table,
        "rows": list(rows_shown(table)),
        "shows": SHOWS.items(),
        "groups": list(courses.groups_seen_by(staff)),
        "columns": [(item, asked.turned(item.key)) for item in table.items],
        "sorts": {sort: asked.turned(sort) for sort in SORTS},
        "page_address": asked.page_address,
        "nobody": "No learner is like that." if asked.is_narrow else "No learner is enrolled yet.",
        "crumbs": course_crumbs(staff.course, ("Gradebook", "")),
    }
    return render(request, "gradebook/gradebook.html", context)


@login_required
@require_safe
@never_cache
def learner(request: HttpRequest, course: str, enrolment_id: uuid.UUID) -> HttpResponse:
    """A learner's full record, made to be printed."""
    staff = courses.staff(request.user, course)
    enrolment = learner_seen_by(staff, enrolment_id)
    context = {
        "course": staff.course,
        "record": record_of(enrolment, seen_by_staff=True),
        "crumbs": staff_crumbs(staff.course, (enrolment.user.name, "")),
    }
    return render(request, "gradebook/learner.html", context)
