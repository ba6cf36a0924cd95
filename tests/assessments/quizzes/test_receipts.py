"""Receipts: what was stored, under a signature that nobody else can make."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
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


WHERE = "/receipts/verify/"


def test_a_page_verifies_it_pasted_or_sent_for_anyone_signed_in(
    saved: Attempt, client_of: Callable[[User | None], Client], stranger: User
) -> None:
    client = client_of(stranger)
    assert client.get(WHERE).status_code == 200
    text = receipt_of(saved)
    for form in (
        {"receipt": text},
        {"receipt": text.splitlines()[-1]},
        {"file": SimpleUploadedFile("receipt.txt", text.encode())},
    ):
        answer = client.post(WHERE, form)
        page = answer.content.decode()
        assert "Everything is stored as the receipt says." in page
        assert "shrink-factor" in page
        assert "no-store" in answer["Cache-Control"]


def test_the_page_tells_a_stranger_nothing_that_is_not_in_the_receipt(
    saved: Attempt, client_of: Callable[[User | None], Client], stranger: User
) -> None:
    text = receipt_of(saved)
    save_response(attempt=saved, question="shrink-factor", sent="0.777", sequence=4)
    save_response(attempt=saved, question="active-in-evaluation", sent=False, sequence=5)
    page = client_of(stranger).post(WHERE, {"receipt": text}).content.decode()
    assert "shrink-factor: answered again since" in page
    for secret in ("0.777", "active-in-evaluation", str(saved.pk), "points"):
        assert secret not in page


@pytest.mark.parametrize("form", ["", "nonsense", "<script>x</script>", "a:b:c", "\0", "é" * 5000])
def test_the_page_says_what_is_none_of_ours_and_keeps_what_was_pasted(
    client_of: Callable[[User | None], Client], learner: User, form: str
) -> None:
    answer = client_of(learner).post(WHERE, {"receipt": form})
    assert answer.status_code == 400
    assert "It was not issued here, or was changed since." in answer.content.decode()
    assert "<script>x" not in answer.content.decode()


def test_a_file_that_is_no_text_is_none_of_ours(
    client_of: Callable[[User | None], Client], learner: User
) -> None:
    file = SimpleUploadedFile("receipt.txt", b"\xff\xfe\x00")
    answer = client_of(learner).post(WHERE, {"file": file})
    assert answer.status_code == 400
    assert "It is no text." in answer.content.decode()


def test_nobody_verifies_without_signing_in(
    saved: Attempt, client_of: Callable[[User | None], Client]
) -> None:
    assert client_of(None).post(WHERE, {"receipt": receipt_of(saved)}).status_code == 302
