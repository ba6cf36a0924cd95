"""A learner's due dates for calendar programs, which sign in nowhere: the address is the secret."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ..calendar import enrolment_of, feed_of


@require_safe
@never_cache
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The feed. Nothing in it is a grade."""
    enrolment = enrolment_of(token)
    origin = request.build_absolute_uri("/").removesuffix("/")
    return HttpResponse(
        feed_of(enrolment, origin=origin),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="due-dates.ics"'},
    )
