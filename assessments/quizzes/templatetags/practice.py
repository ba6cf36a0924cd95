"""Lets the page of a lesson, which a room below makes, hold questions of this room."""

from __future__ import annotations

from django import template
from django.http import HttpRequest

from assessments.courses.models import Lesson

from ..practising import Piece, pieces_of

register = template.Library()


@register.simple_tag
def with_questions(lesson: Lesson, request: HttpRequest) -> list[Piece]:
    """The lesson's HTML in pieces, with a question behind each but the last."""
    return pieces_of(lesson, request.GET)
