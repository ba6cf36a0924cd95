"""Writes to the learners whom the table shows."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from assessments.accounts.signed_in import signed_in
from assessments.courses import access as courses

from ..forms import MessageForm
from ..keeping import freshen
from ..messaging import NobodyToWriteTo, reachable, write_message
from ..table import SHOWS, Asked, asked_learners
from ..tasks import ring
from .crumbs import staff_crumbs


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def message(request: HttpRequest, course: str) -> HttpResponse:
    """Whom it would go to, then the letter; sent only after a look at both."""
    staff = courses.instructor(request.user, course)
    asked = Asked.from_query(request.GET)
    fresh = freshen(staff.course)
    learners = list(asked_learners(staff, asked, fresh.items))
    to, without = reachable(learners)
    form = MessageForm(request.POST or None)
    is_valid = request.method == "POST" and form.is_valid()
    if is_valid and "send" in request.POST:
        # Whom the sender saw: who has come to be like them since is not written to. One field for
        # all, as a form of thousands of fields is refused whole.
        seen = set(request.POST.get("to", "").split())
        chosen = [learner for learner in to if str(learner.pk) in seen]
        try:
            with transaction.atomic():
                write_message(
                    course=staff.course,
                    by=signed_in(request.user),
                    learners=chosen,
                    subject=form.cleaned_data["subject"],
                    text=form.cleaned_data["text"],
                )
                transaction.on_commit(partial(ring))
        except NobodyToWriteTo as nobody:
            form.add_error(None, str(nobody))
        else:
            messages.success(request, f"{len(chosen)} letters are on their way, one to each.")
            return redirect("gradebook:gradebook", course)
    context = {
        "course": staff.course,
        "asked": asked,
        "show": SHOWS[asked.show],
        "group": courses.groups_seen_by(staff).filter(slug=asked.group).first(),
        "to": to,
        "without": without,
        "form": form,
        "is_preview": is_valid,
        "crumbs": staff_crumbs(staff.course, ("Write", "")),
    }
    status = 400 if request.method == "POST" and form.errors else 200
    return render(request, "gradebook/message.html", context, status=status)
