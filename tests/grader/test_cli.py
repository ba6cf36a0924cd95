"""The command line: the report as a table, and exit statuses that scripts can rely on."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from grader import cli
from grader.codes import CODES
from grader.errors import SandboxError
from grader.report import Report
from grader.sandbox.base import Sandbox
from grader.sandbox.engines import EngineSettings

FLAGSHIP = (
    Path(__file__).resolve().parents[2] / "content/inside-neural-networks/assignments/mlp-digits"
)


@pytest.mark.sandbox
def test_a_grading_prints_its_report_and_writes_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "report.json"
    solution = FLAGSHIP / "solutions" / "wrong_no_dropout.py"
    status = cli.main(["grade", str(FLAGSHIP), str(solution), "--json", str(path), "--seed", "3"])
    report = Report.model_validate(json.loads(path.read_text()))
    assert (status, report.score, report.provenance.seed) == (0, 85, 3)
    assert "85 / 100" in capsys.readouterr().out


@pytest.mark.sandbox
@pytest.mark.parametrize("source", ["", "def f(:\n", "import os; os._exit(0)\n"])
def test_a_program_that_cannot_be_graded_is_graded_all_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], source: str
) -> None:
    solution = tmp_path / "solution.py"
    solution.write_text(source)
    assert cli.main(["grade", str(FLAGSHIP), str(solution), "--engine", "local"]) == 0
    assert "0 / 100" in capsys.readouterr().out


@pytest.mark.sandbox
def test_a_grading_speaks_the_format_of_another_grader(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    solution = tmp_path / "solution.py"
    solution.write_text("def f(:\n")
    assert cli.main(["grade", str(FLAGSHIP), str(solution), "--format", "gradescope"]) == 0
    results = json.loads(capsys.readouterr().out)
    assert results["score"] == 0
    assert len(results["tests"]) == 5


def test_a_code_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["explain", "best_alias"]) == 0
    assert "The saved weights moved with the model" in capsys.readouterr().out


def test_all_codes_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["explain"]) == 0
    printed = capsys.readouterr().out
    assert all(code[:20] in printed for code in CODES)


def test_an_unknown_code_is_exit_status_2() -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(["explain", "no_such_code"])
    assert caught.value.code == 2


def test_a_wrong_assignment_is_exit_status_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = shutil.copytree(FLAGSHIP, tmp_path / "broken")
    (folder / "assignment.yaml").write_text("kind: training\n")
    assert cli.main(["grade", str(folder), str(FLAGSHIP / "reference.py")]) == 2
    assert "assignment.yaml:1" in capsys.readouterr().err


def test_a_missing_solution_is_exit_status_2(tmp_path: Path) -> None:
    assert cli.main(["grade", str(FLAGSHIP), str(tmp_path / "none.py")]) == 2


@pytest.mark.parametrize("arguments", [[], ["grade"], ["grade", "a", "b", "--engine", "moon"]])
def test_wrong_usage_is_exit_status_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(arguments)
    assert caught.value.code == 2


def test_a_failed_sandbox_is_exit_status_3(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(engine: str | None, settings: EngineSettings) -> Sandbox:
        raise SandboxError("no wall stands")

    open_sandbox: Callable[[str | None, EngineSettings], Sandbox] = broken
    monkeypatch.setattr(cli, "open_sandbox", open_sandbox)
    assert cli.main(["grade", str(FLAGSHIP), str(FLAGSHIP / "reference.py")]) == 3
    assert "no wall stands" in capsys.readouterr().err


def test_the_grader_loads_neither_web_nor_torch() -> None:
    code = (
        "import sys, grader.cli\n"
        "print(sorted({'django', 'celery', 'rest_framework', 'torch'} & set(sys.modules)))"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout
    assert printed == "[]\n"
