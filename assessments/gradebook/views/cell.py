"""One learner at one item: how the points came about, and what the staff may do about them."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from assessments.accounts.signed_in import signed_in
from assessments.courses import access as courses
from assessments.courses.models import Enrolment

from ..access import learner_seen_by
from ..adjusting import AdjustmentRefused, adjust
from ..forms import AdjustForm
from ..learners import Record, record_of
from ..models import GradeEvent
from ..presenting import events_shown, learner_url
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


def _cell_page(
    request: HttpRequest,
    staff: Enrolment,
    record: Record,
    item: str,
    *,
    form: AdjustForm | None = None,
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
        "crumbs": staff_crumbs(
            staff.course,
            (record.enrolment.user.name, learner_url(record.enrolment, staff.course.slug)),
            (cell.item.title, ""),
        ),
    }
    return render(request, "gradebook/cell.html", context, status=status)
