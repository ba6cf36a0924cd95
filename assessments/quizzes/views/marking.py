"""For staff: the answers that wait for a person, and the rubric by which they are marked."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from pydantic import JsonValue

from assessments.accounts.signed_in import signed_in
from assessments.courses import access
from assessments.courses.rendering import render_inline, render_markdown

from ..queueing import queue_again
from ..rubrics import (
    ToMark,
    WrongMarks,
    failed_runs,
    mark_by_rubric,
    to_mark,
    waiting_responses,
)


@login_required
@require_safe
@never_cache
def waiting(request: HttpRequest, course: str) -> HttpResponse:
    """What waits for a mark in the course, the longest first, and what could not be run."""
    staff = access.staff(request.user, course)
    context = {
        "course": staff.course,
        "waiting": waiting_responses(staff),
        "failed": failed_runs(staff),
    }
    return render(request, "quizzes/waiting.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def mark(request: HttpRequest, attempt_id: uuid.UUID, question: str) -> HttpResponse:
    """One answer and the rubric; a second mark replaces the first, and both are kept."""
    item = to_mark(request.user, attempt_id, question)
    if request.method != "POST":
        return _mark_page(request, item)
    try:
        mark_by_rubric(
            item=item,
            marker=signed_in(request.user),
            points=_points(item, request.POST),
            comment=request.POST.get("comment", ""),
        )
    except WrongMarks as error:
        return _mark_page(request, item, error, status=400)
    messages.success(request, "The mark is stored.")
    return redirect("quizzes:waiting", item.response.attempt.enrolment.course.slug)


@login_required
@require_POST
@never_cache
def run_again(request: HttpRequest, course: str, run_id: int) -> HttpResponse:
    """Has an answer run again that could not be, by a fault of ours."""
    staff = access.staff(request.user, course)
    run = next((each for each in failed_runs(staff) if each.pk == run_id), None)
    if run is None:
        raise Http404("There is no such run.")
    queue_again(run)
    messages.success(request, "The answer is run again.")
    return redirect("quizzes:waiting", course)


def _points(item: ToMark, form: QueryDict) -> dict[str, JsonValue]:
    return {each.id: _number(form.get(f"points-{each.id}", "")) for each in item.question.rubric}


def _number(text: str) -> JsonValue:
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        return text


def _mark_page(
    request: HttpRequest, item: ToMark, error: WrongMarks | None = None, status: int = 200
) -> HttpResponse:
    marks = list(item.response.rubric_marks.select_related("marker"))
    newest = marks[0].points if marks else {}
    wrong = error.wrong if error else {}
    attempt = item.response.attempt
    context = {
        "course": attempt.enrolment.course,
        "quiz": attempt.quiz,
        "response": item.response,
        "question": item.question,
        "prompt_html": render_markdown(item.question.prompt),
        "explanation_html": render_markdown(item.question.explanation),
        "criteria": [
            {
                "id": each.id,
                "html": render_inline(each.text),
                "guidance_html": render_markdown(each.guidance) if each.guidance else "",
                "max_points": each.points,
                "points": request.POST.get(f"points-{each.id}", newest.get(each.id, "")),
                "wrong": wrong.get(each.id, ""),
            }
            for each in item.question.rubric
        ],
        "comment": request.POST.get("comment", marks[0].comment if marks else ""),
        "comment_wrong": wrong.get("comment", ""),
        "marks": marks,
    }
    return render(request, "quizzes/mark.html", context, status=status)
