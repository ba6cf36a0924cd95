"""The person behind a request that only signed-in people can make."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from .models import User


def signed_in(user: User | AnonymousUser) -> User:
    """The user; for views whose decorator or permission already refused everyone else."""
    if not isinstance(user, User):
        raise TypeError("only a signed-in person gets here")
    return user
