"""The page of an attempt in a real browser: time, tabs, steps, marks to come back to, checked answers."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from assessments.accounts.models import User
from assessments.courses.extending import Granted, grant_extension
from assessments.courses.models import Enrolment, Quiz, Schedule
from assessments.courses.questions import Policy
from assessments.quizzes.finishing import close_if_over
from assessments.quizzes.models import Attempt, LateArrival
from assessments.quizzes.starting import start_attempt
from tests.browser.conftest import OpenContext, Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SAVED = re.compile("^Saved at ")
PATIENCE = 30_000


@pytest.fixture
def schedule(enrolment: Enrolment, quiz: Quiz) -> Schedule:
    """An hour for an attempt."""
    return Schedule.objects.create(course=enrolment.course, quiz=quiz, time_limit=60)


@pytest.fixture
def attempt(schedule: Schedule, enrolment: Enrolment, quiz: Quiz) -> Attempt:
    """The learner's attempt, just begun."""
    return start_attempt(enrolment=enrolment, quiz=quiz)[0]


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(open_context: OpenContext, learner: User, attempt: Attempt, watch: Watch) -> OpenPage:
    """Opens the attempt in another tab of the learner's one browser."""
    context = open_context(learner)
    context.set_default_timeout(PATIENCE)

    def open_one(query: str = "", script: str = "") -> Page:
        page = context.new_page()
        watch.follow(page)
        if script:
            page.add_init_script(script)
        page.goto(f"/attempts/{attempt.pk}/{query}")
        return page

    return open_one


def stored(attempt: Attempt) -> dict[str, object]:
    """The attempt's answers in the database."""
    given = attempt.responses.filter(answer__isnull=False)
    return dict(given.values_list("question", "answer"))


def eventually(what: Callable[[], bool], seconds: float = 30) -> None:
    """Waits until it is so."""
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def status(page: Page) -> object:
    """The line that says whether answers are saved."""
    return expect(page.locator("[data-save-status]"))


def left(attempt: Attempt, seconds: float) -> None:
    """Moves the attempt so that it has so long to go."""
    ends_at = timezone.now() + timedelta(seconds=seconds)
    started_at = ends_at - timedelta(minutes=60)
    Attempt.objects.filter(pk=attempt.pk).update(started_at=started_at, ends_at=ends_at)


def test_at_the_end_the_page_hands_in_what_is_on_the_screen(
    open_page: OpenPage, attempt: Attempt
) -> None:
    left(attempt, 8)
    page = open_page()
    page.get_by_label("Your answer").fill("0.9")
    expect(page.get_by_text("Review of attempt 1")).to_be_visible(timeout=PATIENCE)
    attempt.refresh_from_db()
    assert attempt.is_finished
    assert stored(attempt) == {"shrink-factor": "0.9"}
    assert attempt.finished_at == attempt.ends_at or attempt.finished_at < attempt.ends_at


def test_what_the_network_held_back_until_after_the_end_is_kept_and_told(
    open_page: OpenPage, attempt: Attempt, watch: Watch
) -> None:
    left(attempt, 60)
    page = open_page()
    page.route("**/api/**", lambda route: route.abort())
    page.get_by_label("Your answer").fill("0.9")
    page.get_by_label("Towards one.").check()
    status(page).to_contain_text("Not saved yet")  # type: ignore[attr-defined]
    left(attempt, -60)
    found = Attempt.objects.select_related("enrolment", "quiz", "revision").get(pk=attempt.pk)
    assert close_if_over(found)
    page.unroute("**/api/**")
    status(page).to_contain_text("kept for your instructor")  # type: ignore[attr-defined]
    eventually(lambda: LateArrival.objects.count() == 2)
    assert stored(attempt) == {}
    page.get_by_role("link", name="See the review").click()
    expect(page.get_by_text("These answers arrived after the end.")).to_be_visible()
    watch.wrongs.clear()


def test_an_extension_reaches_the_open_page(
    open_page: OpenPage, attempt: Attempt, instructor: User
) -> None:
    left(attempt, 300)
    page = open_page()
    expect(page.locator("[data-time-left]")).to_have_text(re.compile("^0[45]:"))
    grant_extension(
        course=attempt.enrolment.course,
        by=instructor,
        whom=attempt.enrolment,
        item=None,
        granted=Granted(extra_minutes=10),
        reason="the fire alarm",
    )
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-time-left]")).to_have_text(re.compile("^1[45]:"))
    expect(page.locator("[data-time-said]")).to_contain_text("You have more time")


def test_a_wrong_clock_of_the_device_changes_nothing(open_page: OpenPage, attempt: Attempt) -> None:
    hours = 36_000_000
    page = open_page(script=f"const now = Date.now; Date.now = () => now() + {hours};")
    expect(page.locator("[data-time-left]")).to_have_text(re.compile("^(59|1:00):"))
    page.get_by_label("Towards one.").check()
    status(page).to_have_text(SAVED)  # type: ignore[attr-defined]
    assert stored(attempt) == {"what-it-pulls": 1}


