"""Reading an assignment's folder: a wrong one is refused with file, line, key and reason."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from grader.assignment import Assignment, read_assignment
from grader.errors import AssignmentError

FLAGSHIP = (
    Path(__file__).resolve().parents[2] / "content/inside-neural-networks/assignments/mlp-digits"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the flagship's folder, to be spoiled."""
    return Path(shutil.copytree(FLAGSHIP, tmp_path / "mlp-digits"))


def spoil(folder: Path, old: str, new: str) -> AssignmentError:
    path = folder / "assignment.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(AssignmentError) as caught:
        read_assignment(folder)
    return caught.value


def test_the_flagship_is_read_whole() -> None:
    assignment = read_assignment(FLAGSHIP)
    assert assignment.max_score == 100
    assert Assignment.model_validate(assignment.model_dump(mode="json")) == assignment


def test_equal_folders_have_equal_revisions(folder: Path) -> None:
    assert read_assignment(folder).revision == read_assignment(FLAGSHIP).revision
    (folder / "starter.py").write_text("x = 1\n")
    assert read_assignment(folder).revision != read_assignment(FLAGSHIP).revision


def test_an_unknown_key_is_named_with_its_line(folder: Path) -> None:
    error = spoil(folder, "minutes: 90", "minuets: 90")
    assert (error.key, Path(error.file).name) == ("minuets", "assignment.yaml")
    assert error.line is not None


def test_an_unknown_data_set_is_refused(folder: Path) -> None:
    assert "no classification data set" in spoil(folder, "data: digits", "data: cats").reason


def test_a_target_below_its_baseline_is_refused(folder: Path) -> None:
    error = spoil(folder, "target: 0.94", "target: 0.5")
    assert "greater than baseline" in error.reason


def test_a_criterion_that_stands_twice_is_refused(folder: Path) -> None:
    assert "stands twice" in spoil(folder, "id: early_stopping", "id: dropout").reason


@pytest.mark.parametrize("name", ["assignment.yaml", "statement.md", "starter.py", "reference.py"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(AssignmentError, match="missing") as caught:
        read_assignment(folder)
    assert Path(caught.value.file).name == name


def test_a_starter_that_is_no_python_is_refused_with_its_line(folder: Path) -> None:
    (folder / "starter.py").write_text("x = 1\ndef f(:\n")
    with pytest.raises(AssignmentError, match="not Python") as caught:
        read_assignment(folder)
    assert caught.value.line == 2


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AssignmentError, match="no such folder"):
        read_assignment(tmp_path / "nowhere")
