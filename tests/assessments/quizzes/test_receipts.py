"""Receipts: what was stored, under a signature that nobody else can make."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO

import pytest
from django.core import signing
from django.core.management import CommandError, call_command
from django.test import Client

from assessments.accounts.models import User
from assessments.quizzes.answering import save_response
from assessments.quizzes.finishing import finish_attempt
from assessments.quizzes.models import Attempt, Response
from assessments.quizzes.receipts import NotAReceipt, differences, receipt_of, verify_receipt


@pytest.fixture
def saved(attempt: Attempt) -> Attempt:
    """An open attempt with one answer."""
    save_response(attempt=attempt, question="shrink-factor", sent="0.9", sequence=3)
    return attempt


def test_a_receipt_tells_what_is_stored(saved: Attempt) -> None:
    receipt = verify_receipt(receipt_of(saved))
    assert (receipt.learner, receipt.number, receipt.finished_at) == ("learner", 1, None)
    [kept] = receipt.answers
    assert (kept.question, kept.answer, kept.sequence) == ("shrink-factor", "0.9", 3)
    assert differences(receipt) == []


def test_its_last_line_is_enough(saved: Attempt) -> None:
    line = receipt_of(saved).splitlines()[-1]
    assert verify_receipt(line).attempt == str(saved.pk)


def test_what_was_changed_is_no_receipt(saved: Attempt) -> None:
    line = receipt_of(saved).splitlines()[-1]
    for wrong in (line[:-1], line[1:], "", "nonsense", signing.dumps({"format": 1}, salt="other")):
        with pytest.raises(NotAReceipt):
            verify_receipt(wrong)


def test_what_is_stored_otherwise_is_found(saved: Attempt) -> None:
    receipt = verify_receipt(receipt_of(saved))
    Response.objects.update(answer="0.1")
    assert differences(receipt) == ["shrink-factor: another answer is stored under the same number"]
    Response.objects.all().delete()
    assert differences(receipt) == ["shrink-factor: nothing is stored"]


def test_the_learner_downloads_it_and_the_command_verifies_it(
    saved: Attempt, client_of: Callable[[User | None], Client], learner: User, tmp_path: object
) -> None:
    finish_attempt(attempt=saved)
    answer = client_of(learner).get(f"/attempts/{saved.pk}/receipt/")
    assert "no-store" in answer["Cache-Control"]
    assert "attachment" in answer["Content-Disposition"]
    file = tmp_path / "receipt.txt"  # type: ignore[operator]
    file.write_bytes(answer.content)
    said = StringIO()
    call_command("verify_receipt", str(file), stdout=said)
    assert "learner" in said.getvalue()
    assert "Everything is stored as the receipt says." in said.getvalue()
    file.write_text("no receipt")
    with pytest.raises(CommandError):
        call_command("verify_receipt", str(file), stdout=said)
