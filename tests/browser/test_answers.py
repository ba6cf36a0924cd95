"""static/js/answers.js against a real server, which is also killed and started again."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from assessments.accounts.models import User
from assessments.courses.models import Enrolment, Quiz, Schedule
from assessments.quizzes.answering import save_response
from assessments.quizzes.finishing import finish_attempt
from assessments.quizzes.models import Attempt, LateArrival
from assessments.quizzes.starting import start_attempt

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).parents[2]
SAVED = re.compile("^Saved at ")
PATIENCE = 20_000


class Server:
    """The service in processes of its own, on the test's database and always on the same port."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when it answers."""
        command = [sys.executable, "-m", "gunicorn", "assessments.wsgi", "--threads", "4"]
        self.process = subprocess.Popen(
            [*command, "--bind", f"127.0.0.1:{self.port}", "--log-level", "error"],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": _database_url()},
            start_new_session=True,
        )
        deadline = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(f"{self.url}/accounts/login/", timeout=5).close()
            except (urllib.error.URLError, OSError):
                assert self.process.poll() is None, "the server did not start"
                assert time.monotonic() < deadline, "the server does not answer"
                time.sleep(0.05)
            else:
                return

    def kill(self) -> None:
        """As a power cut would: every process at once, in the middle of whatever it does."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


def _database_url() -> str:
    named = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{named['NAME']}"
    door = f"{named['USER']}:{named['PASSWORD']}@{named['HOST']}:{named['PORT']}"
    return f"postgresql://{door}/{named['NAME']}"


@pytest.fixture
def server(transactional_db: None) -> Iterator[Server]:
    """The service, running."""
    running = Server()
    try:
        running.start()
        yield running
    finally:
        running.kill()


@pytest.fixture
def attempt(enrolment: Enrolment, quiz: Quiz) -> Attempt:
    """The learner's attempt, just begun."""
    return start_attempt(enrolment=enrolment, quiz=quiz)[0]


@pytest.fixture
def context(chromium: Browser, server: Server, learner: User) -> Iterator[BrowserContext]:
    """The learner's browser."""
    opened = chromium.new_context(base_url=server.url)
    opened.set_default_timeout(PATIENCE)
    sign_in(opened, server, learner)
    yield opened
    opened.close()


def sign_in(context: BrowserContext, server: Server, user: User) -> None:
    """A new session."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": server.url}])


OpenPage = Callable[[], Page]


@pytest.fixture
def open_page(context: BrowserContext, attempt: Attempt) -> OpenPage:
    """Opens the attempt in a new tab."""

    def open_one() -> Page:
        page = context.new_page()
        page.goto(f"/attempts/{attempt.pk}/")
        return page

    return open_one


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """The attempt, open."""
    return open_page()


def status(page: Page) -> object:
    """The line that says whether answers are saved, to be expected something of."""
    return expect(page.locator("[data-save-status]"))


def stored(attempt: Attempt) -> dict[str, object]:
    """The attempt's answers in the database."""
    given = attempt.responses.filter(answer__isnull=False)
    return dict(given.values_list("question", "answer"))


def shelved(page: Page) -> int:
    """How many answers wait in the browser's storage."""
    return int(
        page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('holdout')).length")
    )


def eventually(what: Callable[[], bool], seconds: float = 20) -> None:
    """Waits until it is so."""
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_answers_of_every_kind_are_saved_within_a_second(page: Page, attempt: Attempt) -> None:
    page.get_by_label("Towards zero.").check()
    begun = time.monotonic()
    eventually(lambda: "what-it-pulls" in stored(attempt), 1)
    assert time.monotonic() - begun < 1
    page.get_by_label("Dropout", exact=True).check()
    page.get_by_label("Early stopping").check()
    page.get_by_label("False").check()
    page.get_by_label("Your answer").fill("9e-1")
    expect(page.get_by_text("Read as 0.9.")).to_be_visible()
    status(page).to_have_text(SAVED)
    assert stored(attempt) == {
        "what-it-pulls": 0,
        "which-regularize": [0, 1],
        "active-in-evaluation": False,
        "shrink-factor": "9e-1",
    }
    expect(page.locator(".navigator [data-answered]")).to_have_count(4)
    expect(page.get_by_text("Every question has an answer.")).to_be_visible()
    eventually(lambda: shelved(page) == 0)


def test_a_number_that_cannot_be_read_is_explained_at_once(page: Page, attempt: Attempt) -> None:
    page.get_by_label("Your answer").fill("0,9")
    expect(page.get_by_text("has a comma")).to_be_visible()
    assert page.get_by_label("Your answer").get_attribute("aria-invalid") == "true"
    page.get_by_label("Your answer").fill("0.9")
    expect(page.get_by_text("Read as 0.9.")).to_be_visible()
    assert page.get_by_label("Your answer").get_attribute("aria-invalid") is None


