"""The page on which anybody who is signed in has a receipt verified."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ..receipts import LARGEST_RECEIPT, NotAReceipt, verified_receipt


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def verify(request: HttpRequest) -> HttpResponse:
    """Whether a pasted or sent receipt is ours, what it says, and whether that is stored."""
    if request.method != "POST":
        return render(request, "quizzes/verify_receipt.html")
    pasted = request.POST.get("receipt", "")
    try:
        verified = verified_receipt(_sent(request) or pasted)
    except NotAReceipt as error:
        context = {"problem": str(error), "pasted": pasted}
        return render(request, "quizzes/verify_receipt.html", context, status=400)
    return render(request, "quizzes/verify_receipt.html", {"verified": verified})


def _sent(request: HttpRequest) -> str:
    """The file's text, if there is one. Raises NotAReceipt."""
    file = request.FILES.get("file")
    if file is None:
        return ""
    if (file.size or 0) > LARGEST_RECEIPT:
        raise NotAReceipt("It is too long to be a receipt.")
    try:
        text: str = file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotAReceipt("It is no text.") from None
    return text
