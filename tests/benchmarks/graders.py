"""Grading one program by Holdout, by a plain script, by otter-grader and by nbgrader, in one run.

All train the flagship's reference on the same data and score it on the same hidden rows. The others
run it once and compare a figure; Holdout also examines it in other worlds, behind its wall. Seconds
are wall time and processor time of one submission, with all processes that it takes.

python -m tests.benchmarks.graders [--times 5] [--tools plain otter nbgrader holdout]

Tools that are not Holdout's own are installed into an environment in a temporary folder, which is
removed afterwards; PyTorch is taken over from this environment.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from grader import datasets
from grader.assignment import TrainedAssignment, read_assignment
from grader.grading import grade
from grader.sandbox import open_sandbox
from grader.sandbox.base import Conversation, Job, Outcome, Sandbox

from .timing import machine

FLAGSHIP = (
    Path(__file__).resolve().parents[2] / "content/inside-neural-networks/assignments/mlp-digits"
)
SOLUTION = FLAGSHIP / "reference.py"
SECRET = "benchmark"
PACKAGES = {"otter": "otter-grader==7.0.0", "nbgrader": "nbgrader==0.9.6"}

# What the other graders compute: one training with the assignment's settings, and the figure.
MEASURING = """
from pathlib import Path
import numpy as np
import torch
from torch.utils.data import DataLoader, TensorDataset

def accuracy(build_model, train):
    torch.set_num_threads(1)
    torch.manual_seed(0)
    data = np.load(Path(__file__).with_name("data.npz"))
    def loader(part, shuffle):
        tensors = (torch.from_numpy(data[part + "_x"]), torch.from_numpy(data[part + "_y"]))
        return DataLoader(TensorDataset(*tensors), int(data["batch_size"]), shuffle=shuffle)
    model = build_model(data["train_x"].shape[1], 10)
    train(model, loader("train", True), loader("val", False),
          max_epochs=int(data["max_epochs"]), patience=int(data["patience"]))
    model.eval()
    with torch.no_grad():
        chosen = model(torch.from_numpy(data["hidden_x"])).argmax(1).numpy()
    return float((chosen == data["hidden_y"]).mean())
"""
CHECK = "from measuring import accuracy\nassert accuracy(build_model, train) > 0.9\n"
OTTER_TEST = """
OK_FORMAT = True
test = {"name": "q1", "points": 1, "suites": [{"type": "doctest", "scored": True, "setup": "",
    "teardown": "", "cases": [{"hidden": False, "locked": False, "code":
    ">>> from measuring import accuracy\\n>>> accuracy(build_model, train) > 0.9\\nTrue"}]}]}
"""


@dataclass
class Cost:
    """Seconds of every repetition."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        wall, cpu = (float(np.median(taken)) for taken in (self.wall, self.cpu))
        return f"wall {wall:6.2f} s   cpu {cpu:6.2f} s   n {len(self.wall)}"


def processor_seconds() -> float:
    """Of this process and of all its children that have ended."""
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def repeated(action: Callable[[], float], times: int) -> Cost:
    """`action` gives the seconds of processor time that cannot be seen from here."""
    cost = Cost()
    for _ in range(times):
        wall, cpu = time.perf_counter(), processor_seconds()
        unseen = action()
        cost.wall.append(time.perf_counter() - wall)
        cost.cpu.append(processor_seconds() - cpu + unseen)
    return cost


class Metered:
    """A sandbox that adds up what its cells computed: they are children of its own processes."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self.cpu = 0.0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sandbox, name)

    def run(self, job: Job, conversation: Conversation) -> Outcome:
        """See Sandbox."""
        outcome = self._sandbox.run(job, conversation)
        self.cpu += outcome.cpu_seconds
        return outcome


def holdout(times: int) -> Cost:
    """A warm worker: train, predict, all worlds, report."""
    assignment = read_assignment(FLAGSHIP)
    sandbox: Any = Metered(open_sandbox("local"))
    seeds = iter(range(times + 1))

    def once() -> float:
        before = sandbox.cpu
        report = grade(assignment, assignment.reference, sandbox, seed=next(seeds), secret=SECRET)
        assert report.score == report.max_score, report.score
        return float(sandbox.cpu - before)

    try:
        once()
        return repeated(once, times)
    finally:
        sandbox.close()


def holdout_cold(times: int) -> Cost:
    """The command line: a process, a zygote and a wall for one submission."""
    command = [
        sys.executable,
        "-m",
        "grader",
        "grade",
        str(FLAGSHIP),
        str(FLAGSHIP / "reference.py"),
    ]
    environment = os.environ | {"GRADER_SECRET": SECRET}
    return repeated(lambda: _run([*command, "--engine", "local"], environment), times)


def plain(folder: Path, times: int) -> Cost:
    """A fresh interpreter, one training, one figure."""
    (folder / "plain.py").write_text(f"from solution import build_model, train\n{CHECK}")
    command = [sys.executable, str(folder / "plain.py")]
    return repeated(lambda: _run(command, os.environ | {"PYTHONPATH": str(folder)}), times)


def otter(folder: Path, tools: Tools, times: int) -> Cost:
    """`otter run` without a container, on a notebook that holds the program."""
    tests = folder / "tests"
    tests.mkdir()
    (tests / "q1.py").write_text(OTTER_TEST)
    (folder / "submission.ipynb").write_text(notebook([(SOLUTION.read_text(), {})]))
    support = ["measuring.py", "data.npz"]
    tools.run("otter", "generate", "-t", "tests", "-o", "autograder.zip", *support, folder=folder)
    command = ("run", "-a", "autograder.zip", "-o", "results", "submission.ipynb")
    (folder / "results").mkdir()
    cost = repeated(lambda: tools.run("otter", *command, folder=folder), times)
    results = json.loads((folder / "results" / "results.json").read_text())
    assert sum(test.get("score", 0) for test in results["tests"]) == 1, results
    return cost


def nbgrader(folder: Path, tools: Tools, times: int) -> Cost:
    """`nbgrader autograde` of one learner's notebook."""
    task = {"nbgrader": {"schema_version": 3, "solution": True, "grade": False, "locked": False,
                         "task": False, "grade_id": "solution"}}  # fmt: skip
    test = {"nbgrader": {"schema_version": 3, "solution": False, "grade": True, "locked": True,
                         "task": False, "grade_id": "test", "points": 1}}  # fmt: skip
    for place, source in (("source/one", "pass"), ("submitted/ada/one", SOLUTION.read_text())):
        (folder / place).mkdir(parents=True)
        for name in ("measuring.py", "data.npz"):
            shutil.copy(folder / name, folder / place)
        cells = [(source, task), (CHECK, test)]
        (folder / place / "program.ipynb").write_text(notebook(cells))
    (folder / "nbgrader_config.py").write_text(
        "c = get_config()\nc.CourseDirectory.course_id = 'course'\nc.ExecutePreprocessor.timeout = 600\n"
    )
    tools.run("nbgrader", "generate_assignment", "one", "--create", folder=folder)
    command = ("autograde", "one", "--create", "--force")
    cost = repeated(lambda: tools.run("nbgrader", *command, folder=folder), times)
    graded = (folder / "autograded/ada/one/program.ipynb").read_text()
    assert '"output_type": "error"' not in graded
    return cost


