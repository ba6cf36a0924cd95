"""assignment.yaml of every kind: a wrong one is refused with file, line, key and reason."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from grader.assignment import read_assignment
from grader.assignment.repair import MENDABLE
from grader.codes import CODES
from grader.errors import AssignmentError

CONTENT = Path(__file__).resolve().parents[3] / "content"


@pytest.mark.parametrize(
    ("name", "old", "new", "reason"),
    [
        ("activations", "kind: equality", "kind: quality", "no kind of assignment is 'quality'"),
        ("activations", "subject: tanh,", "subject: tan,", "no subject is named 'tan'"),
        ("activations", "shapes: [[N, D], [N], []]", "shapes: [[M, D]]", "no size is named 'M'"),
        ("activations", "values: {normal: [0, 3]}", "values: {}", "exactly one way"),
        ("activations", "aspects: [extremes]", "aspects: [state]", "cannot be compared"),
        ("activations", "call: function", "call: letter", "call"),
        ("lenet-pictures", "data: digit_pictures", "data: cats", "no data set of this kind"),
        ("lenet-pictures", "metric: accuracy", "metric: skill", "is judged by one of"),
        ("lenet-pictures", "uses: [convolution, pooling]", "sees: [cats]", "one of the keys"),
        ("debug-a-training", "codes: [double_softmax]", "codes: [charm]", "no mistake is called"),
        ("compare-activations", "[sigmoid, tanh, relu]", "[tanh, tanh]", "a setting stands twice"),
        ("compare-activations", "data: wine", "data: friedman", "no classification data set"),
        ("cross-validation", "least_trials: 6", "least_trials: 60", "the space has 16 points"),
        ("cross-validation", "default: {depth: 1", "default: {depth: 9", "default must give"),
    ],
)
def test_a_wrong_declaration_is_refused(
    tmp_path: Path, name: str, old: str, new: str, reason: str
) -> None:
    (source,) = CONTENT.glob(f"*/assignments/{name}")
    folder = Path(shutil.copytree(source, tmp_path / name))
    path = folder / "assignment.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(AssignmentError) as caught:
        read_assignment(folder)
    assert reason in str(caught.value)
    assert Path(caught.value.file).name == "assignment.yaml"


def test_an_error_names_the_line_of_its_key(tmp_path: Path) -> None:
    (source,) = CONTENT.glob("*/assignments/activations")
    folder = Path(shutil.copytree(source, tmp_path / "activations"))
    path = folder / "assignment.yaml"
    text = path.read_text()
    path.write_text(text.replace("cases", "cases").replace("alpha: {choose", "alpha: {chose", 1))
    with pytest.raises(AssignmentError) as caught:
        read_assignment(folder)
    assert caught.value.line is not None
    assert "alpha" in text.splitlines()[caught.value.line - 1]


def test_every_mendable_mistake_is_a_code_of_the_examiner() -> None:
    assert set(MENDABLE) <= set(CODES)
