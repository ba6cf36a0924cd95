"""The policy of the course: as it is, as it was, and what another one would do."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from assessments.accounts.signed_in import signed_in
from assessments.courses import access as courses
from assessments.courses.models import Enrolment

from ..forms import PolicyForm
from ..items import items_of
from ..models import GradingPolicy
from ..policy import held_policy, set_policy
from ..policy_text import text_of
from ..previewing import Preview, preview_policy
from .crumbs import staff_crumbs


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def policy(request: HttpRequest, course: str) -> HttpResponse:
    """Shows the policy; a changed text is previewed first, and applied when that is asked for."""
    if request.method != "POST":
        return _page(request, courses.staff(request.user, course))
    staff = courses.instructor(request.user, course)
    form = PolicyForm(request.POST)
    if not form.is_valid():
        return _page(request, staff, form=form, status=400)
    preview = preview_policy(staff.course, form.policy)
    if preview.unknown:
        form.add_error("text", f"The course has no {', '.join(preview.unknown)}.")
        return _page(request, staff, form=form, status=400)
    if "apply" not in request.POST:
        return _page(request, staff, form=form, preview=preview)
    set_policy(
        course=staff.course,
        policy=form.policy,
        by=signed_in(request.user),
        note=form.cleaned_data["note"],
    )
    messages.success(request, f"The policy holds now; {preview.changed} grades changed.")
    return redirect("gradebook:policy", course)


def _page(
    request: HttpRequest,
    staff: Enrolment,
    *,
    form: PolicyForm | None = None,
    preview: Preview | None = None,
    status: int = 200,
) -> HttpResponse:
    held = held_policy(staff.course)
    context = {
        "course": staff.course,
        "decides": staff.role == Enrolment.Role.INSTRUCTOR,
        "held": held,
        "items": items_of(staff.course, held.policy),
        "form": form or PolicyForm(initial={"text": text_of(held.policy)}),
        "preview": preview,
        "history": GradingPolicy.objects.filter(course=staff.course).select_related("made_by"),
        "crumbs": staff_crumbs(staff.course, ("Policy", "")),
    }
    return render(request, "gradebook/policy.html", context, status=status)