def notebook(cells: list[tuple[str, dict[str, Any]]]) -> str:
    """Code cells, with their metadata, as a notebook."""
    return json.dumps(
        {
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": {"kernelspec": {"name": "python3", "language": "python", "display_name": "P"}},
            "cells": [
                {"cell_type": "code", "id": f"c{number}", "metadata": metadata, "source": source,
                 "outputs": [], "execution_count": None}
                for number, (source, metadata) in enumerate(cells)
            ],
        }
    )  # fmt: skip


class Tools:
    """An environment in a folder of its own, in which other graders run."""

    def __init__(self, folder: Path, names: list[str]) -> None:
        self._bin = folder / "venv" / "bin"
        subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
        # Last on its path stands this environment: PyTorch and NumPy are not installed twice.
        (site,) = (folder / "venv").glob("lib/python*/site-packages")
        (site / "zz_shared.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
        packages = [PACKAGES[name] for name in names]
        install = [str(self._bin / "python"), "-m", "pip", "install", "--quiet", *packages]
        subprocess.run(install, check=True)
        home = folder / "home"
        home.mkdir()
        self._environment = {
            "PATH": f"{self._bin}:{os.environ['PATH']}",
            "HOME": str(home),
            "IPYTHONDIR": str(home / "ipython"),
            "JUPYTER_CONFIG_DIR": str(home / "config"),
            "JUPYTER_DATA_DIR": str(home / "data"),
        }

    def run(self, name: str, *arguments: str, folder: Path) -> float:
        """One command of a tool, to its end."""
        return _run([str(self._bin / name), *arguments], self._environment, folder)


def _run(command: list[str], environment: dict[str, str], folder: Path | None = None) -> float:
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{command}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return 0.0


def prepare(folder: Path) -> None:
    """The data, the program and what measures it, as an author would lay them out."""
    folder.mkdir()
    spec = read_assignment(FLAGSHIP).spec
    assert isinstance(spec, TrainedAssignment)
    data, training = datasets.load(spec.data, SECRET), spec.training
    np.savez(
        folder / "data.npz",
        train_x=data.train.inputs, train_y=data.train.targets,
        val_x=data.validation.inputs, val_y=data.validation.targets,
        hidden_x=data.hidden.inputs, hidden_y=data.hidden.targets,
        max_epochs=training.max_epochs, patience=training.patience, batch_size=training.batch_size,
    )  # fmt: skip
    (folder / "measuring.py").write_text(MEASURING)
    (folder / "solution.py").write_text(SOLUTION.read_text())


def main() -> None:
    """Measures each tool in turn and prints every cost over that of the plain script."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5)
    chosen = ["plain", "otter", "nbgrader", "holdout"]
    parser.add_argument("--tools", nargs="+", choices=chosen, default=chosen)
    options = parser.parse_args()
    print(machine())
    costs: dict[str, Cost] = {}
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        others = [tool for tool in options.tools if tool in PACKAGES]
        tools = Tools(root, others) if others else None
        if "plain" in options.tools:
            prepare(root / "plain")
            costs["plain script"] = plain(root / "plain", options.times)
        for tool, measure in (("otter", otter), ("nbgrader", nbgrader)):
            if tool in options.tools and tools is not None:
                prepare(root / tool)
                costs[PACKAGES[tool]] = measure(root / tool, tools, options.times)
    if "holdout" in options.tools:
        costs["Holdout, warm worker"] = holdout(options.times)
        costs["Holdout, command line"] = holdout_cold(options.times)
    base = costs.get("plain script")
    for title, cost in costs.items():
        ratio = ""
        if base is not None:
            wall, cpu = (np.median(a) / np.median(b) for a, b in
                         ((cost.wall, base.wall), (cost.cpu, base.cpu)))  # fmt: skip
            ratio = f"   of the plain script's: wall {wall:.2f}, cpu {cpu:.2f}"
        print(f"{title:<24} {cost}{ratio}")


if __name__ == "__main__":
    main()
