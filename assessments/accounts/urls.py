"""The addresses of one's tokens; allauth's stand under /accounts/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import api, views

app_name = "accounts"

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/tokens/", views.tokens, name="tokens"),
    path("account/tokens/<uuid:token_id>/revoke/", views.revoke, name="revoke"),
    path("api/v1/account/tokens/", api.TokenList.as_view(), name="api_tokens"),
    path("api/v1/account/tokens/<uuid:token_id>/", api.TokenDetail.as_view(), name="api_token"),
]
