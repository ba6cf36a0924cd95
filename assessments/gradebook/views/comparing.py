"""Programs that are alike: the pairs, and two of them beside each other."""

from __future__ import annotations

import uuid
from functools import partial

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
from assessments.submissions.models import Submission

from ..comparing import begin, sides
from ..models import Comparison
from ..tasks import ring
from .crumbs import Crumbs, staff_crumbs
from .regrading import asked_assignment


@login_required
@require_POST
def ask(request: HttpRequest, course: str, item: str) -> HttpResponse:
    """Asks for a comparison of the newest programs."""
    staff = courses.instructor(request.user, course)
    asked = asked_assignment(staff.course, item)
    with transaction.atomic():
        comparison = begin(
            course=staff.course,
            assignment=Assignment.objects.get(pk=asked.id),
            by=signed_in(request.user),
        )
        transaction.on_commit(partial(ring))
    return redirect("gradebook:comparison", course, comparison.pk)


@login_required
@require_safe
@never_cache
def comparison(request: HttpRequest, course: str, comparison_id: uuid.UUID) -> HttpResponse:
    """The pairs that share the most."""
    staff = courses.instructor(request.user, course)
    found = _comparison(staff.course, comparison_id)
    ids = {pair[side] for pair in found.pairs for side in ("left", "right")}
    works = {
        str(work.pk): work
        for work in Submission.objects.filter(pk__in=ids)
        .select_related("enrolment__user", "enrolment__course")
        .defer("source", "report", "progress")
    }
    context = {
        "course": staff.course,
        "comparison": found,
        "pairs": [
            (pair, works[pair["left"]], works[pair["right"]])
            for pair in found.pairs
            if pair["left"] in works and pair["right"] in works
        ],
        "crumbs": _crumbs(found, course, ("Alike programs", "")),
    }
    return render(request, "gradebook/comparison.html", context)


@login_required
@require_safe
@never_cache
def pair(request: HttpRequest, course: str, comparison_id: uuid.UUID, number: int) -> HttpResponse:
    """Two programs beside each other, the shared lines marked; pairs count from 1."""
    staff = courses.instructor(request.user, course)
    found = _comparison(staff.course, comparison_id)
    if not 1 <= number <= len(found.pairs):
        raise Http404("There is no such pair.")
    asked = found.pairs[number - 1]
    works = {
        str(work.pk): work
        for work in Submission.objects.filter(
            pk__in=[asked["left"], asked["right"]]
        ).select_related("enrolment__user", "enrolment__course")
    }
    if len(works) != 2:
        raise Http404("There is no such pair.")
    where = reverse("gradebook:comparison", args=[course, comparison_id])
    context = {
        "course": staff.course,
        "comparison": found,
        "pair": asked,
        "number": number,
        "sides": sides(found, works[asked["left"]], works[asked["right"]]),
        "crumbs": _crumbs(found, course, ("Alike programs", where), (f"Pair {number}", "")),
    }
    return render(request, "gradebook/pair.html", context)


def _crumbs(found: Comparison, course: str, *last: tuple[str, str]) -> Crumbs:
    item = reverse("gradebook:item", args=[course, f"assignment-{found.assignment_id}"])
    return staff_crumbs(found.course, (found.assignment.title, item), *last)


def _comparison(course: Course, comparison_id: uuid.UUID) -> Comparison:
    found = (
        Comparison.objects.filter(course=course, pk=comparison_id)
        .select_related("assignment__current", "made_by", "course")
        .first()
    )
    if found is None:
        raise Http404("There is no such comparison.")
    return found
