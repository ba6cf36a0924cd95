"""The pages of a quiz: its cover, an attempt, its review."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from assessments.courses import access
from assessments.courses.models import Course, Quiz

from .answering import (
    LARGEST_ANSWER,
    AttemptFinished,
    NoAttemptsLeft,
    finish_attempt,
    save_sheet,
    start_attempt,
)
from .attempts import attempt_answered_by, attempt_seen_by, standing
from .models import Attempt
from .paper import shown_paper
from .reviewing import reviewed_questions
from .sheet import answers_on_sheet, keep_sheet, sequence_of_sheet, take_kept_sheet


@login_required
@require_GET
@never_cache
def quiz(request: HttpRequest, course: str, module: str, quiz: str) -> HttpResponse:
    """The cover: the rules, the learner's attempts, and the way in."""
    enrolment = access.member(request.user, course)
    found = access.quiz(enrolment, module, quiz)
    context = {
        "crumbs": _crumbs(enrolment.course, found),
        "course": enrolment.course,
        "quiz": found,
        "standing": standing(enrolment=enrolment, quiz=found),
    }
    return render(request, "quizzes/quiz.html", context)


@login_required
@require_POST
@never_cache
def start(request: HttpRequest, course: str, module: str, quiz: str) -> HttpResponse:
    """Begins an attempt, or goes on with the open one."""
    enrolment = access.member(request.user, course)
    found = access.quiz(enrolment, module, quiz)
    try:
        attempt, _ = start_attempt(enrolment=enrolment, quiz=found)
    except NoAttemptsLeft:
        messages.warning(request, "You have used all attempts at this quiz.")
        return redirect("quizzes:quiz", course, module, quiz)
    return redirect("quizzes:attempt", attempt.pk)


@login_required
@require_GET
@never_cache
def attempt(request: HttpRequest, attempt_id: uuid.UUID) -> HttpResponse:
    """All questions of an open attempt in one form."""
    found = attempt_answered_by(request.user, attempt_id)
    if found.is_finished:
        return redirect("quizzes:review", attempt_id)
    _store_what_was_kept(request, found)
    return _attempt_page(request, found)


@require_POST
@never_cache
def save(request: HttpRequest, attempt_id: uuid.UUID) -> HttpResponse:
    """Stores every answer on the page."""
    if not request.user.is_authenticated:
        return _keep_until_signed_in(request, attempt_id)
    found = attempt_answered_by(request.user, attempt_id)
    try:
        refused = save_sheet(
            attempt=found,
            answers=answers_on_sheet(found, request.POST),
            sequence=sequence_of_sheet(request.POST),
        )
    except AttemptFinished:
        messages.warning(request, "This attempt is finished; it takes no more answers.")
        return redirect("quizzes:review", attempt_id)
    if refused:
        return _attempt_page(request, found, refused, status=400)
    messages.success(request, "Your answers are saved.")
    return redirect("quizzes:attempt", attempt_id)


@require_POST
@never_cache
def finish(request: HttpRequest, attempt_id: uuid.UUID) -> HttpResponse:
    """Stores every answer on the page and closes the attempt."""
    if not request.user.is_authenticated:
        return _keep_until_signed_in(request, attempt_id)
    found = attempt_answered_by(request.user, attempt_id)
    finished = finish_attempt(
        attempt=found,
        answers=answers_on_sheet(found, request.POST),
        sequence=sequence_of_sheet(request.POST),
        anyway=request.POST.get("anyway") == "yes",
    )
    if not finished.is_finished:
        return _attempt_page(
            request, found, finished.refused, unreadable=finished.unreadable, status=400
        )
    return redirect("quizzes:review", attempt_id)


@login_required
@require_GET
@never_cache
def review(request: HttpRequest, attempt_id: uuid.UUID) -> HttpResponse:
    """Every answer of a finished attempt with its mark, for its learner and the course's staff."""
    found = attempt_seen_by(request.user, attempt_id)
    is_own = found.enrolment.user_id == request.user.pk
    if not found.is_finished:
        if is_own:
            return redirect("quizzes:attempt", attempt_id)
        raise Http404("This attempt is not finished yet.")
    context = {
        "crumbs": _crumbs(found.enrolment.course, found.quiz, str(found)),
        "attempt": found,
        "course": found.enrolment.course,
        "quiz": found.quiz,
        "questions": reviewed_questions(found),
        "is_own": is_own,
    }
    return render(request, "quizzes/review.html", context)


def _crumbs(course: Course, quiz: Quiz, last: str | None = None) -> list[tuple[str, str]]:
    crumbs = [
        ("My courses", reverse("courses:home")),
        (course.title, reverse("gradebook:course", args=[course.slug])),
        (quiz.title, reverse("quizzes:quiz", args=[course.slug, quiz.module.slug, quiz.slug])),
    ]
    return crumbs if last is None else [*crumbs, (last, "")]


def _attempt_page(
    request: HttpRequest,
    attempt: Attempt,
    refused: Mapping[str, str] | None = None,
    *,
    unreadable: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    paper = shown_paper(attempt)
    context = {
        "crumbs": _crumbs(attempt.enrolment.course, attempt.quiz, str(attempt)),
        "attempt": attempt,
        "course": attempt.enrolment.course,
        "quiz": attempt.quiz,
        "paper": paper,
        "unanswered": sum(not question.is_answered for question in paper.questions),
        "refused": [
            (question, refused[question.id])
            for question in paper.questions
            if refused and question.id in refused
        ],
        "unreadable": [
            question for question in paper.questions if unreadable and question.id in unreadable
        ],
    }
    return render(request, "quizzes/attempt.html", context, status=status)


def _keep_until_signed_in(request: HttpRequest, attempt_id: uuid.UUID) -> HttpResponse:
    """The session ended while the page was open: what it held must not be lost."""
    found = get_object_or_404(
        Attempt.objects.select_related("revision"), pk=attempt_id, finished_at=None
    )
    answers = answers_on_sheet(found, request.POST)
    if keep_sheet(request.session, found, answers):
        messages.info(
            request, "You were signed out. Your answers are kept: sign in, and they are saved."
        )
    else:
        messages.error(
            request, f"You were signed out, and an answer is longer than {LARGEST_ANSWER} bytes."
        )
    return redirect_to_login(reverse("quizzes:attempt", args=[attempt_id]))


def _store_what_was_kept(request: HttpRequest, attempt: Attempt) -> None:
    answers = take_kept_sheet(request.session, attempt.pk)
    if answers is None:
        return
    try:
        refused = save_sheet(attempt=attempt, answers=answers)
    except AttemptFinished:
        return
    if refused:
        messages.warning(request, "Some of the answers that were kept for you cannot be read.")
    else:
        messages.success(
            request,
            "The answers that were kept while you were signed out are saved. "
            "The attempt is still open.",
        )
