"""The cover of a quiz, and the way in."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from assessments.courses import access

from ..attempts import standing
from ..entering import Entry, EntryRefused, address_of
from ..models import paper_of
from ..starting import NotStarted, start_attempt
from .crumbs import crumbs_to


@login_required
@require_GET
@never_cache
def quiz(request: HttpRequest, course: str, module: str, quiz: str) -> HttpResponse:
    """The rules, the dates and why they are so, the learner's attempts, and the way in."""
    enrolment = access.member(request.user, course)
    found = access.quiz(enrolment, module, quiz)
    assert found.current is not None
    where = standing(enrolment=enrolment, quiz=found)
    context = {
        "crumbs": crumbs_to(enrolment.course, found)[:-1],
        "course": enrolment.course,
        "quiz": found,
        "rules": paper_of(found.current),
        "standing": where,
        "is_staff": enrolment.is_staff,
    }
    return render(request, "quizzes/quiz.html", context)


@login_required
@require_POST
@never_cache
def start(request: HttpRequest, course: str, module: str, quiz: str) -> HttpResponse:
    """Begins an attempt, or goes on with the open one."""
    enrolment = access.member(request.user, course)
    found = access.quiz(enrolment, module, quiz)
    entry = Entry(request.POST.get("password", ""), address_of(request))
    try:
        attempt, _ = start_attempt(enrolment=enrolment, quiz=found, entry=entry)
    except (NotStarted, EntryRefused) as refused:
        messages.warning(request, str(refused))
        return redirect("quizzes:quiz", course, module, quiz)
    return redirect("quizzes:attempt", attempt.pk)
