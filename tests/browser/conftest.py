"""A real Chromium, and a watch on everything it does that no page of the service may cause."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from assessments.accounts.models import User
from assessments.courses.models import Assignment, Course, Enrolment, Lesson, Quiz
from assessments.operating.style import (
    specimen_criteria,
    specimen_curves,
    specimen_diagnostics,
    specimen_pictures,
)
from assessments.quizzes.finishing import finish_attempt
from assessments.quizzes.models import Attempt
from assessments.quizzes.starting import start_attempt
from assessments.submissions.models import Submission
from grader.report import Behaviour, Curves, Failure, Provenance, Report, Techniques

WIDE, NARROW = 1440, 360
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def _chromium() -> str | None:
    named = os.environ.get("CHROMIUM")
    names = [named] if named else ["chromium", "chromium-browser", "google-chrome", "chrome"]
    return next((found for name in names if name and (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of the whole run; without one the tests are left out, or fail when CI is set."""
    path = _chromium()
    if path is None:
        reason = "no Chromium: install it, or name it in CHROMIUM"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@dataclass
class Watch:
    """What a page did that none may do. Chromium reports a violated policy on the console."""

    origin: str
    wrongs: list[str] = field(default_factory=list)
    # Addresses whose refusal is what a test is about.
    refused: set[str] = field(default_factory=set)

    def follow(self, page: Page) -> None:
        """Begins to watch a page."""
        page.on("request", self._check_origin)
        page.on("pageerror", lambda error: self.wrongs.append(f"error in a script: {error}"))
        page.on("console", self._check_console)

    def _check_origin(self, request: Request) -> None:
        if not request.url.startswith((self.origin, "data:", "blob:")):
            self.wrongs.append(f"asked another origin for {request.url}")

    def _check_console(self, message: Any) -> None:
        if message.type not in {"error", "warning"}:
            return
        if message.location.get("url") in self.refused:
            return
        self.wrongs.append(f"console: {message.text} {message.location.get('url', '')}")


OpenContext = Callable[..., BrowserContext]


@pytest.fixture
def open_context(chromium: Browser, live_server: Any) -> Iterator[OpenContext]:
    """Opens a browser of one's own: no cookies but the session of `user`, if one is given."""
    opened = []

    def open_one(user: Any = None, **options: Any) -> BrowserContext:
        context = chromium.new_context(
            base_url=live_server.url, viewport={"width": WIDE, "height": 900}, **options
        )
        context.set_default_timeout(10_000)
        if user is not None:
            context.add_cookies([_session_cookie(live_server.url, user)])
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()


def _session_cookie(url: str, user: Any) -> Any:
    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": url}


@pytest.fixture
def watch(live_server: Any) -> Iterator[Watch]:
    """Follows pages; a test that uses it fails if one of them did what no page may do."""
    watching = Watch(live_server.url)
    yield watching
    assert not watching.wrongs, "\n".join(watching.wrongs)


@dataclass(frozen=True)
class Scene:
    """A course with everything that can be seen in it, each in every state that has its own look."""

    course: Course
    learner: User
    instructor: User
    stranger: User
    lesson: Lesson
    quiz: Quiz
    assignment: Assignment
    attempt: Attempt
    reviewed: Attempt
    submissions: dict[str, Submission]


def graded_report(assignment: Assignment) -> Report:
    """A report with a criterion in every state, diagnostics of every severity, curves and output."""
    criteria = specimen_criteria()
    return Report(
        assignment=assignment.slug,
        title=assignment.title,
        revision="0" * 12,
        score=sum(criterion.points for criterion in criteria),
        max_score=sum(criterion.max_points for criterion in criteria),
        criteria=criteria,
        techniques=Techniques(l1=None, l2=True, dropout=False),
        behaviour=Behaviour(early_stopping=True, best_restored=None),
        diagnostics=specimen_diagnostics(),
        curves=specimen_curves(),
        pictures=specimen_pictures(),
        output="epoch 1: 1.160\n" + "a line much longer than a narrow screen " * 6,
        provenance=Provenance(
            solution="a" * 64,
            assignment="b" * 64,
            data="c" * 64,
            seed=7,
            engine="local",
            walls=["landlock", "seccomp", "rlimits"],
            versions={"torch": "2.13.0"},
        ),
    )


def failed_report(assignment: Assignment) -> Report:
    """A report on a program that could not be examined."""
    whole = graded_report(assignment)
    failure = Failure(
        stage="reading", message="The program has a syntax error.", help="See line 2.", line=2
    )
    return whole.model_copy(
        update={
            "score": 0,
            "criteria": [],
            "techniques": Techniques(),
            "behaviour": Behaviour(),
            "diagnostics": [],
            "curves": Curves(),
            "failure": failure,
        }
    )


@pytest.fixture
def scene(
    live_server: Any,
    course: Course,
    learner: User,
    instructor: User,
    stranger: User,
    lesson: Lesson,
    quiz: Quiz,
    assignment: Assignment,
) -> Scene:
    """The cast and the small course, with attempts and submissions of the learner."""
    enrolment = Enrolment.objects.get(course=course, user=learner)
    reviewed, _ = start_attempt(enrolment=enrolment, quiz=quiz)
    finish_attempt(attempt=reviewed, answers={}, anyway=True)
    attempt, _ = start_attempt(enrolment=enrolment, quiz=quiz)
    return Scene(
        course=course,
        learner=learner,
        instructor=instructor,
        stranger=stranger,
        lesson=lesson,
        quiz=quiz,
        assignment=assignment,
        attempt=attempt,
        reviewed=reviewed,
        submissions=_submissions(enrolment, assignment),
    )


def _submissions(enrolment: Enrolment, assignment: Assignment) -> dict[str, Submission]:
    revision = assignment.current
    assert revision is not None
    epochs = [
        {"train_loss": 2.3 / epoch, "validation_loss": 2.3 / epoch + 0.1} for epoch in range(1, 6)
    ]
    whole, broken = graded_report(assignment), failed_report(assignment)
    states: dict[str, dict[str, Any]] = {
        "queued": {"state": "queued"},
        "grading": {
            "state": "grading",
            "progress": {"stage": "training", "max_epochs": 40, "epochs": epochs},
        },
        "graded": {
            "state": "graded",
            "report": whole.model_dump(mode="json"),
            "points": whole.score,
            "graded_at": timezone.now(),
        },
        "refused": {
            "state": "graded",
            "report": broken.model_dump(mode="json"),
            "points": 0,
            "graded_at": timezone.now(),
        },
        "failed": {"state": "failed", "failure": "SandboxError: the zygote did not start"},
    }
    return {
        name: Submission.objects.create(
            enrolment=enrolment,
            revision=revision,
            source="import torch\ndef train(:\n    pass\n",
            seed=7,
            max_points=whole.max_score,
            **values,
        )
        for name, values in states.items()
    }
