"""Every refusal of the service in one shape: JSON for the API, a page for people.

    {"error": {"code": "not_found", "message": "...", "fields": {"source": ["..."]}}}

`fields` stands only where the caller's data were wrong.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views import defaults
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

API = "/api/"
TOO_LARGE = {"error": {"code": "too_large", "message": "The request is too large."}}


def refuse(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to an exception raised in an operation; None for one that is our fault."""
    if isinstance(error, RequestDataTooBig):
        return Response(TOO_LARGE, status=413)
    response = exception_handler(error, context)
    if response is None:
        return None
    if isinstance(error, exceptions.ValidationError):
        detail = response.data
        fields = detail if isinstance(detail, dict) else {"non_field_errors": detail}
        response.data = _body("invalid", "What was sent is not valid.", fields)
    elif isinstance(error, Http404):
        response.data = _body("not_found", str(error) or "Not found.")
    elif isinstance(error, PermissionDenied):
        response.data = _body("permission_denied", str(error) or "This is not allowed.")
    elif isinstance(error, exceptions.APIException):
        codes = error.get_codes()
        response.data = _body(codes if isinstance(codes, str) else "error", str(error.detail))
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, for what Django refuses before a view sees it."""
    if request.path.startswith(API):
        return JsonResponse(_body("bad_request", "The request is not valid."), status=400)
    return defaults.bad_request(request, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    if request.path.startswith(API):
        return JsonResponse(_body("permission_denied", "This is not allowed."), status=403)
    return defaults.permission_denied(request, exception)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: the same for what does not exist and for what is none of the caller's business."""
    if request.path.startswith(API):
        return JsonResponse(_body("not_found", "Not found."), status=404)
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, without a word of what went wrong; that is in the log."""
    if request.path.startswith(API):
        return JsonResponse(_body("server_error", "Something went wrong on our side."), status=500)
    return defaults.server_error(request)


def _body(code: str, message: str, fields: Any = None) -> dict[str, Any]:
    error: dict[str, Any] = {"code": code, "message": message}
    if fields is not None:
        error["fields"] = fields
    return {"error": error}
