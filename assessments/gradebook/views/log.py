"""Everything that happened to the grades of a course."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessments.courses import access as courses
from assessments.courses.models import Enrolment

from ..access import learners_seen_by
from ..items import items_of
from ..models import GradeEvent
from ..policy import held_policy
from ..presenting import events_shown
from .crumbs import staff_crumbs

EVENTS_A_PAGE = 100


@login_required
@require_safe
@never_cache
def log(request: HttpRequest, course: str) -> HttpResponse:
    """The newest first; of learners, those one is responsible for."""
    staff = courses.staff(request.user, course)
    events = GradeEvent.objects.filter(course=staff.course).select_related("by", "enrolment__user")
    if staff.is_limited_to_groups:
        events = events.filter(enrolment__in=learners_seen_by(staff))
    if not request.GET.get("all"):
        events = events.exclude(deed=GradeEvent.Deed.RECORDED)
    page = Paginator(events, EVENTS_A_PAGE).get_page(request.GET.get("page"))
    items = items_of(staff.course, held_policy(staff.course).policy)
    context = {
        "course": staff.course,
        "decides": staff.role == Enrolment.Role.INSTRUCTOR,
        "page": page,
        "events": list(events_shown(list(page))),
        "titles": {item.key: item.title for item in items},
        "all": bool(request.GET.get("all")),
        "page_address": "?all=1&" if request.GET.get("all") else "?",
        "crumbs": staff_crumbs(staff.course, ("Log", "")),
    }
    return render(request, "gradebook/log.html", context)
