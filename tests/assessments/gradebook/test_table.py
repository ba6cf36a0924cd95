"""Which rows the table shows, and in which order; and that kept grades are never old."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessments.accounts.models import User
from assessments.courses.enrolling import enrol
from assessments.courses.extending import Granted, grant_extension, make_group
from assessments.courses.models import Assignment, Course, Enrolment, Quiz, Schedule
from assessments.courses.policies import Policy
from assessments.gradebook.keeping import freshen, freshen_all
from assessments.gradebook.models import CourseGrade, Ledger
from assessments.gradebook.policy import set_policy
from assessments.gradebook.table import Asked, table_page
from assessments.quizzes.models import Attempt

from .conftest import MakesAttempt, MakesSubmission

ClientOf = Callable[[User | None], Client]
BOOK = "/courses/deep-learning/gradebook"
POINTS = {"Ann": 2.0, "Bob": 6.0, "Cleo": None, "Dan": 4.0}


@pytest.fixture
def people(course: Course, attempted: MakesAttempt) -> dict[str, Enrolment]:
    """Four learners, three of whom took the quiz."""
    made = {}
    for name, points in POINTS.items():
        user = User.objects.create(username=name.lower(), first_name=name, last_name="Z")
        made[name] = enrol(course=course, user=user)
        if points is not None:
            attempted(user, points)
    return made


def names(staff: Enrolment, query: str = "", **asked: str) -> list[str]:
    """Whom the table shows, in order."""
    table = table_page(staff, Asked.from_query(asked))
    return [row.enrolment.user.first_name for row in table.rows]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("name", "Ann Bob Cleo Dan"),
        ("-name", "Dan Cleo Bob Ann"),
        ("total", "Cleo Ann Dan Bob"),
        ("-total", "Bob Dan Ann Cleo"),
        ("so_far", "Ann Dan Bob Cleo"),
        ("-so_far", "Bob Dan Ann Cleo"),
        ("quiz", "Ann Dan Bob Cleo"),
        ("-quiz", "Bob Dan Ann Cleo"),
        ("nonsense", "Ann Bob Cleo Dan"),
        ("-course_grade__cells", "Ann Bob Cleo Dan"),
    ],
)
def test_it_is_sorted_and_who_has_nothing_stands_last(
    staff: Enrolment, people: dict[str, Enrolment], quiz: Quiz, sort: str, expected: str
) -> None:
    sort = sort.replace("quiz", f"quiz-{quiz.pk}")
    assert names(staff, sort=sort) == expected.split()


def test_ten_is_more_than_nine_when_sorted_by_an_item(
    staff: Enrolment,
    people: dict[str, Enrolment],
    assignment: Assignment,
    submitted: MakesSubmission,
) -> None:
    submitted(people["Ann"].user, 10)
    submitted(people["Bob"].user, 9)
    assert names(staff, sort=f"assignment-{assignment.pk}")[:2] == ["Bob", "Ann"]


@pytest.mark.parametrize(
    ("search", "expected"),
    [("an", "Ann Dan"), ("bob", "Bob"), ("z dan", "Dan"), ("%", ""), ("_", "")],
)
def test_words_of_names_are_searched_for(
    staff: Enrolment, people: dict[str, Enrolment], search: str, expected: str
) -> None:
    assert names(staff, q=search) == expected.split()


@pytest.fixture
def sections(course: Course, people: dict[str, Enrolment], assistant: User) -> Enrolment:
    """Ann and Bob in section A with the assistant, whose part it gives; Bob and Cleo in B."""
    part = Enrolment.objects.select_related("course").get(course=course, user=assistant)
    part.is_limited_to_groups = True
    part.save()
    ann, bob, cleo = (people[name] for name in ("Ann", "Bob", "Cleo"))
    make_group(course=course, slug="a", title="Section A", members=[ann, bob, part])
    make_group(course=course, slug="b", title="Section B", members=[bob, cleo])
    return part


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"group": "a"}, "Ann Bob"),
        ({"group": "b", "sort": "-total"}, "Bob Cleo"),
        ({"group": "b", "q": "cleo"}, "Cleo"),
        ({"group": "b", "show": "at_risk"}, ""),
        ({"group": "nowhere"}, ""),
        ({"group": ""}, "Ann Bob Cleo Dan"),
    ],
)
def test_a_group_is_shown_alone_beside_the_other_filters(
    staff: Enrolment, sections: Enrolment, asked: dict[str, str], expected: str
) -> None:
    assert names(staff, **asked) == expected.split()


def test_an_assistant_finds_nobody_by_a_group_that_is_not_theirs(sections: Enrolment) -> None:
    assert names(sections) == ["Ann", "Bob"]
    assert names(sections, group="b") == []


def test_the_group_stands_in_every_address_of_the_table(
    client_of: ClientOf, instructor: User, sections: Enrolment
) -> None:
    page = client_of(instructor).get(f"{BOOK}/?group=a").content.decode()
    assert '<option value="a" selected>Section A</option>' in page
    for address in (
        "?group=a&amp;sort=-name",
        f"{BOOK}.csv?group=a&amp;style=moodle",
        f"{BOOK}.xlsx?group=a&amp;",
        f"{BOOK}/message/?group=a&amp;",
    ):
        assert f'"{address}"' in page


def test_assistants_choose_among_their_own_groups(
    client_of: ClientOf, assistant: User, sections: Enrolment
) -> None:
    page = client_of(assistant).get(f"{BOOK}/").content.decode()
    assert "Section A" in page
    assert "Section B" not in page


def test_a_download_holds_whom_the_table_shows(
    client_of: ClientOf, instructor: User, assistant: User, sections: Enrolment
) -> None:
    def downloaded(who: User, query: str) -> list[str]:
        answer = client_of(who).get(f"{BOOK}.csv{query}")
        text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
        return [name for name in POINTS if f"{name} Z" in text]

    assert downloaded(instructor, "?group=b&q=bob") == ["Bob"]
    assert downloaded(instructor, "") == list(POINTS)
    assert downloaded(assistant, "?group=b") == []


def test_a_letter_goes_to_the_group_that_is_shown(
    client_of: ClientOf, instructor: User, people: dict[str, Enrolment], sections: Enrolment
) -> None:
    User.objects.filter(last_name="Z").update(email="z@example.org")
    page = client_of(instructor).get(f"{BOOK}/message/?group=b").content.decode()
    assert "Everybody in Section B: 2 learners" in page


def test_who_misses_something_is_late_or_failed_is_found(
    course: Course,
    staff: Enrolment,
    people: dict[str, Enrolment],
    quiz: Quiz,
    submitted: MakesSubmission,
) -> None:
    policy = Policy.model_validate(
        {
            "categories": [{"id": "all", "title": "All", "holds": ["quiz", "assignment"]}],
            "late": {"every": "day", "percent": 10},
        }
    )
    set_policy(course=course, policy=policy, by=None, note="")
    attempt = Attempt.objects.get(enrolment=people["Ann"])
    assert attempt.finished_at is not None
    due_at = attempt.finished_at + timedelta(hours=1)
    Schedule.objects.create(course=course, quiz=quiz, due_at=due_at)
    Attempt.objects.filter(enrolment=people["Bob"]).update(finished_at=due_at + timedelta(hours=1))
    submitted(people["Dan"].user, None, state="failed")
    assert names(staff, show="missing") == ["Cleo"]
    assert names(staff, show="late") == ["Bob"]
    assert names(staff, show="failed") == ["Dan"]
    assert names(staff, show="at_risk") == ["Ann", "Cleo"]


def test_new_work_another_policy_and_another_date_are_seen_at_once(
    course: Course,
    staff: Enrolment,
    people: dict[str, Enrolment],
    quiz: Quiz,
    attempted: MakesAttempt,
) -> None:
    def so_far(name: str) -> float | None:
        freshen(course)
        return CourseGrade.objects.get(enrolment=people[name]).so_far

    assert so_far("Ann") == 33.33
    attempt = attempted(people["Ann"].user, 3)
    Attempt.objects.filter(pk=attempt.pk).update(finished_at=timezone.now())
    assert so_far("Ann") == 50
    rounding = {"decimals": 0, "mode": "half_up"}
    policy = Policy.model_validate(
        {"categories": [{"id": "q", "title": "Q", "holds": ["quiz"]}], "rounding": rounding,
         "attempts": "first"}
    )  # fmt: skip
    set_policy(course=course, policy=policy, by=None, note="")
    assert so_far("Ann") == 33
    assert so_far("Cleo") is None
    Schedule.objects.create(course=course, quiz=quiz, due_at=timezone.now() - timedelta(days=1))
    assert so_far("Cleo") == 0
    later = timezone.now() + timedelta(days=1)
    instructor = staff.user
    grant_extension(
        course=course, by=instructor, whom=people["Cleo"], item=quiz,
        granted=Granted(due_at=later), reason="Ill",
    )  # fmt: skip
    assert so_far("Cleo") is None
    assert CourseGrade.objects.get(enrolment=people["Cleo"]).changes_at == later


def test_a_date_that_passes_changes_the_grade_by_itself(
    course: Course, people: dict[str, Enrolment]
) -> None:
    freshen(course)
    CourseGrade.objects.filter(enrolment=people["Cleo"]).update(
        changes_at=timezone.now() - timedelta(seconds=1), so_far=99
    )
    freshen(course)
    assert CourseGrade.objects.get(enrolment=people["Cleo"]).so_far is None


def test_grades_that_are_too_many_for_one_look_are_left_to_a_worker_and_not_forgotten(
    course: Course, people: dict[str, Enrolment]
) -> None:
    assert freshen(course, at_most=3).left == 1
    assert freshen(course, at_most=3).left in {0, 1}
    freshen_all()
    assert CourseGrade.objects.count() == len(people)
    assert freshen(course).left == 0


def test_a_learner_whose_grade_is_not_computed_yet_has_a_row(
    client_of: ClientOf,
    instructor: User,
    people: dict[str, Enrolment],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("assessments.gradebook.table.MOST_AT_A_LOOK", 1)
    page = client_of(instructor).get("/courses/deep-learning/gradebook/").content.decode()
    assert "being computed anew" in page
    assert page.count("<tr data-learner") == len(people)


@pytest.mark.parametrize("learners", [3, 30])
def test_no_page_of_the_staff_asks_more_for_more_learners(
    client_of: ClientOf,
    course: Course,
    instructor: User,
    assignment: Assignment,
    attempted: MakesAttempt,
    submitted: MakesSubmission,
    django_assert_num_queries: DjangoAssertNumQueries,
    learners: int,
) -> None:
    group = make_group(course=course, slug="a", title="Section A")
    for number in range(learners):
        user = User.objects.create_user(f"learner-{number}")
        group.members.add(enrol(course=course, user=user))
        attempted(user, number % 7)
        submitted(user, number % 11)
    client = client_of(instructor)
    freshen(course)
    Ledger.objects.update(fresh_at=timezone.now() + timedelta(minutes=1))
    for address, queries in {
        f"{BOOK}/statistics/": 13,
        f"{BOOK}/assignment-{assignment.pk}/": 14,
        f"{BOOK}/?group=a": 13,
        f"{BOOK}.csv": 11,
        f"{BOOK}.csv?group=a": 11,
    }.items():
        with django_assert_num_queries(queries):
            answer = client.get(address)
            if answer.streaming:
                b"".join(answer.streaming_content)  # type: ignore[arg-type]
