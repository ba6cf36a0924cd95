"""The commands of the people who run the service."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from assessments.accounts.models import User
from assessments.courses.models import Course, Enrolment, Module

CONTENT = Path(__file__).parents[2] / "assets" / "content"


def told(*words: str | Path) -> str:
    """What a command prints."""
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_load_content_prints_what_changed(db: None) -> None:
    assert "added lesson warm-up/weight-decay" in told("load_content", CONTENT)
    assert told("load_content", CONTENT) == "nothing changed\n"


def test_load_content_only_reads_when_asked_to_check(db: None) -> None:
    assert "right" in told("load_content", CONTENT, "--check")
    assert not Module.objects.exists()


def test_load_content_names_the_wrong_file_in_one_line(db: None, tmp_path: Path) -> None:
    (tmp_path / "wrong").mkdir()
    (tmp_path / "wrong/module.yaml").write_text("title: X\nposition: 1\nitems: []\n")
    with pytest.raises(CommandError) as caught:
        told("load_content", tmp_path)
    assert caught.value.returncode == 2
    message = str(caught.value)
    assert message.startswith(f"{tmp_path}/wrong/module.yaml:3: items: ")
    assert "\n" not in message


def test_open_course_takes_all_modules_or_the_named_ones(module: Module) -> None:
    told("open_course", "spring", "Spring term")
    everything = Course.objects.get(slug="spring").modules.all()
    assert [each.slug for each in everything] == ["warm-up", "every-kind"]
    with pytest.raises(CommandError, match="no module nothing"):
        told("open_course", "spring", "Spring term", "--module", "nothing")


def test_enrol_gives_a_role_and_changes_it(course: Course, db: None) -> None:
    User.objects.create_user("newcomer")
    assert told("enrol", "deep-learning", "newcomer") == "newcomer is learner of deep-learning\n"
    told("enrol", "deep-learning", "newcomer", "assistant")
    enrolment = Enrolment.objects.get(user__username="newcomer")
    assert enrolment.role == "assistant"
    assert [past.role for past in enrolment.history.all()] == ["assistant", "learner"]


@pytest.mark.parametrize(
    "words", [("enrol", "gone", "learner"), ("enrol", "deep-learning", "nobody")]
)
def test_enrol_refuses_what_is_not_there(learner: User, words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError) as caught:
        told(*words)
    assert caught.value.returncode == 2


def test_the_schema_in_the_documents_is_the_one_that_is_printed() -> None:
    written = (Path(__file__).parents[3] / "docs" / "quiz.schema.json").read_text()
    assert told("quiz_schema") == written
