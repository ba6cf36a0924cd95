"""The learner's pages: the course with one's standing, one's grades, and what they would be if."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessments.courses import access

from ..calendar import token_of
from ..explaining import categories_shown, supposed, whole_formula
from ..forms import WhatIfForm
from ..learners import record_of
from ..remarks import remarks_on
from ..results import work_url
from ..standing import standing_of
from .crumbs import course_crumbs


@login_required
@require_safe
@never_cache
def course(request: HttpRequest, course: str) -> HttpResponse:
    """The course's modules and items with one's own standing, and what is next."""
    enrolment = access.member(request.user, course)
    context = {
        "course": enrolment.course,
        "enrolment": enrolment,
        "standing": standing_of(enrolment),
        "crumbs": course_crumbs(enrolment.course),
    }
    return render(request, "gradebook/course.html", context)


@login_required
@require_safe
@never_cache
def grades(request: HttpRequest, course: str) -> HttpResponse:
    """One's own grades: every item, its category, and the formula of the whole."""
    enrolment = access.member(request.user, course)
    context = {
        "course": enrolment.course,
        "record": record_of(enrolment, seen_by_staff=False),
        "calendar": request.build_absolute_uri(
            reverse("gradebook:calendar", args=[token_of(enrolment)])
        ),
        "crumbs": course_crumbs(enrolment.course, ("My grades", "")),
    }
    return render(request, "gradebook/grades.html", context)


@login_required
@require_safe
@never_cache
def grade(request: HttpRequest, course: str, item: str) -> HttpResponse:
    """How one's own points at one item came about."""
    enrolment = access.member(request.user, course)
    record = record_of(enrolment, seen_by_staff=False)
    cell = record.cell(item)
    context = {
        "course": enrolment.course,
        "record": record,
        "cell": cell,
        "place": record.place(item),
        "works": [(work, work_url(cell.item, work)) for work in cell.works],
        "remarks": [] if cell.is_hidden else remarks_on(cell.works),
        "crumbs": course_crumbs(
            enrolment.course,
            ("My grades", reverse("gradebook:grades", args=[course])),
            (cell.item.title, ""),
        ),
    }
    return render(request, "gradebook/grade.html", context)


@login_required
@require_safe
@never_cache
def what_if(request: HttpRequest, course: str) -> HttpResponse:
    """What the grade were with other points: by the same function, from an address that keeps them."""
    enrolment = access.member(request.user, course)
    record = record_of(enrolment, seen_by_staff=False)
    form = WhatIfForm(request.GET or None, cells=record.grade.cells)
    points = form.points if form.is_bound and form.is_valid() else {}
    then = supposed(record.held.policy, record.grade, points)
    context = {
        "course": enrolment.course,
        "record": record,
        "form": form,
        "supposed": bool(points),
        "then": then,
        "categories": categories_shown(then, then.final),
        "formula": whole_formula(record.held.policy, then.final),
        "crumbs": course_crumbs(
            enrolment.course,
            ("My grades", reverse("gradebook:grades", args=[course])),
            ("What if", ""),
        ),
    }
    return render(request, "gradebook/what_if.html", context)
