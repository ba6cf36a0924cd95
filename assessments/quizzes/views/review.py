"""What is shown of a finished attempt: its review, and the receipt of what was stored."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from assessments.accounts.signed_in import signed_in
from assessments.courses.access import is_instructor

from ..attempts import attempt_seen_by, hides_review
from ..finishing import close_if_over
from ..late_arrivals import (
    CannotCount,
    count_late_arrival,
    late_arrival_decided_by,
    shown_late_arrivals,
)
from ..receipts import receipt_of
from ..regrading import regrades_of
from ..reviewing import reviewed_questions
from .crumbs import crumbs_to


@login_required
@require_GET
@never_cache
def review(request: HttpRequest, attempt_id: uuid.UUID) -> HttpResponse:
    """Every answer of a finished attempt with its mark, for its learner and the course's staff."""
    found = attempt_seen_by(request.user, attempt_id)
    is_own = found.enrolment.user_id == request.user.pk
    if not close_if_over(found):
        if is_own:
            return redirect("quizzes:attempt", attempt_id)
        raise Http404("This attempt is not finished yet.")
    if hides_review(request.user, found):
        messages.info(request, "Your answers are stored. The marks are not released yet.")
        quiz = found.quiz
        return redirect("quizzes:quiz", found.enrolment.course.slug, quiz.module.slug, quiz.slug)
    questions = reviewed_questions(found)
    context = {
        "crumbs": crumbs_to(found.enrolment.course, found.quiz, str(found)),
        "attempt": found,
        "course": found.enrolment.course,
        "quiz": found.quiz,
        "questions": questions,
        "is_checking": any(
            each.verdict == "being_checked" and not each.decision for each in questions
        ),
        "regrades": regrades_of(found),
        "late_arrivals": shown_late_arrivals(found),
        "may_count": is_instructor(request.user, found.enrolment.course_id),
        "is_own": is_own,
    }
    return render(request, "quizzes/review.html", context)


@login_required
@require_POST
@never_cache
def count_late(request: HttpRequest, attempt_id: uuid.UUID, late_id: int) -> HttpResponse:
    """Has an answer that came too late count in place of the stored one."""
    late = late_arrival_decided_by(request.user, attempt_id, late_id)
    reason = request.POST.get("reason", "")
    try:
        count_late_arrival(late=late, by=signed_in(request.user), reason=reason)
    except CannotCount as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "The answer counts; the one before it and its mark are kept.")
    return redirect("quizzes:review", attempt_id)


@login_required
@require_GET
@never_cache
def receipt(request: HttpRequest, attempt_id: uuid.UUID) -> HttpResponse:
    """What is stored of an attempt, signed: a file to keep, and to have verified later."""
    found = attempt_seen_by(request.user, attempt_id)
    return HttpResponse(
        receipt_of(found),
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="receipt-{found.pk}.txt"'},
    )
