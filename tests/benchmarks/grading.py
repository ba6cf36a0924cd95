"""A grading of the flagship against bare training of the same program by a plain script.

All figures are for each epoch of the graded training: how many it takes differs from run to run.

python -m tests.benchmarks.grading [--times 10]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from grader import datasets
from grader.assignment import Assignment, read_assignment
from grader.grading import grade
from grader.report import Progress
from grader.sandbox import open_sandbox

from .timing import machine, quantiles

FLAGSHIP = (
    Path(__file__).resolve().parents[2] / "content/inside-neural-networks/assignments/mlp-digits"
)
SECRET = "benchmark"

# Trains as the program's author would at home: tensors in memory, a DataLoader, one thread. Only
# `train` is timed, after one call that pays for what the first step of a process pays.
BARE = """
import importlib.util, json, sys, time
import numpy as np, torch
from torch.utils.data import DataLoader, TensorDataset
torch.set_num_threads(1)
folder, source, max_epochs, patience, batch_size, times = sys.argv[1:]
spec = importlib.util.spec_from_file_location("solution", source)
solution = importlib.util.module_from_spec(spec)
spec.loader.exec_module(solution)
data = np.load(folder + "/data.npz")
def loader(part, shuffle):
    tensors = TensorDataset(torch.from_numpy(data[part + "_x"]), torch.from_numpy(data[part + "_y"]))
    return DataLoader(tensors, int(batch_size), shuffle=shuffle)
taken = []
for turn in range(int(times) + 1):
    torch.manual_seed(turn)
    model = solution.build_model(data["train_x"].shape[1], 10)
    start = time.perf_counter()
    history = solution.train(model, loader("train", True), loader("val", False),
                             max_epochs=int(max_epochs), patience=int(patience))
    taken.append((time.perf_counter() - start) / len(history["val_loss"]))
print(json.dumps(taken[1:]))
"""


def bare_training(assignment: Assignment, times: int) -> list[float]:
    """Seconds an epoch of each plain training of the reference."""
    data = datasets.load(assignment.spec.data, SECRET)
    training = assignment.spec.training
    with tempfile.TemporaryDirectory() as folder:
        np.savez(
            Path(folder, "data.npz"),
            train_x=data.train.inputs, train_y=data.train.targets,
            val_x=data.validation.inputs, val_y=data.validation.targets,
        )  # fmt: skip
        arguments = [training.max_epochs, training.patience, training.batch_size, times]
        source = str(FLAGSHIP / "reference.py")
        command = [sys.executable, "-c", BARE, folder, source, *map(str, arguments)]
        printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    taken: list[float] = json.loads(printed)
    return taken


def main() -> None:
    """Measures both in one run and prints their ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=10)
    times = parser.parse_args().times
    assignment = read_assignment(FLAGSHIP)
    datasets.load(assignment.spec.data, SECRET)
    print(machine())
    bare = bare_training(assignment, times)
    sandbox = open_sandbox("local")
    whole, until_probes = [], []
    try:
        for seed in range(times + 1):
            start = time.perf_counter()
            marks: list[float] = []

            def watch(progress: Progress, marks: list[float] = marks) -> None:
                if progress.stage == "probing":
                    marks.append(time.perf_counter())

            report = grade(
                assignment, assignment.reference, sandbox,
                seed=seed, secret=SECRET, on_progress=watch,
            )  # fmt: skip
            epochs = report.curves.stop_epoch or 1
            whole.append((time.perf_counter() - start) / epochs)
            until_probes.append((marks[0] - start) / epochs)
    finally:
        sandbox.close()
    print(f"bare training, an epoch      {quantiles(bare)}")
    print(f"train and predict, graded    {quantiles(until_probes[1:])}")
    print(f"whole grading, with probes   {quantiles(whole[1:])}")
    plain = float(np.median(bare))
    print(f"train and predict / bare     {np.median(until_probes[1:]) / plain:.2f}")
    print(f"whole grading / bare         {np.median(whole[1:]) / plain:.2f}")


if __name__ == "__main__":
    main()
