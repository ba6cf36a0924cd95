"""A receipt: what the server had stored of an attempt when it was asked, under its signature.

A learner keeps the file; whoever doubts what was handed in has it verified, by page or with
`manage.py verify_receipt`. The last line is the receipt itself; what stands above it is for people.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.utils import timezone

from .models import Attempt

SALT = "quizzes.receipt"
# Ours, so that a signature made for another purpose is never taken for one.
FORMAT = 1
# Characters; more than the answers of the longest quiz.
LARGEST_RECEIPT = 2 * 1024 * 1024


class NotAReceipt(ValueError):
    """It was not issued here, or was changed since."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer as a receipt has it."""

    question: str
    answer: Any
    sequence: int
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a verified receipt says."""

    attempt: str
    learner: str
    quiz: str
    number: int
    issued_at: datetime
    finished_at: datetime | None
    answers: tuple[Kept, ...]


@dataclass(frozen=True, slots=True)
class Verified:
    """A receipt of ours, and how what is stored now compares with it."""

    receipt: Receipt
    is_here: bool
    differences: tuple[str, ...]


def receipt_of(attempt: Attempt) -> str:
    """The receipt as text: one line an answer, and the signed line."""
    rows = list(attempt.responses.filter(sequence__gt=0).order_by("question"))
    issued_at = timezone.now()
    content = {
        "format": FORMAT,
        "attempt": str(attempt.pk),
        "learner": attempt.enrolment.user.username,
        "quiz": f"{attempt.enrolment.course.slug}/{attempt.quiz.module.slug}/{attempt.quiz.slug}",
        "number": attempt.number,
        "issued_at": issued_at.isoformat(),
        "finished_at": attempt.finished_at and attempt.finished_at.isoformat(),
        "answers": [
            [row.question, row.answer, row.sequence, row.saved_at.isoformat()] for row in rows
        ],
    }
    said = [
        f"Attempt {attempt.number} of {attempt.enrolment.user.username} at {content['quiz']}",
        f"as stored at {issued_at.isoformat(timespec='seconds')}, "
        + ("finished." if attempt.is_finished else "still open."),
        *(f"{row.question}: saved {row.saved_at.isoformat(timespec='seconds')}" for row in rows),
        signing.dumps(content, salt=SALT, compress=True),
    ]
    return "\n".join(said) + "\n"


def verify_receipt(text: str) -> Receipt:
    """What the receipt in the text says, which may be the whole file or its last line.

    Raises NotAReceipt.
    """
    if len(text) > LARGEST_RECEIPT:
        raise NotAReceipt("It is too long to be a receipt.")
    lines = text.split()
    try:
        content = signing.loads(lines[-1] if lines else "", salt=SALT)
        if content["format"] != FORMAT:
            raise NotAReceipt("This receipt is of another format.")
        finished_at = content["finished_at"]
        return Receipt(
            attempt=content["attempt"],
            learner=content["learner"],
            quiz=content["quiz"],
            number=content["number"],
            issued_at=datetime.fromisoformat(content["issued_at"]),
            finished_at=datetime.fromisoformat(finished_at) if finished_at else None,
            answers=tuple(
                Kept(question, answer, sequence, datetime.fromisoformat(saved_at))
                for question, answer, sequence, saved_at in content["answers"]
            ),
        )
    except signing.BadSignature:
        raise NotAReceipt("It was not issued here, or was changed since.") from None


def verified_receipt(text: str) -> Verified:
    """The receipt in the text, compared with what is stored. Raises NotAReceipt.

    Of what is stored it tells no more than whether it is what the receipt says.
    """
    receipt = verify_receipt(text)
    is_here = Attempt.objects.filter(pk=receipt.attempt).exists()
    return Verified(receipt, is_here, tuple(differences(receipt)) if is_here else ())


def differences(receipt: Receipt) -> list[str]:
    """What is stored now that differs from what the receipt says; nothing, as it should be."""
    stored = {row.question: row for row in Attempt.objects.get(pk=receipt.attempt).responses.all()}
    found = []
    for kept in receipt.answers:
        row = stored.get(kept.question)
        if row is None:
            found.append(f"{kept.question}: nothing is stored")
        elif row.sequence == kept.sequence and row.answer != kept.answer:
            found.append(f"{kept.question}: another answer is stored under the same number")
        elif row.sequence < kept.sequence:
            found.append(f"{kept.question}: an older answer is stored")
        elif row.sequence > kept.sequence:
            found.append(f"{kept.question}: answered again since")
    return found
