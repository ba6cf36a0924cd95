"""A person who signs in, and the tokens of that person's programs."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from knox.models import AbstractAuthToken


class User(AbstractUser):  # type: ignore[django-manager-missing]  # knox has no types
    """Ours from the first day, so that it can grow. What a person may do is said by enrolments."""

    @property
    def name(self) -> str:
        """The name to show: the full name where there is one."""
        return self.get_full_name() or self.username


class Token(AbstractAuthToken):  # type: ignore[misc]
    """A key of one program to the API. Only its digest is stored; the token itself is shown once."""

    # The primary key is the digest, which is nobody's business; this names the token in addresses.
    id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ("-created",)

    @property
    def is_expired(self) -> bool:
        """Whether its time is over; the next use deletes it."""
        return self.expiry is not None and self.expiry <= timezone.now()
