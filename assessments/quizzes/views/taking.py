"""The page of an open attempt: all questions in one form, or one at a time."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from ..answering import (
    LARGEST_ANSWER,
    AnswerStands,
    AttemptFinished,
    NoSuchQuestion,
    TooLate,
    flag_question,
    save_sheet,
)
from ..attempts import attempt_answered_by
from ..checking import CannotBeChecked, check_response
from ..finishing import close_if_over, finish_attempt
from ..models import Attempt
from ..paper import shown_paper
from ..sheet import (
    answers_on_sheet,
    certainties_on_sheet,
    keep_sheet,
    sequence_of_sheet,
    take_kept_sheet,
    waited_of_sheet,
)
from ..timing import clock_of
from .crumbs import crumbs_to

TOO_LATE = (
    "The time was up before these answers arrived. They are kept for your instructor, "
    "and do not count."
)


@login_required
@require_GET
@never_cache
def attempt(request: HttpRequest, attempt_id: uuid.UUID) -> HttpResponse:
    """The questions of an open attempt; of a finished one, the review instead."""
    found = attempt_answered_by(request.user, attempt_id)
    _store_what_was_kept(request, found)
    if close_if_over(found):
        return redirect("quizzes:review", attempt_id)
    return _attempt_page(request, found)


@require_POST
@never_cache
def save(request: HttpRequest, attempt_id: uuid.UUID) -> HttpResponse:
    """Stores every answer on the page, and goes on to the question that was asked for."""
    if not request.user.is_authenticated:
        return _keep_until_signed_in(request, attempt_id)
    found = attempt_answered_by(request.user, attempt_id)
    refused = _store(request, found)
    if isinstance(refused, HttpResponse):
        return refused
    if refused:
        return _attempt_page(request, found, refused, status=400)
    if "go" not in request.POST:
        messages.success(request, "Your answers are saved.")
    return redirect(_page_of(found, request.POST.get("go") or request.POST.get("question", "")))


@require_POST
@never_cache
def check(request: HttpRequest, attempt_id: uuid.UUID, question: str) -> HttpResponse:
    """Stores every answer on the page and marks one of them at once."""
    if not request.user.is_authenticated:
        return _keep_until_signed_in(request, attempt_id)
    found = attempt_answered_by(request.user, attempt_id)
    refused = _store(request, found)
    if isinstance(refused, HttpResponse):
        return refused
    try:
        if question not in refused:
            check_response(attempt=found, question=question)
    except CannotBeChecked as error:
        messages.warning(request, str(error))
    except AnswerStands:
        messages.warning(request, "This question was checked; its answer stands.")
    except NoSuchQuestion:
        messages.warning(request, "The quiz has no such question.")
    except AttemptFinished:
        return redirect("quizzes:review", attempt_id)
    if refused:
        return _attempt_page(request, found, refused, status=400)
    return redirect(_page_of(found, request.POST.get("question", ""), question))


@require_POST
@never_cache
def flag(request: HttpRequest, attempt_id: uuid.UUID, question: str) -> HttpResponse:
    """Stores every answer on the page, and marks a question to come back to, or no longer."""
    if not request.user.is_authenticated:
        return _keep_until_signed_in(request, attempt_id)
    found = attempt_answered_by(request.user, attempt_id)
    refused = _store(request, found)
    if isinstance(refused, HttpResponse):
        return refused
    try:
        flag_question(
            attempt=found, question=question, is_flagged=request.POST.get("flag") == "yes"
        )
    except NoSuchQuestion:
        messages.warning(request, "The quiz has no such question.")
    except AttemptFinished:
        return redirect("quizzes:review", attempt_id)
    return redirect(_page_of(found, request.POST.get("question", ""), question))


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
        certainties=certainties_on_sheet(request.POST),
        sequence=sequence_of_sheet(request.POST),
        anyway=request.POST.get("anyway") == "yes",
        waited=waited_of_sheet(request.POST),
    )
    if not finished.is_finished:
        return _attempt_page(
            request, found, finished.refused, unreadable=finished.unreadable, status=400
        )
    if finished.too_late:
        messages.warning(request, TOO_LATE)
    return redirect("quizzes:review", attempt_id)


def _store(request: HttpRequest, attempt: Attempt) -> Mapping[str, str] | HttpResponse:
    """Stores the page: what was refused, or where to go when the attempt takes nothing more."""
    try:
        return save_sheet(
            attempt=attempt,
            answers=answers_on_sheet(attempt, request.POST),
            certainties=certainties_on_sheet(request.POST),
            sequence=sequence_of_sheet(request.POST),
        )
    except TooLate:
        messages.warning(request, TOO_LATE)
    except AttemptFinished:
        messages.warning(request, "This attempt is finished; it takes no more answers.")
    close_if_over(attempt)
    return redirect("quizzes:review", attempt.pk)


def _page_of(attempt: Attempt, number: str, question: str = "") -> str:
    url = reverse("quizzes:attempt", args=[attempt.pk])
    query = f"?question={number}" if number.isascii() and number.isdigit() else ""
    return f"{url}{query}" + (f"#question-{question}" if question else "")


def _attempt_page(
    request: HttpRequest,
    attempt: Attempt,
    refused: Mapping[str, str] | None = None,
    *,
    unreadable: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    paper = shown_paper(attempt)
    asked_for = request.GET.get("question") or request.POST.get("question")
    alone = paper.alone(asked_for, by_default=attempt.rules.page == "one")
    if refused or unreadable:
        # Whatever is to be looked at again must be on the page.
        alone = None
    clock = clock_of(attempt, timezone.now())
    context = {
        "crumbs": crumbs_to(attempt.enrolment.course, attempt.quiz, str(attempt)),
        "attempt": attempt,
        "course": attempt.enrolment.course,
        "quiz": attempt.quiz,
        "rules": attempt.rules,
        "paper": paper,
        "alone": alone,
        "shown": paper.questions if alone is None else [alone],
        "before": alone and alone.number > 1 and alone.number - 1,
        "after": alone and alone.number < len(paper.questions) and alone.number + 1,
        "clock": clock,
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
    except TooLate:
        messages.warning(request, TOO_LATE)
        return
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
