"""The class at a glance."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessments.courses import access as courses
from assessments.courses.models import Enrolment

from ..overview import overview_of
from .crumbs import staff_crumbs


@login_required
@require_safe
@never_cache
def statistics(request: HttpRequest, course: str) -> HttpResponse:
    """Distributions, who is at risk and why, and how the queue goes."""
    staff = courses.staff(request.user, course)
    context = {
        "course": staff.course,
        "decides": staff.role == Enrolment.Role.INSTRUCTOR,
        "overview": overview_of(staff),
        "crumbs": staff_crumbs(staff.course, ("Statistics", "")),
    }
    return render(request, "gradebook/statistics.html", context)
