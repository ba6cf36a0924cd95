"""Every lesson's code runs from top to bottom and prints what the lesson says it prints."""

from __future__ import annotations

import json
import math
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from django.conf import settings

from assessments.courses.lesson_files import FRONT_MATTER
from assessments.courses.notebooks import cells_of, notebook_of

LESSONS = sorted(Path(settings.CONTENT).glob("*/lessons/*.md"))
NUMBER = re.compile(r"[+-]?\d+(?:\.\d*)?(?:e[+-]?\d+)?")
SPACES = re.compile(r"\s+")


def body_of(path: Path) -> str:
    parts = FRONT_MATTER.match(path.read_text())
    assert parts is not None
    return parts["body"]


def run_cells(codes: list[str], folder: Path) -> list[dict[str, Any]]:
    """What tests/content/cells.py makes of the code, in a fresh interpreter and one thread."""
    script = Path(__file__).with_name("cells.py")
    done = subprocess.run(
        [sys.executable, str(script)],
        input=json.dumps(codes),
        capture_output=True,
        text=True,
        cwd=folder,
        timeout=280,
        env={**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(settings.ROOT)},
    )
    assert done.returncode == 0, done.stderr
    results: list[dict[str, Any]] = json.loads(done.stdout)
    return results


def is_same_print(promised: str, printed: str) -> bool:
    """The same words, and numbers that differ by 2 % or two units in the last place at most.

    Processors round differently, and a training carries that on to the last digits shown.
    """
    if [SPACES.sub("", part) for part in NUMBER.split(promised)] != [
        SPACES.sub("", part) for part in NUMBER.split(printed)
    ]:
        return False
    for one, other in zip(NUMBER.findall(promised), NUMBER.findall(printed), strict=True):
        mantissa, _, power = one.partition("e")
        decimals = len(mantissa.partition(".")[2])
        unit = 10.0 ** (int(power or 0) - decimals) if decimals or power else 0.0
        if not math.isclose(float(one), float(other), rel_tol=0.02, abs_tol=2.01 * unit):
            return False
    return True


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_prints_what_it_says(path: Path, tmp_path: Path) -> None:
    cells = [cell for cell in cells_of(body_of(path)) if cell.kind == "code"]
    results = run_cells([cell.text for cell in cells], tmp_path)
    for cell, result in zip(cells, results, strict=False):
        assert result["error"] is None, f"line {cell.line} of the text:\n{result['error']}"
        printed = str(result["printed"])
        if cell.output is None:
            assert printed == "", f"line {cell.line} prints without a text block below it"
        else:
            assert is_same_print(cell.output, printed), f"line {cell.line} prints:\n{printed}"


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_the_notebook_of_a_lesson_is_valid_and_holds_its_code(path: Path) -> None:
    body = body_of(path)
    notebook = nbformat.reads(notebook_of(path.stem, ["run it"], body), as_version=4)
    nbformat.validate(notebook)
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    assert code == [cell.text.rstrip("\n") for cell in cells_of(body) if cell.kind == "code"]
    assert not any(
        re.search(r"^:::", cell.source, re.MULTILINE)
        for cell in notebook.cells
        if cell.cell_type == "markdown"
    )


@pytest.mark.parametrize(
    ("promised", "printed", "same"),
    [
        ("loss 0.443", "loss  0.445", True),
        ("loss 0.443", "loss 0.463", False),
        ("epoch 36", "epoch 37", False),
        ("1.000e-05", "1.001e-05", True),
        ("a 1", "b 1", False),
        ("-0.5", "0.5", False),
        ("0.00", "0.01", True),
    ],
)
def test_prints_are_compared_as_words_and_numbers(promised: str, printed: str, same: bool) -> None:
    assert is_same_print(promised, printed) is same


def test_a_cell_that_fails_is_told_with_its_line(tmp_path: Path) -> None:
    results = run_cells(["x = 1\nprint(x)", "1 / 0", "print(2)"], tmp_path)
    assert [result["printed"] for result in results] == ["1\n", ""]
    assert "line 1" in results[1]["error"]
    assert "ZeroDivisionError" in results[1]["error"]
