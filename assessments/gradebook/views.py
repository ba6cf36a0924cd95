"""The pages of what came out: the course with one's own standing, one's grades, the gradebook."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessments.courses import access
from assessments.courses.models import Course

from .exporting import gradebook_lines
from .matrix import matrix_page
from .standing import standing_of


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
        "crumbs": _crumbs(enrolment.course),
    }
    return render(request, "gradebook/course.html", context)


@login_required
@require_safe
@never_cache
def grades(request: HttpRequest, course: str) -> HttpResponse:
    """One's own grades."""
    enrolment = access.member(request.user, course)
    context = {
        "course": enrolment.course,
        "standing": standing_of(enrolment),
        "crumbs": _crumbs(enrolment.course, "My grades"),
    }
    return render(request, "gradebook/grades.html", context)


@login_required
@require_safe
@never_cache
def gradebook(request: HttpRequest, course: str) -> HttpResponse:
    """Learners by items, for staff."""
    enrolment = access.staff(request.user, course)
    context = {
        "course": enrolment.course,
        "matrix": matrix_page(enrolment.course, request.GET.get("page")),
        "crumbs": _crumbs(enrolment.course, "Gradebook"),
    }
    return render(request, "gradebook/gradebook.html", context)


@login_required
@require_safe
@never_cache
def gradebook_csv(request: HttpRequest, course: str) -> StreamingHttpResponse:
    """The whole gradebook as a file, for staff."""
    enrolment = access.staff(request.user, course)
    return StreamingHttpResponse(
        gradebook_lines(enrolment.course),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="gradebook-{course}.csv"'},
    )


def _crumbs(course: Course, last: str | None = None) -> list[tuple[str, str]]:
    crumbs = [
        ("My courses", reverse("courses:home")),
        (course.title, reverse("gradebook:course", args=[course.slug])),
    ]
    return crumbs if last is None else [*crumbs, (last, "")]
