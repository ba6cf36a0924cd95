"""The page of one's tokens."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from .forms import TokenForm
from .granting import MOST_TOKENS, TooManyTokens, grant_token, revoke_token, tokens_of
from .signed_in import signed_in


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def tokens(request: HttpRequest) -> HttpResponse:
    """Lists one's tokens; makes one and shows its secret, once."""
    user = signed_in(request.user)
    form = TokenForm(request.POST if request.method == "POST" else None)
    grant = None
    if request.method == "POST" and form.is_valid():
        try:
            grant = grant_token(user=user, **form.cleaned_data)
            form = TokenForm()
        except TooManyTokens:
            form.add_error(None, f"{MOST_TOKENS} tokens are the most; end one first.")
    context = {"form": form, "grant": grant, "tokens": tokens_of(user)}
    return render(request, "accounts/tokens.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def revoke(request: HttpRequest, token_id: uuid.UUID) -> HttpResponse:
    """Ends one of one's tokens."""
    revoke_token(user=signed_in(request.user), token_id=token_id)
    messages.success(request, "The token has ended.")
    return redirect("accounts:tokens")
