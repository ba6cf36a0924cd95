"""The pages of a program sent in: the assignment with its editor, and the submission with its report."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from assessments.courses import access as courses
from assessments.courses.deadlines import deadline_of, in_words
from assessments.courses.models import Assignment, Enrolment

from . import access, doubting, grading, submitting
from .forms import SubmissionForm
from .models import Submission
from .presenting import Listing, findings
from .repeating import earlier_twin

SHOWN_SUBMISSIONS = 50


@login_required
@require_GET
@never_cache
def assignment(request: HttpRequest, course: str, module: str, assignment: str) -> HttpResponse:
    """Statement, what gives points, the editor with the newest program, the learner's submissions."""
    enrolment = courses.member(request.user, course)
    asked = courses.assignment(enrolment, module, assignment)
    return _assignment_page(request, enrolment, asked)


@login_required
@require_POST
def submit(request: HttpRequest, course: str, module: str, assignment: str) -> HttpResponse:
    """Takes a program in; when it is refused, the page comes back with the text still in it."""
    enrolment = courses.member(request.user, course)
    asked = courses.assignment(enrolment, module, assignment)
    form = SubmissionForm(request.POST, request.FILES)
    if not form.is_valid():
        return _assignment_page(request, enrolment, asked, form=form, status=400)
    try:
        stored = submitting.submit(enrolment=enrolment, assignment=asked, source=form.program)
    except submitting.SubmissionRefused as refused:
        form.add_error(None, str(refused))
        status = 429 if isinstance(refused, submitting.TooMany) else 400
        return _assignment_page(request, enrolment, asked, form=form, status=status)
    return redirect("submissions:submission", stored.pk)


@login_required
@require_GET
def starter(request: HttpRequest, course: str, module: str, assignment: str) -> HttpResponse:
    """The file to begin with."""
    enrolment = courses.member(request.user, course)
    asked = courses.assignment(enrolment, module, assignment)
    return _python(_document(asked).starter, name="starter.py")


@login_required
@require_GET
@never_cache
def submission(request: HttpRequest, submission_id: uuid.UUID) -> HttpResponse:
    """Place in the queue and live epochs, then the report."""
    found = access.submission(request.user, submission_id)
    report = grading.report_of(found)
    context = {
        "submission": found,
        "assignment": found.revision.assignment,
        "course": found.enrolment.course,
        "place": found.place_in_queue(),
        "report": report,
        "findings": findings(report, found.enrolment.course),
        "listing": Listing(found.source),
        "twin": earlier_twin(found) if report is not None else None,
        "is_own": found.enrolment.user_id == request.user.pk,
        "sees_failure": access.sees_failure(request.user, found),
    }
    return render(request, "submissions/submission.html", context)


@login_required
@require_GET
@never_cache
def doubtful(request: HttpRequest, course: str) -> HttpResponse:
    """For staff: reports that wait for an instructor, or that rest on what was seen from inside."""
    onlooker = courses.staff(request.user, course)
    doubt = doubting.doubt_named(request.GET.get("doubt"))
    context = {
        "course": onlooker.course,
        "doubt": doubt,
        "decides": onlooker.role == Enrolment.Role.INSTRUCTOR,
        "entries": doubting.doubtful(onlooker, doubt),
        "most": doubting.MOST,
    }
    return render(request, "submissions/doubtful.html", context)


@login_required
@require_GET
def source(request: HttpRequest, submission_id: uuid.UUID) -> HttpResponse:
    """The program, byte for byte as it is graded."""
    found = access.submission(request.user, submission_id)
    return _python(found.source, name="solution.py")


def _assignment_page(
    request: HttpRequest,
    enrolment: Enrolment,
    asked: Assignment,
    *,
    form: SubmissionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    document = _document(asked)
    submissions = list(
        Submission.objects.filter(enrolment=enrolment, revision__assignment=asked)
        .select_related("revision", "enrolment")
        .defer("report", "progress", "revision__document", "revision__statement_html")
        .order_by("-submitted_at")[:SHOWN_SUBMISSIONS]
    )
    access.as_released(submissions, asked)
    newest = submissions[0].source if submissions else document.starter
    context = {
        "course": enrolment.course,
        "module": asked.module,
        "assignment": asked,
        "document": document,
        "form": form or SubmissionForm(initial={"source": newest}),
        "submissions": submissions,
        "dates": in_words(deadline_of(enrolment=enrolment, item=asked), timezone.now()),
        "allowance": submitting.allowance(
            enrolment=enrolment, assignment=asked, per_hour=document.spec.submissions_per_hour
        ),
    }
    return render(request, "submissions/assignment.html", context, status=status)


def _document(asked: Assignment) -> grading.AssignmentDocument:
    if asked.current is None:
        raise Http404("There is no such assignment.")
    return grading.assignment_of(asked.current)


def _python(text: str, *, name: str) -> HttpResponse:
    """A download, never shown by the browser: it may hold anything."""
    return HttpResponse(
        text,
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
