"""Content into the database: all or nothing, and never twice."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assessments.courses.catalog import ModuleContent, read_content
from assessments.courses.errors import ContentError
from assessments.courses.loading import store_content
from assessments.courses.models import Assignment, Lesson, Module, Quiz

CONTENT = Path(__file__).parents[2] / "assets" / "content"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small content that a test may spoil."""
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


def change(path: Path, old: str, new: str) -> None:
    """Replaces words that must be there."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def load(folder: Path) -> list[str]:
    """What a load says it changed."""
    return [str(change) for change in store_content(read_content(folder))]


def test_a_first_load_adds_everything(db: None, folder: Path) -> None:
    assert load(folder) == [
        "added module warm-up",
        "added lesson warm-up/weight-decay",
        "added quiz warm-up/regularization (revision 1)",
        "added assignment warm-up/tiny-mlp (revision 1)",
        "added module every-kind",
        "added quiz every-kind/one-of-each (revision 1)",
    ]


def test_loading_twice_changes_nothing(db: None, folder: Path) -> None:
    load(folder)
    assert load(folder) == []


def test_the_items_keep_the_order_of_the_module(module: Module) -> None:
    assert [item["kind"] for item in module.items] == ["lesson", "quiz", "assignment"]


def test_a_revision_knows_its_points(quiz: Quiz, assignment: Assignment) -> None:
    assert quiz.current is not None
    assert assignment.current is not None
    assert (quiz.current.max_points, assignment.current.max_points) == (6.0, 10.0)


def test_a_changed_quiz_becomes_a_new_revision_beside_the_old_one(
    module: Module, quiz: Quiz, folder: Path
) -> None:
    change(folder / "warm-up/quizzes/regularization.yaml", "attempts: 3", "attempts: 4")
    old = quiz.current
    assert load(folder) == ["changed quiz warm-up/regularization (revision 2)"]
    quiz.refresh_from_db()
    assert old is not None
    assert quiz.current is not None
    old.refresh_from_db()
    assert (old.document["attempts"], quiz.current.document["attempts"]) == (3, 4)


def test_a_changed_statement_becomes_a_new_revision(module: Module, folder: Path) -> None:
    change(folder / "warm-up/assignments/tiny-mlp/statement.md", "never", "not")
    assert load(folder) == ["changed assignment warm-up/tiny-mlp (revision 2)"]


def test_a_changed_lesson_is_brought_up_to_date(module: Module, folder: Path) -> None:
    change(folder / "warm-up/lessons/weight-decay.md", "every weight", "each weight")
    assert load(folder) == ["changed lesson warm-up/weight-decay"]
    assert "each weight" in Lesson.objects.get().html


def test_what_is_gone_is_hidden_and_comes_back(module: Module, folder: Path) -> None:
    change(folder / "warm-up/module.yaml", "  - assignment: tiny-mlp\n", "")
    shutil.move(folder / "warm-up/assignments", folder.parent / "away")
    assert "removed assignment warm-up/tiny-mlp" in load(folder)
    assert not Assignment.objects.get().is_current
    shutil.rmtree(folder)
    shutil.copytree(CONTENT, folder)
    assert "returned assignment warm-up/tiny-mlp (revision 1)" in load(folder)


def test_a_module_that_is_gone_is_hidden(module: Module, folder: Path) -> None:
    shutil.rmtree(folder / "warm-up")
    assert load(folder) == ["removed module warm-up"]
    module.refresh_from_db()
    assert not module.is_current


def test_a_fault_while_storing_keeps_nothing(
    db: None, content: tuple[ModuleContent, ...], folder: Path
) -> None:
    broken = read_content(folder)[0]
    too_long = type(broken)("other", broken.file, broken.lessons, (), None)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        store_content([*content, too_long])
    assert not Module.objects.exists()


# File, words in it, the words that spoil it, and the key that is named.
FAULTS = [
    ("module.yaml", "position: 1", "position: one", "position"),
    ("module.yaml", "position: 1", "colour: red\nposition: 1", "colour"),
    ("module.yaml", "lesson: weight-decay", "lesson: weight-loss", "items"),
    ("module.yaml", "  - quiz: reg", "  - lesson: weight-decay\n  - quiz: reg", "items"),
    ("lessons/weight-decay.md", "minutes: 5", "minutes: five", "minutes"),
    ("lessons/weight-decay.md", "minutes: 5", "minutes: [", None),
    ("lessons/weight-decay.md", r"\eta \nabla L", r"\eta \nabbla L", None),
    ("lessons/weight-decay.md", "::: note Bias", "::: nota Bias", None),
    ("lessons/weight-decay.md", "```python", "```pyhton", None),
    ("lessons/weight-decay.md", "::: note Bias", "::: figure no-such-figure", None),
    ("lessons/weight-decay.md", "pulls", "[pulls](../gone/)", None),
    ("lessons/weight-decay.md", "pulls", "[pulls](../weight-decay/#gone)", None),
    ("lessons/weight-decay.md", "pulls", "[pulls](../../quizzes/gone/)", None),
    ("lessons/weight-decay.md", "pulls", "pulls ![down](down.png)", None),
    ("quizzes/regularization.yaml", "correct: true", "correct: yes please", None),
    ("quizzes/regularization.yaml", "answer: 0.9", 'answer: "0.9"', None),
    ("quizzes/regularization.yaml", "#the-update", "#no-such-heading", "questions.0.lesson"),
    ("quizzes/regularization.yaml", "lesson: weight-decay", "lesson: gone", "questions.0.lesson"),
    ("quizzes/regularization.yaml", "Which of these", r"Which $\nothing$ of these", None),
    ("assignments/tiny-mlp/assignment.yaml", "data: digits", "data: faces", None),
    ("assignments/tiny-mlp/statement.md", "**never seen**", "$x_1_2$", None),
    ("assignments/tiny-mlp/starter.py", "import torch", "import torch as", None),
]
# A formula of several lines and a rule on the whole file name the place where it begins.
LINES = {
    r"\eta \nabbla L": 11,
    "data: faces": 1,
    "  - lesson: weight-decay\n  - quiz: reg": 4,
    "minutes: [": None,
}


@pytest.mark.parametrize(("name", "old", "new", "key"), FAULTS)
def test_a_wrong_file_is_refused_with_its_place(
    folder: Path, name: str, old: str, new: str, key: str | None
) -> None:
    path = folder / "warm-up" / name
    change(path, old, new)
    lines = path.read_text().splitlines()
    spoiled = next(i for i, line in enumerate(lines, 1) if new.splitlines()[0] in line)
    with pytest.raises(ContentError) as caught:
        read_content(folder)
    assert Path(caught.value.file) == path
    assert caught.value.reason
    expected = LINES.get(new, spoiled)
    assert expected is None or caught.value.line == expected, str(caught.value)
    assert key is None or caught.value.key == key


@pytest.mark.parametrize("slug", ["Warm-up", "warm_up", "warm--up", "ä"])
def test_a_name_that_is_no_slug_is_refused(folder: Path, slug: str) -> None:
    (folder / "warm-up").rename(folder / slug)
    with pytest.raises(ContentError, match="small letters"):
        read_content(folder)


@pytest.mark.parametrize(
    "path", ["stray.txt", "warm-up/notes.txt", "warm-up/lessons/draft.md", "warm-up/pictures/a.png"]
)
def test_a_file_nobody_names_is_refused(folder: Path, path: str) -> None:
    (folder / path).parent.mkdir(exist_ok=True)
    (folder / path).write_text("x")
    with pytest.raises(ContentError):
        read_content(folder)


def test_a_folder_that_is_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="no such folder"):
        read_content(tmp_path / "gone")
