"""Django's name for this room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Who: users, sign-in, tokens."""

    name = "assessments.accounts"
    label = "accounts"