def test_the_older_tab_is_told_and_shows_what_the_newer_one_saved(
    open_page: OpenPage, attempt: Attempt
) -> None:
    older = open_page()
    newer = open_page()
    expect(older.get_by_text("opened in another tab")).to_be_visible()
    expect(newer.get_by_text("opened in another tab")).to_have_count(0)
    newer.get_by_label("Towards one.").check()
    status(newer).to_have_text(SAVED)  # type: ignore[attr-defined]
    expect(older.get_by_label("Towards one.")).to_be_checked()
    older.get_by_label("Nowhere.").check()
    status(older).to_have_text(SAVED)  # type: ignore[attr-defined]
    expect(newer.get_by_label("Nowhere.")).to_be_checked()
    assert stored(attempt) == {"what-it-pulls": 2}


def test_a_finish_in_one_tab_is_told_in_the_other(open_page: OpenPage, attempt: Attempt) -> None:
    older = open_page()
    newer = open_page()
    newer.get_by_role("button", name="Finish the attempt").click()
    expect(newer.get_by_text("Review of attempt 1")).to_be_visible()
    status(older).to_contain_text("finished in another tab")  # type: ignore[attr-defined]
    expect(older.get_by_label("Towards one.")).to_be_disabled()


def test_questions_come_one_at_a_time_by_keyboard_alone(
    open_page: OpenPage, attempt: Attempt
) -> None:
    page = open_page("?question=1")
    expect(page.locator("fieldset[data-question]")).to_have_count(1)
    page.get_by_label("Towards zero.").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Question 2 →").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name=re.compile("Question 2"))).to_be_visible()
    page.get_by_label("Dropout", exact=True).focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="← Question 1").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Towards zero.")).to_be_checked()
    assert stored(attempt) == {"what-it-pulls": 0, "which-regularize": [0]}
    expect(page.locator(".navigator [data-answered]")).to_have_count(2)
    expect(page.locator(".navigator [aria-current]")).to_have_text(re.compile("^1"))


def test_finishing_takes_with_it_what_an_earlier_step_could_not_send(
    open_page: OpenPage, attempt: Attempt, watch: Watch
) -> None:
    page = open_page("?question=1")
    blocked = "**/api/**"
    page.route(blocked, lambda route: route.abort())
    watch.wrongs.clear()
    page.get_by_label("Towards zero.").check()
    status(page).to_contain_text("Not saved yet")  # type: ignore[attr-defined]
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator(".navigator a").nth(1).click()
    expect(page.get_by_role("group", name=re.compile("Question 2"))).to_be_visible()
    page.unroute(blocked)
    page.get_by_role("button", name="Finish the attempt").click()
    expect(page.get_by_text("Review of attempt 1")).to_be_visible()
    assert stored(attempt) == {"what-it-pulls": 0}
    watch.wrongs.clear()


def test_a_browser_that_keeps_nothing_says_so_and_still_saves(
    open_page: OpenPage, attempt: Attempt, watch: Watch
) -> None:
    page = open_page(script="Storage.prototype.setItem = () => { throw new Error('full'); };")
    page.route("**/api/**", lambda route: route.abort())
    page.get_by_label("Towards one.").check()
    status(page).to_contain_text("This browser keeps nothing")  # type: ignore[attr-defined]
    page.unroute("**/api/**")
    status(page).to_have_text(SAVED)  # type: ignore[attr-defined]
    assert stored(attempt) == {"what-it-pulls": 1}
    watch.wrongs.clear()


def test_a_question_is_marked_to_come_back_to(open_page: OpenPage, attempt: Attempt) -> None:
    page = open_page()
    button = page.get_by_role("button", name="Come back to question 2")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".navigator [data-flagged]")).to_have_count(1)
    page.reload()
    expect(page.locator(".navigator [data-flagged]")).to_have_text(re.compile("^2"))
    button.click()
    expect(page.locator(".navigator [data-flagged]")).to_have_count(0)


def test_an_answer_is_checked_and_tried_again(open_page: OpenPage, attempt: Attempt) -> None:
    attempt.policy = Policy(feedback="adaptive", penalty=50).model_dump(mode="json")
    attempt.save(update_fields=["policy"])
    page = open_page()
    page.get_by_label("Your answer").fill("0.95")
    page.get_by_role("button", name="Check question 4").click()
    expect(page.get_by_text("has a factor 2.")).to_be_visible()
    expect(page.get_by_text("0 of 2 points so far, after 1 try.")).to_be_visible()
    page.get_by_label("Your answer").fill("0.9")
    page.get_by_role("button", name="Check question 4").click()
    expect(page.get_by_text("1 of 2 points so far, after 2 tries.")).to_be_visible()
    expect(page.get_by_label("Your answer")).to_be_disabled()
    page.get_by_role("button", name="Finish the attempt").click()
    attempt.refresh_from_db()
    assert attempt.points == 1
