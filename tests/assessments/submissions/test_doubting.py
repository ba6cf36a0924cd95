"""Reports that an instructor may want to look at: found by why, and shown to staff alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from assessments.accounts.models import User
from assessments.submissions.claiming import claim
from assessments.submissions.doubting import doubt_of
from assessments.submissions.models import Submission

ClientOf = Callable[[User | None], Client]

PAGE = "/courses/deep-learning/submissions/doubtful/"
API = "/api/v1/courses/deep-learning/submissions/doubtful/"
Doubt = Submission.Doubt


def a_criterion(**changes: Any) -> dict[str, Any]:
    plain = {"id": "l2", "title": "Weight decay", "evidence": "It shrank.", "source": "outside"}
    return plain | changes


@pytest.mark.parametrize(
    ("criteria", "doubt"),
    [
        ([], Doubt.NONE),
        ([a_criterion()], Doubt.NONE),
        ([a_criterion(), a_criterion(source="inside")], Doubt.INSIDE),
        ([a_criterion(source="inside"), a_criterion(waits=True)], Doubt.WAITING),
    ],
)
def test_the_gravest_doubt_of_a_report(criteria: list[dict[str, Any]], doubt: Doubt) -> None:
    assert doubt_of({"criteria": criteria}) == doubt


@pytest.fixture
def graded(submission: Submission) -> Callable[..., Submission]:
    """Stores a report of one criterion for the learner's submission."""

    def store(**changes: Any) -> Submission:
        held = claim(submission.pk)
        assert held is not None
        assert held.finish(
            report={"criteria": [a_criterion(**changes)]}, points=1.0, max_points=1.0
        )
        submission.refresh_from_db()
        return submission

    return store


@pytest.mark.django_db
def test_the_doubt_is_stored_with_the_report(graded: Callable[..., Submission]) -> None:
    assert graded(source="inside").doubt == Doubt.INSIDE


@pytest.mark.django_db
def test_staff_find_what_rests_on_inside_evidence(
    graded: Callable[..., Submission], client_of: ClientOf, assistant: User
) -> None:
    submission = graded(source="inside", evidence="Seen <b>inside</b>.")
    page = client_of(assistant).get(f"{PAGE}?doubt=inside").content.decode()
    assert f"/submissions/{submission.pk}/" in page
    assert "Seen &lt;b&gt;inside&lt;/b&gt;." in page
    (entry,) = client_of(assistant).get(f"{API}?doubt=inside").json()
    assert entry["submission"]["id"] == str(submission.pk)
    assert entry["criteria"][0]["waits"] is False


@pytest.mark.django_db
def test_what_waits_is_listed_first_and_leads_to_the_gradebook(
    graded: Callable[..., Submission], client_of: ClientOf, instructor: User
) -> None:
    submission = graded(waits=True)
    page = client_of(instructor).get(PAGE).content.decode()
    key = f"assignment-{submission.revision.assignment_id}"
    assert f"/gradebook/{submission.enrolment_id}/{key}/" in page
    assert client_of(instructor).get(f"{API}?doubt=inside").json() == []


@pytest.mark.django_db
@pytest.mark.parametrize("door", [PAGE, API])
def test_nobody_but_staff_sees_the_list(
    door: str, submission: Submission, client_of: ClientOf, learner: User, stranger: User
) -> None:
    assert client_of(learner).get(door).status_code == 403
    assert client_of(stranger).get(door).status_code == 404
    assert client_of(None).get(door).status_code in {302, 401, 403}


@pytest.mark.django_db
def test_a_query_that_makes_no_sense_shows_what_waits(
    graded: Callable[..., Submission], client_of: ClientOf, instructor: User
) -> None:
    graded(waits=True)
    assert len(client_of(instructor).get(f"{API}?doubt=%00nonsense").json()) == 1