def test_boxes_can_be_emptied(page: Page, attempt: Attempt) -> None:
    page.get_by_label("Dropout", exact=True).check()
    status(page).to_have_text(SAVED)
    page.get_by_label("Dropout", exact=True).uncheck()
    eventually(lambda: stored(attempt) == {})


def test_a_killed_server_loses_nothing_and_nothing_is_called_saved_meanwhile(
    page: Page, server: Server, attempt: Attempt
) -> None:
    page.get_by_label("Towards zero.").check()
    status(page).to_have_text(SAVED)
    server.kill()
    page.get_by_label("Towards one.").check()
    page.get_by_label("Your answer").fill("0.9")
    status(page).to_contain_text("Not saved yet – will try again.")
    status(page).to_contain_text("Your answers are kept in this browser.")
    assert stored(attempt) == {"what-it-pulls": 0}
    server.start()
    status(page).to_have_text(SAVED, timeout=PATIENCE)
    assert stored(attempt) == {"what-it-pulls": 1, "shrink-factor": "0.9"}


def test_answers_survive_a_tab_that_is_closed_while_the_server_is_down(
    page: Page, open_page: OpenPage, server: Server, attempt: Attempt
) -> None:
    server.kill()
    page.get_by_label("Towards one.").check()
    page.get_by_label("Your answer").fill("0.9")
    status(page).to_contain_text("Not saved yet")
    page.close()
    server.start()
    again = open_page()
    expect(again.get_by_label("Towards one.")).to_be_checked()
    status(again).to_have_text(SAVED)
    assert stored(attempt) == {"what-it-pulls": 1, "shrink-factor": "0.9"}


def test_leaving_with_unsaved_answers_is_warned_of(page: Page, server: Server) -> None:
    server.kill()
    page.get_by_label("Towards one.").check()
    status(page).to_contain_text("Not saved yet")
    with page.expect_event("dialog") as warning:
        page.close(run_before_unload=True)
    assert warning.value.type == "beforeunload"
    warning.value.dismiss()


def test_an_ended_session_loses_nothing(
    page: Page, context: BrowserContext, server: Server, learner: User, attempt: Attempt
) -> None:
    Session.objects.all().delete()
    page.get_by_label("Towards one.").check()
    status(page).to_contain_text("You are signed out")
    assert page.get_by_role("link", name="Sign in").get_attribute("target") == "_blank"
    sign_in(context, server, learner)
    status(page).to_have_text(SAVED)
    assert stored(attempt) == {"what-it-pulls": 1}


def test_finishing_after_the_session_ended_loses_nothing(
    page: Page, server: Server, learner: User, attempt: Attempt
) -> None:
    # The server knows only the real way of hashing, not the tests' fast one.
    hasher = PBKDF2PasswordHasher()
    learner.password = hasher.encode("correct horse battery", hasher.salt())
    learner.save()
    page.route("**/api/**", lambda route: route.abort())
    Session.objects.all().delete()
    page.get_by_label("Towards one.").check()
    page.get_by_role("button", name="Finish the attempt").click()
    expect(page.get_by_text("Your answers are kept: sign in")).to_be_visible()
    page.locator("[name=login]").fill("learner")
    page.locator("[name=password]").fill("correct horse battery")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_label("Towards one.")).to_be_checked()
    assert stored(attempt) == {"what-it-pulls": 1}


def test_finishing_sends_what_is_on_the_screen_whatever_was_saved(
    page: Page, attempt: Attempt
) -> None:
    page.route("**/api/**", lambda route: route.abort())
    page.get_by_label("Towards zero.").check()
    page.get_by_label("Your answer").fill("0.9")
    page.get_by_role("button", name="Finish the attempt").click()
    expect(page.get_by_text("Review of attempt 1")).to_be_visible()
    attempt.refresh_from_db()
    assert attempt.points == 3.0
    eventually(lambda: shelved(page) == 0)


def test_a_save_that_arrives_after_the_form_does_not_undo_it(page: Page, attempt: Attempt) -> None:
    held: list[Route] = []
    page.route("**/api/**", lambda route: held.append(route))
    page.get_by_label("Your answer").fill("0.1")
    eventually(lambda: page.wait_for_timeout(20) is None and len(held) == 1)
    page.get_by_label("Your answer").fill("0.9")
    late = held[0].request
    sequence = late.post_data_json["sequence"]
    page.get_by_role("button", name="Save answers").click()
    expect(page.get_by_text("Your answers are saved.")).to_be_visible()
    saved = save_response(attempt=attempt, question="shrink-factor", sent="0.1", sequence=sequence)
    assert not saved.is_newest
    assert stored(attempt) == {"shrink-factor": "0.9"}


