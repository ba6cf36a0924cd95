"""One piece of work, marked by a person: the rubric, and remarks beside lines and answers."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from assessments.accounts.signed_in import signed_in
from assessments.courses import access as courses
from assessments.courses.models import Enrolment
from assessments.submissions.presenting import Listing

from ..access import learner_seen_by
from ..forms import RemarkForm, RubricForm
from ..items import item_named, items_of
from ..marking import MarkedWork, MarkingRefused, mark_work, remark, take_back, work_of
from ..policy import held_policy
from ..remarks import said_of
from .crumbs import staff_crumbs


@login_required
@require_safe
@never_cache
def marking(request: HttpRequest, course: str, work_id: uuid.UUID) -> HttpResponse:
    """The program with its lines, or the way to the answers; the rubric and the remarks."""
    staff = courses.staff(request.user, course)
    return _page(request, staff, _work(staff, work_id))


@login_required
@require_POST
def mark(request: HttpRequest, course: str, work_id: uuid.UUID) -> HttpResponse:
    """Stores the rubric's points; assistants do so for the learners they are responsible for."""
    staff = courses.staff(request.user, course)
    work = _work(staff, work_id)
    item = item_named(items_of(staff.course, held_policy(staff.course).policy), work.item)
    form = RubricForm(request.POST, rubric=item.rule.rubric)
    if form.is_valid():
        try:
            mark_work(
                work=work,
                item=item,
                points=form.points,
                comment=form.cleaned_data["comment"],
                by=signed_in(request.user),
            )
        except MarkingRefused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("gradebook:marking", course, work_id)
    return _page(request, staff, work, form=form, status=400)


@login_required
@require_POST
def comment(request: HttpRequest, course: str, work_id: uuid.UUID) -> HttpResponse:
    """Adds a remark, or takes one's own back."""
    staff = courses.staff(request.user, course)
    work = _work(staff, work_id)
    by = signed_in(request.user)
    if request.POST.get("take_back", "").isdecimal():
        take_back(work=work, comment_id=int(request.POST["take_back"]), by=by)
        return redirect("gradebook:marking", course, work_id)
    form = RemarkForm(request.POST)
    if form.is_valid():
        try:
            stored = remark(
                work=work,
                place=form.cleaned_data["place"],
                text=form.cleaned_data["text"],
                by=by,
            )
        except MarkingRefused as refused:
            form.add_error(None, str(refused))
        else:
            where = reverse("gradebook:marking", args=[course, work_id])
            return redirect(f"{where}#line-{stored.place}")
    return _page(request, staff, work, remarking=form, status=400)


def _work(staff: Enrolment, work_id: uuid.UUID) -> MarkedWork:
    """The work, of a learner this member of the staff is responsible for. Raises Http404."""
    work = work_of(staff.course_id, work_id)
    learner_seen_by(staff, work.enrolment.pk)
    return work


def _page(
    request: HttpRequest,
    staff: Enrolment,
    work: MarkedWork,
    *,
    form: RubricForm | None = None,
    remarking: RemarkForm | None = None,
    status: int = 200,
) -> HttpResponse:
    item = item_named(items_of(staff.course, held_policy(staff.course).policy), work.item)
    said = said_of(work.id)
    listing = () if work.submission is None else Listing(work.submission.source)
    cell_url = reverse("gradebook:cell", args=[staff.course.slug, work.enrolment.pk, work.item])
    context = {
        "course": staff.course,
        "work": work,
        "item": item,
        "form": form or RubricForm(rubric=item.rule.rubric, held=said.marking),
        "remarking": remarking or RemarkForm(initial={"place": request.GET.get("line", "")}),
        "lines": said.beside(listing),
        "answers": [] if work.submission else [(p, said.remarks.get(p, ())) for p in work.places],
        "crumbs": staff_crumbs(
            staff.course, (f"{work.enrolment.user.name}: {item.title}", cell_url), ("Marking", "")
        ),
    }
    return render(request, "gradebook/marking.html", context, status=status)
