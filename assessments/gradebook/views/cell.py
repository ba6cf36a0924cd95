"""One learner at one item: how the points came about, and what the staff may do about them."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from assessments.accounts.signed_in import signed_in
from assessments.courses import access as courses
from assessments.courses.extending import ExtensionRefused
from assessments.courses.models import Enrolment, Group

from ..access import learner_seen_by
from ..adjusting import AdjustmentRefused, adjust
from ..forms import AdjustForm, ReliefForm
from ..learners import Record, record_of
from ..models import GradeEvent
from ..presenting import events_shown, learner_url
from ..relieving import relieve
from ..remarks import remarks_on
from ..results import work_url
from .crumbs import staff_crumbs

SHOWN_EVENTS = 50


@login_required
@require_safe
@never_cache
def cell(request: HttpRequest, course: str, enrolment_id: uuid.UUID, item: str) -> HttpResponse:
    """The formula with the learner's own values, what happened, and the forms to decide."""
    staff = courses.staff(request.user, course)
    learner = learner_seen_by(staff, enrolment_id)
    return _cell_page(request, staff, record_of(learner, seen_by_staff=True), item)


@login_required
@require_POST
def adjust_cell(
    request: HttpRequest, course: str, enrolment_id: uuid.UUID, item: str
) -> HttpResponse:
    """Sets points by hand, excuses, comments; the page comes back with what is wrong, if anything is."""
    staff = courses.instructor(request.user, course)
    learner = learner_seen_by(staff, enrolment_id)
    record = record_of(learner, seen_by_staff=True)
    form = AdjustForm(request.POST, decision=record.cell(item).decision)
    if form.is_valid():
        try:
            adjust(
                course=staff.course,
                changes=[form.change(learner, item)],
                by=signed_in(request.user),
            )
        except AdjustmentRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The grade is changed.")
            return redirect("gradebook:cell", course, enrolment_id, item)
    return _cell_page(request, staff, record, item, form=form, status=400)


@login_required
@require_POST
def relieve_cell(
    request: HttpRequest, course: str, enrolment_id: uuid.UUID, item: str
) -> HttpResponse:
    """Gives more time or attempts to the learner, or to a group."""
    staff = courses.instructor(request.user, course)
    learner = learner_seen_by(staff, enrolment_id)
    record = record_of(learner, seen_by_staff=True)
    form = ReliefForm(request.POST, groups=_groups(staff))
    if form.is_valid():
        try:
            relieve(
                course=staff.course,
                by=signed_in(request.user),
                whom=form.cleaned_data["group"] or learner,
                item=record.cell(item).item,
                granted=form.granted,
                reason=form.cleaned_data["reason"],
            )
        except ExtensionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "It is given, and holds at once.")
            return redirect("gradebook:cell", course, enrolment_id, item)
    return _cell_page(request, staff, record, item, relief=form, status=400)


def _groups(staff: Enrolment) -> QuerySet[Group]:
    return Group.objects.filter(course=staff.course)


def _cell_page(
    request: HttpRequest,
    staff: Enrolment,
    record: Record,
    item: str,
    *,
    form: AdjustForm | None = None,
    relief: ReliefForm | None = None,
    status: int = 200,
) -> HttpResponse:
    cell = record.cell(item)
    events = GradeEvent.objects.filter(enrolment=record.enrolment, item=item).select_related("by")
    context = {
        "course": staff.course,
        "decides": staff.role == Enrolment.Role.INSTRUCTOR,
        "record": record,
        "cell": cell,
        "place": record.place(item),
        "works": [(work, work_url(cell.item, work)) for work in cell.works],
        "remarks": remarks_on(cell.works),
        "events": list(events_shown(list(events[:SHOWN_EVENTS]))),
        "form": form or AdjustForm(decision=cell.decision),
        "relief": relief or ReliefForm(groups=_groups(staff)),
        "crumbs": staff_crumbs(
            staff.course,
            (record.enrolment.user.name, learner_url(record.enrolment, staff.course.slug)),
            (cell.item.title, ""),
        ),
    }
    return render(request, "gradebook/cell.html", context, status=status)
