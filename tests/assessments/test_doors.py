"""Every address of the service, tried by those who have no business there.

The addresses are read from the URL configuration, so a new one is tried without a word here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from assessments.accounts.granting import grant_token
from assessments.accounts.models import User
from assessments.courses.models import Course, Enrolment, Quiz
from assessments.gradebook.calendar import token_of
from assessments.gradebook.models import Comparison, GradeImport, Regrade
from assessments.quizzes.starting import start_attempt
from assessments.submissions.models import Submission

ClientOf = Callable[[User | None], Client]
METHODS = ("get", "post", "put", "patch", "delete")
# What stands open to everyone, and holds nothing of a course or a person.
# The calendar's address is its own key, and it holds dates only.
OPEN = {"schema", "operating:health", "operating:style", "gradebook:calendar"}
# allauth's pages, tried by allauth's own tests; of ours only what is around them.
SIGN_IN = "account_"


def patterns(
    resolver: URLResolver | None = None, namespace: str = ""
) -> Iterator[tuple[str, set[str]]]:
    """The name and the parameters of every address."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from patterns(pattern, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{namespace}{pattern.name}", set(pattern.pattern.converters)


ADDRESSES = dict(patterns())
OURS = sorted(name for name in ADDRESSES if name not in OPEN and not name.startswith(SIGN_IN))
# Whatever names a course, somebody's work or somebody's token.
GUARDED = [name for name in OURS if ADDRESSES[name]]


@pytest.fixture
def values(course: Course, learner: User, enrolment: Enrolment, quiz: Quiz) -> dict[str, str]:
    """A true value for every parameter; all of it belongs to the learner."""
    attempt, _ = start_attempt(enrolment=enrolment, quiz=quiz)
    revision = course.modules.get().assignments.get().current
    assert revision is not None
    submission = Submission.objects.create(
        enrolment=enrolment, revision=revision, source="pass", seed=1, max_points=10
    )
    teacher = User.objects.create(username="teacher")
    taken = GradeImport.objects.create(
        course=course,
        made_by=teacher,
        file_name="grades.csv",
        plan={"style": "holdout", "changes": [], "unknown": [], "ignored": [], "unchanged": 0},
    )
    regrade = Regrade.objects.create(
        course=course, assignment=revision.assignment, revision=revision, made_by=teacher
    )
    pair = {"left": str(submission.pk), "right": str(submission.pk), "share": 1, "shared": 1}
    comparison = Comparison.objects.create(
        course=course, assignment=revision.assignment, made_by=teacher, pairs=[pair]
    )
    return {
        "import_id": str(taken.pk),
        "regrade_id": str(regrade.pk),
        "run_id": "1",
        "late_id": "1",
        "comparison_id": str(comparison.pk),
        "extension_id": "1",
        "number": "1",
        "dialect": "gradescope",
        "work_id": str(submission.pk),
        "token": token_of(enrolment),
        "course": course.slug,
        "module": "warm-up",
        "lesson": "weight-decay",
        "quiz": "regularization",
        "assignment": "tiny-mlp",
        "attempt_id": str(attempt.pk),
        "question": "what-it-pulls",
        "submission_id": str(submission.pk),
        "enrolment_id": str(enrolment.pk),
        "item": f"quiz-{quiz.pk}",
        "token_id": str(grant_token(user=learner, name="laptop", days=1).token.id),
    }


def address(name: str, values: dict[str, str]) -> str:
    """The address of that name with true values in it."""
    return reverse(name, kwargs={key: values[key] for key in ADDRESSES[name]})


def tried(client: Client, where: str) -> dict[str, HttpResponseBase]:
    """The answers to all methods."""
    return {
        method: getattr(client, method)(where, content_type="application/json")
        if method != "get"
        else client.get(where)
        for method in METHODS
    }


def test_the_walk_finds_every_room() -> None:
    rooms = {name.partition(":")[0] for name in ADDRESSES if ":" in name}
    assert {"accounts", "courses", "quizzes", "submissions", "gradebook", "operating"} <= rooms
    assert len(GUARDED) > 25


@pytest.mark.parametrize("name", GUARDED)
def test_a_stranger_finds_nothing(
    client_of: ClientOf, stranger: User, values: dict[str, str], name: str
) -> None:
    answers = tried(client_of(stranger), address(name, values))
    statuses = {method: answer.status_code for method, answer in answers.items()}
    assert set(statuses.values()) <= {404, 405}, statuses
    assert 404 in statuses.values()


@pytest.mark.parametrize("name", OURS)
def test_nobody_is_sent_to_sign_in_or_told_so(values: dict[str, str], name: str) -> None:
    where = address(name, values)
    for method, answer in tried(Client(), where).items():
        if answer.status_code == 405:
            continue
        if where.startswith("/api/"):
            assert answer.status_code == 401, (method, where)
        else:
            assert answer.status_code == 302, (method, where)
            assert answer["Location"].startswith("/accounts/login/"), (method, where)


@pytest.mark.parametrize("name", GUARDED)
def test_the_address_is_right_for_those_whose_it_is(
    client_of: ClientOf, learner: User, values: dict[str, str], name: str
) -> None:
    answer = client_of(learner).get(address(name, values))
    # Before an attempt is finished, or a program graded, there is nothing to see yet.
    later = {"quizzes:api_review", "submissions:api_export"}
    assert answer.status_code in {200, 302, 403, 405} or name in later


@pytest.mark.parametrize("name", sorted(set(OURS) | (OPEN - {"schema"})))
def test_every_answer_carries_the_policy_and_no_page_breaks_it(
    client_of: ClientOf, instructor: User, learner: User, values: dict[str, str], name: str
) -> None:
    where = address(name, values)
    for user in (learner, instructor):
        answer = client_of(user).get(where)
        assert_strict(answer)


@pytest.mark.parametrize(
    "where",
    [
        "/nowhere/",
        "/accounts/login/",
        "/accounts/signup/",
        "/accounts/password/reset/",
        "/accounts/password/change/",
        "/accounts/email/",
        "/courses/elsewhere/",
        "/api/v1/nowhere/",
    ],
)
@pytest.mark.parametrize("signed_in", [True, False])
def test_so_do_refusals_and_the_pages_at_the_door(
    client_of: ClientOf, learner: User, where: str, signed_in: bool
) -> None:
    assert_strict(client_of(learner if signed_in else None).get(where))


def assert_strict(answer: HttpResponseBase) -> None:
    """The policy allows nothing inline, and the page needs nothing inline."""
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    if answer.get("Content-Type", "").startswith("text/html") and not answer.streaming:
        page = answer.content.decode()  # type: ignore[attr-defined]
        assert not re.search(r"<[^>]*\s(style|on[a-z]+)=", page)
        assert not re.search(r"<style", page)
        assert not re.search(r"<script(?![^>]*\ssrc=)(?![^>]*type=\"application/json\")", page)
        assert not re.search(r"<(script|link|img|iframe)[^>]*(src|href)=\"(https?:)?//", page)
