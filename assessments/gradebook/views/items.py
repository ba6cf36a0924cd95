"""One item over the whole class, and whether its points are released."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from assessments.accounts.signed_in import signed_in
from assessments.courses import access as courses
from assessments.courses.models import Enrolment, Release

from ..forms import ReleaseForm
from ..insight import insight_into
from ..items import item_named
from ..keeping import freshen
from ..releasing import set_release
from .crumbs import staff_crumbs


@login_required
@require_safe
@never_cache
def item(request: HttpRequest, course: str, item: str) -> HttpResponse:
    """Distribution, tries, days, and for programs what went wrong and the curves."""
    return _page(request, courses.staff(request.user, course), item)


@login_required
@require_POST
def release(request: HttpRequest, course: str, item: str) -> HttpResponse:
    """Hides the item's points from learners, or releases them."""
    staff = courses.instructor(request.user, course)
    asked = item_named(freshen(staff.course).items, item)
    form = ReleaseForm(request.POST)
    if not form.is_valid():
        return _page(request, staff, item, form=form, status=400)
    set_release(
        course=staff.course,
        item=asked.key,
        is_hidden=form.cleaned_data["is_hidden"],
        visible_from=form.cleaned_data["visible_from"],
        by=signed_in(request.user),
    )
    hidden = form.cleaned_data["is_hidden"]
    messages.success(request, "Hidden from learners." if hidden else "Learners see their points.")
    return redirect("gradebook:item", course, item)


def _page(
    request: HttpRequest,
    staff: Enrolment,
    key: str,
    *,
    form: ReleaseForm | None = None,
    status: int = 200,
) -> HttpResponse:
    asked = item_named(freshen(staff.course).items, key)
    held = Release.objects.filter(course=staff.course, item=key).first()
    initial = (
        {} if held is None else {"is_hidden": held.is_hidden, "visible_from": held.visible_from}
    )
    context = {
        "course": staff.course,
        "decides": staff.role == Enrolment.Role.INSTRUCTOR,
        "item": asked,
        "insight": insight_into(staff, asked),
        "form": form or ReleaseForm(initial=initial),
        "crumbs": staff_crumbs(staff.course, (asked.title, "")),
    }
    return render(request, "gradebook/item.html", context, status=status)
