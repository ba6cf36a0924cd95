"""Marks and remarks by people, within the groups they are responsible for."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from assessments.accounts.models import User
from assessments.courses.extending import make_group
from assessments.courses.models import Course, Enrolment
from assessments.courses.policies import Policy
from assessments.gradebook.ledger import broken_events
from assessments.gradebook.models import Comment, CourseGrade, GradeEvent, Marking
from assessments.gradebook.policy import set_policy
from assessments.gradebook.releasing import set_release
from assessments.submissions.models import Submission

from .conftest import MakesSubmission

ClientOf = Callable[[User | None], Client]
POLICY = {
    "categories": [{"id": "labs", "title": "Labs", "holds": ["assignment"]}],
    "items": [
        {
            "item": "assignment:warm-up/tiny-mlp",
            "rubric": [{"id": "style", "title": "Style", "points": 5}],
        }
    ],
}


@pytest.fixture
def work(course: Course, learner: User, instructor: User, submitted: MakesSubmission) -> Submission:
    """A program of the learner, in a course whose policy has a rubric."""
    set_policy(course=course, policy=Policy.model_validate(POLICY), by=instructor, note="")
    submission = submitted(learner, 8)
    submission.source = "import torch\nx = 1\n"
    submission.save()
    return submission


@pytest.fixture
def where(work: Submission) -> str:
    """The page of the work."""
    return f"/courses/deep-learning/gradebook/work/{work.pk}/"


@pytest.mark.parametrize("role", ["assistant", "instructor"])
def test_the_rubric_settles_the_grade(
    request: pytest.FixtureRequest,
    client_of: ClientOf,
    enrolment: Enrolment,
    where: str,
    role: str,
) -> None:
    client = client_of(request.getfixturevalue(role))
    assert client.post(f"{where}mark/", {"style": "4,5", "comment": "Neat"}).status_code == 302
    grade = CourseGrade.objects.get(enrolment=enrolment)
    assert (grade.points, grade.max_points) == (12.5, 15)
    assert GradeEvent.objects.filter(deed="marked").count() == 1


@pytest.mark.parametrize("points", ["6", "-1", "", "much"])
def test_more_or_less_than_the_rubric_gives_is_refused(
    client_of: ClientOf, instructor: User, where: str, points: str
) -> None:
    answer = client_of(instructor).post(f"{where}mark/", {"style": points})
    assert answer.status_code == 400
    assert not Marking.objects.exists()


def test_a_remark_stands_beside_its_line_and_the_learner_reads_it(
    client_of: ClientOf, instructor: User, learner: User, work: Submission, where: str
) -> None:
    client = client_of(instructor)
    client.post(f"{where}remark/", {"place": "2", "text": "<i>Name</i> it"})
    assert "&lt;i&gt;Name&lt;/i&gt; it" in client.get(where).content.decode()
    item = f"assignment-{work.revision.assignment_id}"
    page = client_of(learner).get(f"/courses/deep-learning/grades/{item}/").content.decode()
    assert "Line 2" in page
    assert "&lt;i&gt;Name&lt;/i&gt; it" in page


@pytest.fixture
def report_page(client_of: ClientOf, work: Submission) -> Callable[[User], str]:
    """The page of the work's report, as somebody sees it."""
    return lambda user: client_of(user).get(f"/submissions/{work.pk}/").content.decode()


def test_a_remark_stands_at_its_line_on_the_report_page(
    client_of: ClientOf,
    instructor: User,
    learner: User,
    where: str,
    report_page: Callable[[User], str],
) -> None:
    client_of(instructor).post(f"{where}remark/", {"place": "2", "text": "<i>Name</i> it"})
    (line,) = re.findall(r'<li id="line-2">.*?</li>', report_page(learner), re.DOTALL)
    assert "x = 1" in line
    assert "&lt;i&gt;Name&lt;/i&gt; it" in line


