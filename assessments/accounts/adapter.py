"""How sign-in behaves here, where it differs from allauth's defaults."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are made by the people who run the service, unless sign-up is opened."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether strangers may make themselves an account."""
        return bool(settings.OPEN_SIGNUP)
