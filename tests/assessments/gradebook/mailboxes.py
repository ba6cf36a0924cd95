"""A mail server that takes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class Full(BaseEmailBackend):
    """Refuses every letter."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Raises OSError."""
        raise OSError("the mailbox is full")
