"""The pages on which one reads: my courses, and a lesson."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from assessments.accounts.signed_in import signed_in

from . import access
from .enrolling import enrolments_of
from .notebooks import notebook_of
from .outline import neighbours, outline
from .reading import lessons_read, mark_read, mark_unread


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """My courses."""
    return render(
        request, "courses/home.html", {"enrolments": enrolments_of(signed_in(request.user))}
    )


@login_required
@require_safe
def lesson(request: HttpRequest, course: str, module: str, lesson: str) -> HttpResponse:
    """A lesson, with its headings beside it and its neighbours below."""
    enrolment = access.member(request.user, course)
    found = access.lesson(enrolment, module, lesson)
    chapters = outline(enrolment.course)
    before, after = neighbours(chapters, request.path)
    context = {
        "course": enrolment.course,
        "lesson": found,
        "is_read": found.pk in lessons_read(enrolment),
        "before": before,
        "after": after,
        "crumbs": [
            ("My courses", reverse("courses:home")),
            (enrolment.course.title, reverse("gradebook:course", args=[course])),
            (found.title, ""),
        ],
    }
    return render(request, "courses/lesson.html", context)


@login_required
@require_safe
def notebook(request: HttpRequest, course: str, module: str, lesson: str) -> HttpResponse:
    """The lesson as a Jupyter notebook, to keep and to run."""
    found = access.lesson(access.member(request.user, course), module, lesson)
    return HttpResponse(
        notebook_of(found.title, found.objectives, found.source),
        content_type="application/x-ipynb+json",
        headers={"Content-Disposition": f'attachment; filename="{found.slug}.ipynb"'},
    )


@login_required
@require_POST
def read(request: HttpRequest, course: str, module: str, lesson: str) -> HttpResponse:
    """Marks the lesson as read and goes on to what follows it, or as unread and stays."""
    enrolment = access.member(request.user, course)
    found = access.lesson(enrolment, module, lesson)
    here = reverse("courses:lesson", args=[course, module, lesson])
    if request.POST.get("read") == "no":
        mark_unread(enrolment=enrolment, lesson=found)
        return redirect(here)
    mark_read(enrolment=enrolment, lesson=found)
    _, after = neighbours(outline(enrolment.course), here)
    return redirect(after.url if after else here)
