"""The assignment's page and the submission's page, as HTML alone shows them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from assessments.accounts.models import User
from assessments.submissions.grading import grade_submission
from assessments.submissions.models import Submission

from .benches import ScriptedBench
from .conftest import SOURCE, Submit

ClientOf = Callable[[User | None], Client]

ASSIGNMENT = "/courses/deep-learning/warm-up/assignments/tiny-mlp/"


@pytest.fixture
def browser(client_of: ClientOf, learner: User, submission: Submission) -> Client:
    """The learner's, with one submission already queued."""
    return client_of(learner)


def page(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_assignment_says_what_gives_points(browser: Client) -> None:
    shown = page(browser, ASSIGNMENT)
    assert "Accuracy on hidden data" in shown
    assert "Dropout acts" in shown
    assert "9 of 10 submissions left this hour" in shown


def test_the_editor_begins_with_the_newest_program(browser: Client) -> None:
    assert "def build_model(a, b):" in page(browser, ASSIGNMENT)


def test_the_editor_begins_with_the_starter_for_who_sent_nothing(
    client_of: ClientOf, classmate: User, submission: Submission
) -> None:
    browser = client_of(classmate)
    starter = browser.get(f"{ASSIGNMENT}starter.py")
    assert starter.headers["Content-Disposition"] == 'attachment; filename="starter.py"'
    first_line = starter.content.decode().splitlines()[0]
    assert first_line.strip('"') in page(browser, ASSIGNMENT)


def test_no_style_attribute_or_inline_script_stands_in_a_page(
    browser: Client, submission: Submission
) -> None:
    grade_submission(submission.pk, bench=ScriptedBench())
    for address in (ASSIGNMENT, f"/submissions/{submission.pk}/"):
        shown = page(browser, address)
        assert " style=" not in shown
        assert "<script>" not in shown


def test_a_pasted_program_is_sent_in(browser: Client) -> None:
    answer = browser.post(f"{ASSIGNMENT}submit/", {"source": "a = 1\r\n"})
    newest = Submission.objects.latest("submitted_at")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/submissions/{newest.pk}/"
    assert newest.source == "a = 1\n"


def test_a_file_beats_the_text(browser: Client) -> None:
    file = SimpleUploadedFile("mine.py", b"from_file = True\n")
    browser.post(f"{ASSIGNMENT}submit/", {"source": "from_text = True", "file": file})
    assert Submission.objects.latest("submitted_at").source == "from_file = True\n"


def test_nothing_at_all_is_a_slip_of_the_hand(browser: Client) -> None:
    answer = browser.post(f"{ASSIGNMENT}submit/", {"source": "  \n"})
    assert answer.status_code == 400
    assert "Paste your program or choose a file." in answer.content.decode()
    assert Submission.objects.count() == 1


@pytest.mark.parametrize(
    ("source", "reason"),
    [("keep_me = 1\n" + "#" * 70_000, "this assignment takes 64 KiB"), ("keep_me = 1\0", "ull")],
)
def test_a_refused_program_stays_in_the_editor(browser: Client, source: str, reason: str) -> None:
    answer = browser.post(f"{ASSIGNMENT}submit/", {"source": source})
    shown = answer.content.decode()
    assert answer.status_code == 400
    assert reason in shown
    assert "keep_me = 1" in shown


def test_five_megabytes_pasted_come_back_with_a_sentence(browser: Client) -> None:
    answer = browser.post(f"{ASSIGNMENT}submit/", {"source": "keep_me = 1\n" + "#" * (5 << 20)})
    assert answer.status_code == 400
    assert "5,120 KiB long" in answer.content.decode()


def test_a_file_that_is_no_text_is_refused_and_the_text_kept(browser: Client) -> None:
    file = SimpleUploadedFile("weights.pt", b"PK\x03\x04\xff\xff")
    answer = browser.post(f"{ASSIGNMENT}submit/", {"source": "keep_me = 1", "file": file})
    shown = answer.content.decode()
    assert "is not UTF-8 text" in shown
    assert "keep_me = 1" in shown


def test_the_hour_used_up_says_when_and_keeps_the_text(browser: Client, submit_one: Submit) -> None:
    for _ in range(9):
        submit_one()
    answer = browser.post(f"{ASSIGNMENT}submit/", {"source": "keep_me = 1"})
    shown = answer.content.decode()
    assert answer.status_code == 429
    assert "The next one is possible at" in shown
    assert "keep_me = 1" in shown


def test_a_queued_submission_shows_its_place_and_reloads_without_scripts(
    browser: Client, submission: Submission
) -> None:
    shown = page(browser, f"/submissions/{submission.pk}/")
    assert "Next in the queue." in shown
    assert f'data-live="/api/v1/submissions/{submission.pk}/"' in shown
    assert '<noscript><meta http-equiv="refresh" content="3; url=' in shown


def test_a_graded_submission_shows_its_report(browser: Client, submission: Submission) -> None:
    grade_submission(submission.pk, bench=ScriptedBench())
    shown = page(browser, f"/submissions/{submission.pk}/")
    assert "seen: accuracy" in shown
    assert 'href="#line-2"' in shown
    assert 'id="line-2"' in shown
    assert "Call zero_grad." in shown
    assert 'data-best="2"' in shown
    assert "scripted" in shown
    assert "data-live" not in shown


def test_what_a_program_holds_and_prints_is_escaped(browser: Client, submit_one: Submit) -> None:
    attack = "<script>alert(1)</script>"
    sent = submit_one(f"# {attack}\u202e</textarea>{attack}\n")
    grade_submission(sent.pk, bench=ScriptedBench(output=attack))
    for address in (ASSIGNMENT, f"/submissions/{sent.pk}/"):
        shown = page(browser, address)
        assert attack not in shown
        assert "&lt;script&gt;" in shown
    assert "\u202e" not in page(browser, f"/submissions/{sent.pk}/")


def test_the_program_can_be_had_back_as_it_was_sent(
    browser: Client, submission: Submission
) -> None:
    answer = browser.get(f"/submissions/{submission.pk}/solution.py")
    assert answer.content.decode() == SOURCE
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_staff_see_whose_it_is(
    client_of: ClientOf, instructor: User, submission: Submission
) -> None:
    assert "Lea" in page(client_of(instructor), f"/submissions/{submission.pk}/")


@pytest.mark.parametrize("how_many", [1, 6])
def test_queries_of_the_assignment_page_do_not_grow_with_the_submissions(
    browser: Client, submit_one: Submit, how_many: int, django_assert_max_num_queries: object
) -> None:
    for _ in range(how_many):
        submit_one()
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        page(browser, ASSIGNMENT)
