"""Tokens for a person's programs: made, listed, taken back."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404

from .models import Token, User

MOST_TOKENS = 50


class TooManyTokens(Exception):
    """A person has as many tokens as one may have."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A token just made: `secret` is known at this moment only."""

    token: Token
    secret: str


def grant_token(*, user: User, name: str, days: int) -> Grant:
    """A new token of the person. Raises TooManyTokens."""
    with transaction.atomic():
        # The lock makes two requests count one after the other.
        User.objects.select_for_update().get(pk=user.pk)
        if tokens_of(user).count() >= MOST_TOKENS:
            raise TooManyTokens
        token, secret = Token.objects.create(user, timedelta(days=days), name=name)
    return Grant(token, secret)


def tokens_of(user: User) -> QuerySet[Token]:
    """The person's tokens, the newest first."""
    tokens: QuerySet[Token] = Token.objects.filter(user=user)
    return tokens


def revoke_token(*, user: User, token_id: uuid.UUID) -> None:
    """Ends the token at once. Raises Http404 when the person has no such token."""
    deleted, _ = tokens_of(user).filter(id=token_id).delete()
    if not deleted:
        raise Http404("There is no such token.")
