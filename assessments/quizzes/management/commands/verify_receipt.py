"""`manage.py verify_receipt FILE`: whether a receipt is ours, and whether what it says is stored."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.quizzes.receipts import NotAReceipt, verified_receipt


class Command(BaseCommand):
    """Verifies the receipt of an attempt."""

    help = "Verify the receipt of a quiz attempt, from a file or from standard input (-)."

    def add_arguments(self, parser: CommandParser) -> None:
        """FILE."""
        parser.add_argument("file", help="the receipt, or - for standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints what it says; fails if it is none of ours, or if something else is stored."""
        name = options["file"]
        try:
            text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
            verified = verified_receipt(text)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"the file cannot be read: {error}", returncode=2) from error
        except NotAReceipt as error:
            raise CommandError(str(error)) from error
        receipt = verified.receipt
        self.stdout.write(f"Attempt {receipt.number} of {receipt.learner} at {receipt.quiz}")
        self.stdout.write(f"issued {receipt.issued_at.isoformat(timespec='seconds')}")
        for kept in receipt.answers:
            at = kept.saved_at.isoformat(timespec="seconds")
            self.stdout.write(f"  {kept.question}: {kept.answer!r}, saved {at}")
        if not verified.is_here:
            raise CommandError("The attempt is not in this database.")
        if verified.differences:
            raise CommandError("Stored otherwise:\n" + "\n".join(verified.differences))
        self.stdout.write("Everything is stored as the receipt says.")
