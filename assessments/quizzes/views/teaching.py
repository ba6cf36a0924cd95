"""What the staff of a course does with a quiz: preview, analysis, all responses, marking anew."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from assessments.courses import access
from assessments.courses.models import Enrolment, Quiz

from ..analysis.exporting import csv_lines, json_lines
from ..analysis.gathering import gather
from ..analysis.items import analyse
from ..models import Regrade, paper_of
from ..paper import shown_paper
from ..previewing import LARGEST_SEED, previewed_attempt, previewed_review
from ..regrading import Plan, RegradeRefused, apply_regrade, preview_regrade, run_for_regrade
from ..reviewing import ReviewedQuestion
from ..sheet import answers_on_sheet
from .crumbs import crumbs_to


@login_required
@require_GET
@never_cache
def analysis(request: HttpRequest, course: str, module: str, quiz: str) -> HttpResponse:
    """Every question's figures, and those that look wrong."""
    enrolment = access.staff(request.user, course)
    found = access.quiz(enrolment, module, quiz)
    assert found.current is not None
    seen = access.seen_by(enrolment).values_list("pk", flat=True)
    figures = analyse(paper_of(found.current), gather(found, list(seen), enrolment.course_id))
    context = {**_context(enrolment, found, "Analysis"), "analysis": figures}
    return render(request, "quizzes/analysis.html", context)


@login_required
@require_GET
@never_cache
def responses_csv(
    request: HttpRequest, course: str, module: str, quiz: str
) -> StreamingHttpResponse:
    """All responses, a line each."""
    enrolment = access.staff(request.user, course)
    found = access.quiz(enrolment, module, quiz)
    lines = csv_lines(found, _learners(enrolment))
    return _file(lines, "text/csv; charset=utf-8", f"{found.slug}-responses.csv")


@login_required
@require_GET
@never_cache
def responses_jsonl(
    request: HttpRequest, course: str, module: str, quiz: str
) -> StreamingHttpResponse:
    """The same as JSON, an object a line."""
    enrolment = access.staff(request.user, course)
    found = access.quiz(enrolment, module, quiz)
    lines = json_lines(found, _learners(enrolment))
    return _file(lines, "application/jsonl; charset=utf-8", f"{found.slug}-responses.jsonl")


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def preview(request: HttpRequest, course: str, module: str, quiz: str) -> HttpResponse:
    """The quiz as a learner of that seed meets it; sent in, the review they would see."""
    enrolment = access.staff(request.user, course)
    found = access.quiz(enrolment, module, quiz)
    seed = _seed(request.POST.get("seed") or request.GET.get("seed"))
    attempt = previewed_attempt(enrolment=enrolment, quiz=found, seed=seed)
    reviewed: list[ReviewedQuestion] | None = None
    refused: Mapping[str, str] = {}
    if request.method == "POST":
        answers = answers_on_sheet(attempt, request.POST)
        reviewed, refused = previewed_review(attempt, answers)
    context = {
        **_context(enrolment, found, "Preview"),
        "attempt": attempt,
        "rules": attempt.rules,
        "paper": shown_paper(attempt),
        "reviewed": reviewed,
        "refused": refused,
        "next_seed": secrets.randbelow(1_000_000),
    }
    return render(request, "quizzes/preview.html", context)


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def regrade(request: HttpRequest, course: str, module: str, quiz: str) -> HttpResponse:
    """Who would change by how much; once confirmed, the change."""
    enrolment = access.instructor(request.user, course)
    found = access.quiz(enrolment, module, quiz)
    assert found.current is not None
    asked = request.POST if request.method == "POST" else request.GET
    plan = Plan(
        course=enrolment.course,
        quiz=found,
        rule=asked.get("rule", Regrade.Rule.KEY),
        question=asked.get("question", ""),
    )
    context = {
        **_context(enrolment, found, "Mark anew"),
        "plan": plan,
        "rules": Regrade.Rule.choices,
        "questions": paper_of(found.current).questions,
        "earlier": Regrade.objects.filter(quiz=found, course=enrolment.course)
        .select_related("made_by")
        .all(),
    }
    try:
        if request.method == "POST" and "run" in asked:
            count = run_for_regrade(plan)
            messages.success(request, f"Answers being run on the new cases: {count}.")
            where = reverse("quizzes:regrade", args=[course, module, quiz])
            query = urlencode({"rule": plan.rule, "question": plan.question})
            return redirect(f"{where}?{query}")
        if request.method == "POST":
            apply_regrade(
                plan=plan,
                by=enrolment.user,
                reason=asked.get("reason", ""),
                fingerprint=asked.get("fingerprint", ""),
            )
            messages.success(request, "The marks are changed; the old ones are kept.")
            return redirect("quizzes:regrade", course, module, quiz)
        context["preview"] = preview_regrade(plan)
    except RegradeRefused as refused:
        messages.error(request, str(refused))
        status = 400 if request.method == "POST" else 200
        return render(request, "quizzes/regrade.html", context, status=status)
    return render(request, "quizzes/regrade.html", context)


def _context(enrolment: Enrolment, quiz: Quiz, title: str) -> dict[str, object]:
    return {
        "crumbs": crumbs_to(enrolment.course, quiz, title),
        "course": enrolment.course,
        "quiz": quiz,
        "is_instructor": enrolment.role == Enrolment.Role.INSTRUCTOR,
    }


def _learners(enrolment: Enrolment) -> QuerySet[Enrolment]:
    return access.seen_by(enrolment).filter(role=Enrolment.Role.LEARNER)


def _seed(text: str | None) -> int:
    if text is None or not (text.isascii() and text.isdigit() and len(text) <= 16):
        return 1
    return min(int(text), LARGEST_SEED)


def _file(lines: Iterator[str], content_type: str, name: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        lines,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
