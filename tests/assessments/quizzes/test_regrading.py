"""Marking anew: a preview first, then exactly that, and both marks are kept."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from assessments.accounts.models import User
from assessments.courses.catalog import read_content
from assessments.courses.loading import store_content
from assessments.courses.models import Enrolment, Quiz
from assessments.quizzes.finishing import finish_attempt
from assessments.quizzes.models import Attempt, Marking
from assessments.quizzes.regrading import Plan, RegradeRefused, apply_regrade, preview_regrade
from assessments.quizzes.reviewing import reviewed_questions
from assessments.quizzes.starting import start_attempt
from tests.conftest import CONTENT

from .conftest import RIGHT

Edit = Callable[[str, str], Quiz]


@pytest.fixture
def edit(tmp_path: Path, quiz: Quiz) -> Edit:
    """Changes the quiz's file and loads it: the quiz with its new revision."""

    def change(old: str, new: str) -> Quiz:
        folder = tmp_path / "content"
        if not folder.exists():
            shutil.copytree(CONTENT, folder)
        file = folder / "warm-up" / "quizzes" / "regularization.yaml"
        text = file.read_text()
        assert old in text
        file.write_text(text.replace(old, new))
        store_content(read_content(folder))
        return Quiz.objects.select_related("current", "module").get(pk=quiz.pk)

    return change


@pytest.fixture
def mistaken(attempt: Attempt) -> Attempt:
    """A finished attempt that is right everywhere but at the number, where it says 0.95."""
    finish_attempt(attempt=attempt, answers={**RIGHT, "shrink-factor": "0.95"})
    attempt.refresh_from_db()
    assert attempt.points == 4
    return attempt


def plan_for(attempt: Attempt, quiz: Quiz, **what: str) -> Plan:
    """A plan for the attempt's course."""
    return Plan(course=attempt.enrolment.course, quiz=quiz, **what)


def carry_out(plan: Plan, by: User) -> None:
    """Preview, then apply."""
    fingerprint = preview_regrade(plan).fingerprint
    apply_regrade(plan=plan, by=by, reason="The key was wrong.", fingerprint=fingerprint)


KEY = """answer: {key}
    tolerance: {{absolute: 0.001}}
    mistakes:
      - {{value: {mistake}, """


def corrected(edit: Edit) -> Quiz:
    """The quiz, in which 0.95 is right."""
    return edit(KEY.format(key=0.9, mistake=0.95), KEY.format(key=0.95, mistake=0.9))


def test_a_preview_says_who_changes_by_how_much_and_changes_nothing(
    mistaken: Attempt, edit: Edit
) -> None:
    preview = preview_regrade(plan_for(mistaken, corrected(edit)))
    [change] = preview.changes
    assert (change.before, change.after, change.difference) == (4, 6, 2)
    assert [each.response.question for each in change.marks] == ["shrink-factor"]
    mistaken.refresh_from_db()
    assert mistaken.points == 4
    assert Marking.objects.filter(response__question="shrink-factor").count() == 1


def test_a_new_key_alone_changes_no_mark(mistaken: Attempt, edit: Edit) -> None:
    corrected(edit)
    mistaken.refresh_from_db()
    assert mistaken.points == 4


def test_both_marks_are_kept(mistaken: Attempt, edit: Edit, instructor: User) -> None:
    carry_out(plan_for(mistaken, corrected(edit)), instructor)
    mistaken.refresh_from_db()
    assert mistaken.points == 6
    markings = Marking.objects.filter(response__question="shrink-factor")
    assert [each.points for each in markings] == [0, 2]
    [question] = [each for each in reviewed_questions(mistaken) if each.id == "shrink-factor"]
    assert (question.points, question.verdict) == (2, "right")
    assert [each.points for each in question.earlier] == [0]
    assert question.earlier[0].reason == "The key was wrong."


def test_marking_anew_twice_changes_nothing_the_second_time(
    mistaken: Attempt, edit: Edit, instructor: User
) -> None:
    plan = plan_for(mistaken, corrected(edit))
    carry_out(plan, instructor)
    assert preview_regrade(plan).changes == ()


def test_an_unanswered_question_that_is_worth_more_now_counts_once(
    attempt: Attempt, edit: Edit, instructor: User
) -> None:
    finish_attempt(
        attempt=attempt, answers={k: v for k, v in RIGHT.items() if k != "shrink-factor"}
    )
    quiz = edit("points: 2\n    answer: 0.9\n", "points: 3\n    answer: 0.9\n")
    carry_out(plan_for(attempt, quiz), instructor)
    attempt.refresh_from_db()
    assert (attempt.points, attempt.max_points) == (4, 7)
    assert not preview_regrade(plan_for(attempt, quiz)).changes


def test_a_regrade_by_the_same_key_changes_nothing(mistaken: Attempt, quiz: Quiz) -> None:
    preview = preview_regrade(plan_for(mistaken, quiz))
    assert (preview.changes, preview.examined, preview.impossible) == ((), 1, {})


def test_choices_that_moved_are_marked_as_what_they_say(mistaken: Attempt, edit: Edit) -> None:
    quiz = edit(
        "      - text: Towards one.\n        feedback: Nothing in $w^2$ favours one.\n",
        "",
    )
    quiz = edit(
        "    choices:\n      - text: Towards zero.",
        "    choices:\n      - text: Towards one.\n        feedback: No.\n"
        "      - text: Towards zero.",
    )
    preview = preview_regrade(plan_for(mistaken, quiz))
    assert preview.changes == ()
    assert preview.impossible == {}


