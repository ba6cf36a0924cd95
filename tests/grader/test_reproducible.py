"""The same submission, revision and seed give the same report, bit for bit, wherever it is graded."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader.report import Report

FLAGSHIP = (
    Path(__file__).resolve().parents[2] / "content/inside-neural-networks/assignments/mlp-digits"
)
SOLUTION = FLAGSHIP / "solutions" / "wrong_aliased_state_dict.py"


def report_on_cores(cores: set[int], path: Path) -> bytes:
    """The report of a grading whose every process sees these processor cores only."""
    command = [
        sys.executable, "-m", "grader", "grade", str(FLAGSHIP), str(SOLUTION),
        "--engine", "local", "--seed", "5", "--json", str(path),
    ]  # fmt: skip
    subprocess.run(
        command,
        check=True,
        capture_output=True,
        env=os.environ | {"GRADER_SECRET": "one deployment"},
        preexec_fn=lambda: os.sched_setaffinity(0, cores),
    )
    return path.read_bytes()


@pytest.mark.sandbox
def test_a_report_is_the_same_on_one_core_and_on_all(tmp_path: Path) -> None:
    every = os.sched_getaffinity(0)
    one = report_on_cores({min(every)}, tmp_path / "one.json")
    many = report_on_cores(every, tmp_path / "many.json")
    assert one == many
    report = Report.model_validate_json(one)
    assert report.failure is None
    assert [diagnostic.id for diagnostic in report.diagnostics] == ["best_alias"]