def test_of_two_tabs_the_last_answer_wins(
    page: Page, open_page: OpenPage, attempt: Attempt
) -> None:
    other = open_page()
    for choice in ("Towards zero.", "Towards one.", "Nowhere."):
        other.get_by_label(choice).check()
        status(other).to_have_text(SAVED)
        eventually(lambda: shelved(other) == 0)
    page.get_by_label("Towards one.").check()
    eventually(lambda: stored(attempt) == {"what-it-pulls": 1})
    status(page).to_have_text(SAVED)


def test_what_was_left_behind_does_not_replace_a_newer_answer(
    page: Page, open_page: OpenPage, attempt: Attempt
) -> None:
    page.route("**/api/**", lambda route: route.abort())
    page.get_by_label("Towards one.").check()
    status(page).to_contain_text("Not saved yet")
    page.close()
    save_response(attempt=attempt, question="what-it-pulls", sent="c", sequence=50)
    again = open_page()
    status(again).to_have_text(SAVED)
    expect(again.get_by_label("Nowhere.")).to_be_checked()
    assert stored(attempt) == {"what-it-pulls": 2}
    assert shelved(again) == 0


def test_an_attempt_that_was_finished_elsewhere_says_so(page: Page, attempt: Attempt) -> None:
    finish_attempt(attempt=attempt)
    page.get_by_label("Towards one.").check()
    status(page).to_contain_text("This attempt is finished")
    page.get_by_role("link", name="See the review").click()
    expect(page.get_by_text("Review of attempt 1")).to_be_visible()


def test_too_long_an_answer_is_never_called_saved(page: Page, attempt: Attempt) -> None:
    field = page.get_by_label("Your answer")
    field.evaluate("input => input.removeAttribute('maxlength')")
    field.fill("1" * 300)
    status(page).to_contain_text("Not saved: The answer is longer than 200 characters.")
    page.get_by_label("Towards one.").check()
    eventually(lambda: "what-it-pulls" in stored(attempt))
    page.wait_for_timeout(300)
    status(page).not_to_have_text(SAVED)
    field.fill("1")
    status(page).to_have_text(SAVED)


def test_an_answer_that_the_server_cannot_take_keeps_no_other_waiting(
    page: Page, attempt: Attempt
) -> None:
    poisoned = "**/responses/what-it-pulls/"
    page.route(poisoned, lambda route: route.fulfill(status=500, json={}))
    page.get_by_label("Towards one.").check()
    status(page).to_contain_text("The server has a problem.")
    page.get_by_label("Your answer").fill("0.9")
    eventually(lambda: stored(attempt) == {"shrink-factor": "0.9"})
    status(page).not_to_have_text(SAVED)
    page.unroute(poisoned)
    status(page).to_have_text(SAVED)
    assert stored(attempt) == {"what-it-pulls": 1, "shrink-factor": "0.9"}


@pytest.mark.parametrize(
    ("code", "said"), [(200, {}), (200, None), (409, {}), (409, {"error": {"code": "busy"}})]
)
def test_what_is_not_the_services_own_word_acknowledges_and_drops_nothing(
    page: Page, attempt: Attempt, code: int, said: object
) -> None:
    between = "**/api/v1/attempts/*/responses/**"
    page.route(between, lambda route: route.fulfill(status=code, json=said))
    page.get_by_label("Your answer").fill("0.9")
    status(page).to_contain_text("Not saved yet – will try again.")
    assert shelved(page) == 1
    page.unroute(between)
    status(page).to_have_text(SAVED)
    assert stored(attempt) == {"shrink-factor": "0.9"}


def test_a_form_that_brings_no_page_stops_no_saving(page: Page, attempt: Attempt) -> None:
    page.clock.install()
    page.route("**/attempts/*/responses/", lambda route: route.fulfill(status=204))
    page.get_by_role("button", name="Save answers").last.click()
    page.get_by_label("Your answer").fill("0.9")
    page.clock.run_for(20_000)
    status(page).to_have_text(SAVED)
    assert stored(attempt) == {"shrink-factor": "0.9"}


def test_a_form_that_never_arrived_is_no_reason_to_forget_its_answers(
    page: Page, open_page: OpenPage, attempt: Attempt
) -> None:
    page.route("**/api/**", lambda route: route.abort())
    page.route("**/attempts/*/responses/", lambda route: route.abort())
    page.get_by_label("Your answer").fill("0.9")
    with page.expect_event("requestfailed", lambda request: request.is_navigation_request()):
        page.get_by_role("button", name="Save answers").last.click()
    page.close()
    now = timezone.now()
    Schedule.objects.create(course=attempt.enrolment.course, quiz=attempt.quiz, time_limit=1)
    Attempt.objects.filter(pk=attempt.pk).update(
        policy={**attempt.policy, "time_limit": 1},
        started_at=now - timedelta(minutes=9),
        ends_at=now - timedelta(minutes=8),
    )
    again = open_page()
    expect(again.get_by_text("Review of attempt 1")).to_be_visible()
    eventually(lambda: LateArrival.objects.filter(answer="0.9").count() == 1)