def test_a_choice_that_was_reworded_cannot_be_marked_by_the_new_key(
    mistaken: Attempt, edit: Edit
) -> None:
    quiz = edit("text: Towards zero.", "text: Towards nothing.")
    assert preview_regrade(plan_for(mistaken, quiz)).impossible == {"what-it-pulls": 1}


def test_everyone_can_be_given_the_points_of_a_question(
    mistaken: Attempt, quiz: Quiz, instructor: User
) -> None:
    carry_out(plan_for(mistaken, quiz, rule="full", question="shrink-factor"), instructor)
    mistaken.refresh_from_db()
    assert (mistaken.points, mistaken.max_points) == (6, 6)


def test_a_question_can_be_taken_out_once(mistaken: Attempt, quiz: Quiz, instructor: User) -> None:
    plan = plan_for(mistaken, quiz, rule="discount", question="shrink-factor")
    carry_out(plan, instructor)
    carry_out(plan, instructor)
    mistaken.refresh_from_db()
    assert (mistaken.points, mistaken.max_points) == (4, 4)


def test_a_question_that_was_not_answered_is_given_and_taken_out_too(
    attempt: Attempt, quiz: Quiz, instructor: User
) -> None:
    finish_attempt(attempt=attempt)
    carry_out(plan_for(attempt, quiz, rule="full", question="shrink-factor"), instructor)
    attempt.refresh_from_db()
    assert (attempt.points, attempt.max_points) == (2, 6)
    for _ in range(2):
        carry_out(plan_for(attempt, quiz, rule="discount", question="what-it-pulls"), instructor)
    attempt.refresh_from_db()
    assert (attempt.points, attempt.max_points) == (2, 5)


def test_marking_all_anew_leaves_what_was_decided_about_one_question(
    mistaken: Attempt, edit: Edit, instructor: User
) -> None:
    quiz = corrected(edit)
    carry_out(plan_for(mistaken, quiz, rule="discount", question="shrink-factor"), instructor)
    assert preview_regrade(plan_for(mistaken, quiz)).changes == ()


def test_what_changed_since_the_preview_is_not_done(
    mistaken: Attempt, edit: Edit, instructor: User, classmate: User
) -> None:
    plan = plan_for(mistaken, corrected(edit))
    fingerprint = preview_regrade(plan).fingerprint
    other = Enrolment.objects.get(user=classmate)
    late, _ = start_attempt(enrolment=other, quiz=plan.quiz)
    finish_attempt(attempt=late)
    apply_regrade(plan=plan, by=instructor, reason="Right now.", fingerprint=fingerprint)
    edit("answer: 0.95\n", "answer: 0.93\n")
    plan = plan_for(mistaken, Quiz.objects.select_related("current").get(pk=plan.quiz.pk))
    with pytest.raises(RegradeRefused, match="changed since"):
        apply_regrade(plan=plan, by=instructor, reason="Again.", fingerprint=fingerprint)


def test_another_course_is_left_alone(
    mistaken: Attempt, edit: Edit, stranger: User, instructor: User
) -> None:
    elsewhere = Enrolment.objects.get(user=stranger)
    quiz = Quiz.objects.select_related("current").get(pk=mistaken.quiz_id)
    theirs, _ = start_attempt(enrolment=elsewhere, quiz=quiz)
    finish_attempt(attempt=theirs, answers={"shrink-factor": "0.95"})
    carry_out(plan_for(mistaken, corrected(edit)), instructor)
    theirs.refresh_from_db()
    assert theirs.points == 0


@pytest.mark.parametrize("what", [{"rule": "full"}, {"rule": "double", "question": "a"}])
def test_a_plan_that_says_too_little_is_refused(
    mistaken: Attempt, quiz: Quiz, what: dict[str, str]
) -> None:
    with pytest.raises(RegradeRefused):
        preview_regrade(plan_for(mistaken, quiz, **what))


@pytest.mark.parametrize(
    ("rule", "badge", "note"),
    [
        ("full", "points given", "Everyone has the points of this question"),
        ("discount", "taken out", "This question was taken out"),
    ],
)
def test_what_was_decided_is_said_in_place_of_the_verdict(
    mistaken: Attempt,
    quiz: Quiz,
    instructor: User,
    learner: User,
    client_of: Callable[[User | None], Client],
    rule: str,
    badge: str,
    note: str,
) -> None:
    carry_out(plan_for(mistaken, quiz, rule=rule, question="shrink-factor"), instructor)
    page = client_of(learner).get(f"/attempts/{mistaken.pk}/review/").content.decode()
    section = page[page.index('id="question-shrink-factor"') :]
    badges = section[section.index('class="badge"') : section.index("</h2>") + 400]
    assert badge in badges
    assert "wrong" not in badges
    assert note in section
    assert "The key was wrong." in section
    navigator = page[page.index('class="navigator"') : page.index("</ol>", page.index("navigator"))]
    assert badge in navigator


def test_an_unanswered_question_says_that_its_points_were_given(
    attempt: Attempt, quiz: Quiz, instructor: User
) -> None:
    finish_attempt(attempt=attempt)
    carry_out(plan_for(attempt, quiz, rule="full", question="shrink-factor"), instructor)
    found = next(each for each in reviewed_questions(attempt) if each.id == "shrink-factor")
    assert found.decision is not None
    assert (found.decision.rule, found.decision.reason) == ("given", "The key was wrong.")
