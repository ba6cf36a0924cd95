"""Regrades of an assignment: begun, looked at, applied."""

from __future__ import annotations

import uuid
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from assessments.accounts.signed_in import signed_in
from assessments.courses import access as courses
from assessments.courses.models import Assignment, Course

from ..cells import Item
from ..items import item_named, items_of
from ..models import Regrade
from ..policy import held_policy
from ..regrading import RegradeRefused, apply_regrade, changes_of, progress_of, start_regrade
from ..tasks import ring
from .crumbs import staff_crumbs


@login_required
@require_POST
def begin(request: HttpRequest, course: str, item: str) -> HttpResponse:
    """Has every graded program of the class graded anew, for a preview."""
    staff = courses.instructor(request.user, course)
    asked = asked_assignment(staff.course, item)
    try:
        with transaction.atomic():
            regrade = start_regrade(
                course=staff.course,
                assignment=Assignment.objects.select_related("current").get(pk=asked.id),
                by=signed_in(request.user),
                reason=request.POST.get("reason", "")[:500],
            )
            transaction.on_commit(partial(ring))
    except RegradeRefused as refused:
        messages.error(request, str(refused))
        return redirect("gradebook:item", course, item)
    return redirect("gradebook:regrade", course, regrade.pk)


@login_required
@require_safe
@never_cache
def regrade(request: HttpRequest, course: str, regrade_id: uuid.UUID) -> HttpResponse:
    """How far it is, and who changes."""
    staff = courses.instructor(request.user, course)
    found = _regrade(staff.course, regrade_id)
    key = f"assignment-{found.assignment_id}"
    context = {
        "course": staff.course,
        "regrade": found,
        "progress": progress_of(found),
        "changes": changes_of(found),
        "failed": found.submissions.filter(state="failed").select_related(
            "submission__enrolment__user"
        )[:20],
        "crumbs": staff_crumbs(
            staff.course,
            (found.assignment.title, reverse("gradebook:item", args=[course, key])),
            ("Regrade", ""),
        ),
    }
    return render(request, "gradebook/regrade.html", context)


@login_required
@require_POST
def apply(request: HttpRequest, course: str, regrade_id: uuid.UUID) -> HttpResponse:
    """Puts the new reports in place of the old ones, which are kept."""
    staff = courses.instructor(request.user, course)
    found = _regrade(staff.course, regrade_id)
    try:
        changed = apply_regrade(found, by=signed_in(request.user))
    except RegradeRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"The points of {changed} submissions changed.")
    return redirect("gradebook:regrade", course, regrade_id)


def asked_assignment(course: Course, item: str) -> Item:
    """The item, which must be an assignment. Raises Http404."""
    asked = item_named(items_of(course, held_policy(course).policy), item)
    if asked.kind != "assignment":
        raise Http404("The course has no such assignment.")
    return asked


def _regrade(course: Course, regrade_id: uuid.UUID) -> Regrade:
    found = (
        Regrade.objects.filter(course=course, pk=regrade_id)
        .select_related("assignment", "revision", "made_by", "course")
        .first()
    )
    if found is None:
        raise Http404("There is no such regrade.")
    return found
