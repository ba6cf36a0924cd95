"""What all operations on attempts have in common."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers, status
from rest_framework.exceptions import APIException
from rest_framework.views import APIView

from ..answering import LARGEST_ANSWER


class Conflict(APIException):
    """The attempt is not in a state for this."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "conflict"


class TooLarge(APIException):
    """The answer is longer than any can be."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "answer_too_large"
    default_detail = f"An answer may be {LARGEST_ANSWER} bytes of JSON at most."


class NeverStored(APIView):
    """An operation whose answer no cache may keep."""

    @property
    def default_response_headers(self) -> dict[str, str]:
        """Those of every answer, errors too."""
        return {**super().default_response_headers, "Cache-Control": "no-store, private"}


class AttemptSummary(serializers.Serializer[Any]):
    """An attempt without its questions. `points` is null while a mark is awaited."""

    id = serializers.UUIDField()
    number = serializers.IntegerField()
    started_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    closed_by = serializers.CharField()
    points = serializers.FloatField(allow_null=True)
    max_points = serializers.FloatField()


class CheckedOutput(serializers.Serializer[Any]):
    """What is said of an answer that was checked before the end of its attempt."""

    class Meta:
        ref_name = "CheckedAnswer"

    verdict = serializers.CharField()
    points = serializers.FloatField()
    tries = serializers.IntegerField()
    tries_left = serializers.IntegerField()
    is_settled = serializers.BooleanField()
    feedback_html = serializers.CharField()
    explanation_html = serializers.CharField()