def test_what_is_said_of_work_waits_for_the_release_of_its_points(
    client_of: ClientOf,
    course: Course,
    instructor: User,
    learner: User,
    work: Submission,
    where: str,
    report_page: Callable[[User], str],
) -> None:
    client = client_of(instructor)
    client.post(f"{where}remark/", {"place": "2", "text": "Name it"})
    client.post(f"{where}mark/", {"style": "4", "comment": "Neat work"})
    item = f"assignment-{work.revision.assignment_id}"

    def release(is_hidden: bool) -> None:
        set_release(course=course, item=item, is_hidden=is_hidden, visible_from=None, by=instructor)

    grade = f"/courses/deep-learning/grades/{item}/"
    release(is_hidden=True)
    for said in ("Name it", "Neat work"):
        assert said in report_page(instructor)
        assert said not in report_page(learner)
        assert said not in client_of(learner).get(grade).content.decode()
    release(is_hidden=False)
    for said in ("Name it", "Neat work"):
        assert said in report_page(learner)
        assert said in client_of(learner).get(grade).content.decode()


def test_a_remark_made_and_a_remark_deleted_are_events_of_the_log(
    client_of: ClientOf, instructor: User, course: Course, where: str
) -> None:
    client = client_of(instructor)
    client.post(f"{where}remark/", {"place": "2", "text": "Hm"})
    remark = Comment.objects.get()
    page = client.get(where).content.decode()
    assert f'name="take_back" value="{remark.pk}"' in page
    client.post(f"{where}remark/", {"take_back": str(remark.pk)})
    client.post(f"{where}remark/", {"take_back": str(remark.pk)})
    deleted, made = GradeEvent.objects.filter(deed__contains="remarked")
    assert (made.deed, deleted.deed) == ("remarked", "unremarked")
    for event in (made, deleted):
        assert event.details == {"place": "2", "remark": "Hm"}
        assert event.by == instructor
    assert not list(broken_events(course))
    log = client.get("/courses/deep-learning/gradebook/log/").content.decode()
    assert "Remark deleted" in log
    assert "Line 2" in log


@pytest.mark.parametrize("place", ["0", "99", "x"])
def test_there_is_no_remark_beside_a_line_that_is_not_there(
    client_of: ClientOf, instructor: User, where: str, place: str
) -> None:
    answer = client_of(instructor).post(f"{where}remark/", {"place": place, "text": "Hm"})
    assert answer.status_code == 400
    assert not Comment.objects.exists()


def test_one_takes_back_ones_own_remark_only(
    client_of: ClientOf, instructor: User, assistant: User, where: str
) -> None:
    client_of(instructor).post(f"{where}remark/", {"place": "1", "text": "Hm"})
    remark = Comment.objects.get()
    client_of(assistant).post(f"{where}remark/", {"take_back": str(remark.pk)})
    assert Comment.objects.exists()
    client_of(instructor).post(f"{where}remark/", {"take_back": str(remark.pk)})
    assert not Comment.objects.exists()


@pytest.fixture
def limited(course: Course, assistant: User) -> Enrolment:
    """The assistant, limited to the groups they are in."""
    part = Enrolment.objects.get(course=course, user=assistant)
    part.is_limited_to_groups = True
    part.save()
    return part


def test_an_assistant_of_another_group_finds_nothing(
    client_of: ClientOf,
    course: Course,
    assistant: User,
    limited: Enrolment,
    enrolment: Enrolment,
    classmate: User,
    where: str,
) -> None:
    other = Enrolment.objects.get(course=course, user=classmate)
    make_group(course=course, slug="b", title="Group B", members=[limited, other])
    client = client_of(assistant)
    assert client.get(where).status_code == 404
    assert client.post(f"{where}mark/", {"style": "4"}).status_code == 404
    assert client.post(f"{where}remark/", {"place": "1", "text": "Hm"}).status_code == 404
    assert client.get(f"/courses/deep-learning/gradebook/{enrolment.pk}/").status_code == 404
    page = client.get("/courses/deep-learning/gradebook/").content.decode()
    assert ">Carl<" in page
    assert ">Lea<" not in page
    csv = b"".join(client.get("/courses/deep-learning/gradebook.csv").streaming_content)  # type: ignore[attr-defined]
    assert b"learner@" not in csv


def test_an_assistant_of_the_group_marks(
    client_of: ClientOf,
    course: Course,
    assistant: User,
    limited: Enrolment,
    enrolment: Enrolment,
    where: str,
) -> None:
    make_group(course=course, slug="a", title="Group A", members=[limited, enrolment])
    assert client_of(assistant).post(f"{where}mark/", {"style": "4"}).status_code == 302
