"""The examiner's confusion matrix over programs, seeds and data sets.

python -m tests.benchmarks.confusion [--corpus written|generated] [--programs 300] [--first 0]
    [--seeds 1] [--data iris,digits] [--processes 1] [--outside]

Written programs run on the data their headers name (or on all that `--data` names and that fit their
task). Of generated programs there are `--programs` correct ones and as many with one mistake each,
beginning at seed `--first`; keep fresh seeds for figures that are to be believed. `--outside` leaves
out everything that hooks inside the cell said.
"""

from __future__ import annotations

import argparse
import functools
import multiprocessing
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader import datasets
from grader.observing import examine
from tests.grader.examiner.conftest import SECRET, assignment_on
from tests.grader.examiner.direct import DirectSandbox
from tests.grader.examiner.generator.mistakes import MISTAKES
from tests.grader.examiner.generator.programs import Program, correct_program, planted_program
from tests.grader.examiner.matrix import Judged, Matrix
from tests.grader.examiner.truth import read_program

from .timing import machine

PROGRAMS = Path(__file__).resolve().parents[1] / "grader/programs"


@dataclass(frozen=True, slots=True)
class Run:
    """One program under one seed of the examiner's."""

    program: Program
    seed: int
    hooks: bool


@functools.cache
def _sandbox(hooks: bool) -> DirectSandbox:
    sandbox = DirectSandbox(hooks=hooks)
    sandbox.start()
    return sandbox


def judge(run: Run) -> Judged:
    """Examines one program behind no wall: only for programs written here."""
    program = run.program
    examination = examine(
        assignment_on(program.truth.data),
        program.source,
        _sandbox(run.hooks),
        data=datasets.load(program.truth.data, SECRET),
        seed=run.seed,
        on_progress=lambda progress: None,
    )
    if examination.findings is None:
        failure = examination.failure.message if examination.failure else ""
        return Judged(program.name, program.truth, {}, {}, failure)
    return Judged.by(program.name, program.truth, examination.findings)


def generated(count: int, first: int, data: list[str]) -> Iterator[Program]:
    """So many correct programs, and as many with one mistake each, every code in turn."""
    codes = sorted(MISTAKES)
    for seed in range(first, first + count):
        yield correct_program(seed, data[seed % len(data)])
        code = codes[seed % len(codes)]
        start = seed // len(codes)
        sets = [data[(start + shift) % len(data)] for shift in range(len(data))]
        planted = (planted_program(seed, name, code) for name in sets)
        program = next((found for found in planted if found is not None), None)
        if program is not None:
            yield program


def written(data: list[str]) -> Iterator[Program]:
    """The programs of the corpus, on their own data and on whatever else was asked for."""
    for path in sorted(PROGRAMS.glob("*.py")):
        source, truth = read_program(path)
        task = datasets.NAMES[truth.data]
        for name in [
            truth.data,
            *(n for n in data if n != truth.data and datasets.NAMES[n] == task),
        ]:
            yield Program(f"{path.stem} on {name}", source, truth.but(data=name))


def main() -> None:
    """Prints the matrix, and what went wrong where."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", choices=("written", "generated"), default="generated")
    parser.add_argument("--programs", type=int, default=300)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--data", default="")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--outside", action="store_true")
    given = parser.parse_args()
    named = given.data.split(",") if given.data else []
    programs = (
        written(named)
        if given.corpus == "written"
        else generated(given.programs, given.first, named or sorted(datasets.NAMES))
    )
    runs = [Run(p, seed, not given.outside) for p in programs for seed in range(given.seeds)]
    start = time.perf_counter()
    matrix = Matrix()
    with multiprocessing.get_context("spawn").Pool(given.processes) as pool:
        for judged in pool.imap(judge, runs):
            matrix.judged.append(judged)
            if judged.faults:
                print(f"{judged.name}: {judged.faults}", file=sys.stderr)
            if len(matrix.judged) % 50 == 0:
                taken = time.perf_counter() - start
                print(f"{len(matrix.judged)} of {len(runs)}, {taken:.0f} s", file=sys.stderr)
    print(machine())
    print("outside only" if given.outside else "outside and inside")
    print("\n".join(matrix.lines()))


if __name__ == "__main__":
    main()
