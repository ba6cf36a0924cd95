"""The command line: grade, check, calibrate, explain a code, ask which walls stand."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from .assignment import CALIBRATION, Assignment, read_assignment
from .calibrating import Plan, calibrate, write_calibration
from .checking import check_assignment, find_assignments
from .codes import CODES
from .doctor import diagnose
from .errors import AssignmentError, SandboxError
from .exporting import FORMATS
from .grading import grade
from .report import Report
from .sandbox import open_sandbox
from .sandbox.container import IMAGE
from .sandbox.engines import ENGINES, read_settings
from .showing import (
    Bar,
    show_calibration,
    show_code,
    show_codes,
    show_measured,
    show_report,
    show_walls,
)

GRADED, WRONG_USE, SANDBOX_FAILED = 0, 2, 3
NOT_PROVED = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; the exit status.

    0 graded (whatever the points), 1 a check that found something, 2 wrong usage or a wrong
    assignment folder, 3 the sandbox failed.
    """
    options = _parser().parse_args(arguments)
    errors = Console(stderr=True)
    try:
        status: int = options.command(options)
        return status
    except AssignmentError as error:
        errors.print(str(error), style="red", markup=False, soft_wrap=True)
        return WRONG_USE
    except OSError as error:
        # Files named on the command line; everything else has its own error.
        errors.print(f"{error.filename}: {error.strerror}", style="red", markup=False)
        return WRONG_USE
    except SandboxError as error:
        errors.print(f"The sandbox failed: {error}", style="red", markup=False, soft_wrap=True)
        return SANDBOX_FAILED
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m grader", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    one = commands.add_parser("grade", help="grade one solution and show its report")
    one.add_argument("assignment", type=Path, help="folder of the assignment")
    one.add_argument("solution", type=Path, help="the solution's .py file")
    one.add_argument("--json", type=Path, metavar="FILE", help="also write the report there")
    one.add_argument(
        "--format", choices=["table", *FORMATS], default="table",
        help="what is printed: a table, or JSON as others read it (default table)",
    )  # fmt: skip
    one.add_argument("--seed", type=int, default=0, help="seed of the grading (default 0)")
    _engine(one)
    one.set_defaults(command=_grade)
    check = commands.add_parser("check", help="prove assignments by their own solutions")
    check.add_argument("path", type=Path, help="an assignment's folder, or a folder of many")
    check.add_argument("--seed", type=int, default=0, help="seed of the gradings (default 0)")
    _engine(check)
    check.set_defaults(command=_check)
    measure = commands.add_parser(
        "calibrate", help="measure an assignment's programs and propose baseline and target"
    )
    measure.add_argument("assignment", type=Path, help="folder of the assignment")
    measure.add_argument("--seeds", type=_at_least(2), default=5, metavar="N")
    measure.add_argument(
        "--draws",
        type=_at_least(1),
        default=3,
        metavar="N",
        help="draws of the hidden data, each under all seeds (default 3)",
    )
    measure.add_argument("--write", action="store_true", help=f"leave the record as {CALIBRATION}")
    _engine(measure)
    measure.set_defaults(command=_calibrate)
    explain = commands.add_parser("explain", help="say what a code of a report means")
    explain.add_argument("code", nargs="?", choices=sorted(CODES), metavar="CODE")
    explain.set_defaults(command=_explain)
    doctor = commands.add_parser("doctor", help="show which walls stand on this machine")
    doctor.add_argument("--json", action="store_true", help="print JSON")
    doctor.add_argument("--engine", choices=ENGINES, help="status 0 only if this one holds")
    doctor.set_defaults(command=_doctor)
    image = commands.add_parser("image", help="print the name of the sandbox image")
    image.set_defaults(command=_image)
    return parser


def _engine(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--engine", choices=ENGINES, help="where the code runs (default: GRADER_ENGINE, else auto)"
    )


def _at_least(least: int) -> Callable[[str], int]:
    def whole_number(text: str) -> int:
        if int(text) < least:
            raise argparse.ArgumentTypeError(f"at least {least}")
        return int(text)

    return whole_number


def _secret() -> str:
    """The deployment's secret, so that the command line hides the same data as the service."""
    return os.environ.get("GRADER_SECRET", "")


def _grade(options: argparse.Namespace) -> int:
    assignment = read_assignment(options.assignment)
    if assignment.calibrated == "stale":
        errors = Console(stderr=True)
        errors.print(
            Text(f"{CALIBRATION} is stale and not used: run `calibrate --write`."), style="yellow"
        )
    source = options.solution.read_bytes().decode("utf-8", "replace")
    report = _grade_watched(assignment, source, options)
    if options.json is not None:
        options.json.write_text(report.model_dump_json(indent=2) + "\n", encoding="utf-8")
    if options.format == "table":
        show_report(report, Console())
    else:
        _print_json(FORMATS[options.format](report))
    return GRADED


def _print_json(data: dict[str, Any]) -> None:
    json.dump(data, sys.stdout, indent=2)
    sys.stdout.write("\n")


def _grade_watched(assignment: Assignment, source: str, options: argparse.Namespace) -> Report:
    sandbox = open_sandbox(options.engine, read_settings(os.environ))
    try:
        with Bar(Console(stderr=True)) as bar:
            return grade(
                assignment, source, sandbox,
                seed=options.seed, secret=_secret(), on_progress=bar.update,
            )  # fmt: skip
    finally:
        sandbox.close()


def _check(options: argparse.Namespace) -> int:
    console = Console()
    folders = find_assignments(options.path)
    sandbox = open_sandbox(options.engine, read_settings(os.environ))
    wrong = 0
    try:
        for folder in folders:
            for proof in check_assignment(folder, sandbox, seed=options.seed, secret=_secret()):
                wrong += not proof.holds
                console.print(str(proof), style="" if proof.holds else "red", markup=False)
    finally:
        sandbox.close()
    return NOT_PROVED if wrong else GRADED


def _calibrate(options: argparse.Namespace) -> int:
    console = Console()
    sandbox = open_sandbox(options.engine)
    try:
        calibration = calibrate(
            options.assignment,
            sandbox,
            Plan(seeds=options.seeds, draws=options.draws),
            on_program=lambda program: show_measured(program, console),
        )
    finally:
        sandbox.close()
    show_calibration(calibration, read_assignment(options.assignment), console)
    if options.write:
        path = write_calibration(options.assignment, calibration)
        console.print(Text(f"Written: {path}"))
    return GRADED


def _explain(options: argparse.Namespace) -> int:
    if options.code is None:
        show_codes(CODES, Console())
    else:
        show_code(options.code, CODES[options.code], Console())
    return GRADED


def _doctor(options: argparse.Namespace) -> int:
    diagnosis = diagnose(read_settings(os.environ))
    if options.json:
        _print_json(diagnosis.model_dump(mode="json"))
    else:
        show_walls(diagnosis, Console())
    return GRADED if diagnosis.holds(options.engine) else SANDBOX_FAILED


def _image(options: argparse.Namespace) -> int:
    sys.stdout.write(f"{IMAGE}\n")
    return GRADED
