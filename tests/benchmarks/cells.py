"""Fixed cost of a cell (job in, empty outcome out) against a cold python that imports torch and steps.

python -m tests.benchmarks.cells [--engine local|docker] [--times 200]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path

from grader.sandbox import open_sandbox
from grader.sandbox.base import ConversationBroken, Job, Sandbox
from grader.sandbox.wire import Message

from .timing import machine, quantiles, seconds

COLD = """
import torch
model = torch.nn.Linear(4, 2)
optimizer = torch.optim.Adam(model.parameters())
model(torch.randn(8, 4)).sum().backward()
optimizer.step()
"""


class Silence:
    """Answers nothing: the job asks for nothing."""

    def answer(self, message: Message) -> Message | None:
        raise ConversationBroken("nothing was expected")


def waiting_memory() -> str:
    """What the zygotes of this process hold while they wait: memory of their own, shared parts shared."""
    total = 0
    for children in Path(f"/proc/self/task/{Path('/proc/self').resolve().name}").glob("children"):
        for pid in children.read_text().split():
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
    return f"{total / 1024:.0f} MiB"


def measure(sandbox: Sandbox, times: int) -> None:
    """Prints the table."""
    cold = seconds(lambda: subprocess.run([sys.executable, "-c", COLD], check=True), 7)
    job = Job("load", "", 1)
    sandbox.run(job, Silence())
    warm = seconds(lambda: sandbox.run(job, Silence()), times)
    print(f"cold python, torch, one step   {quantiles(cold)}")
    print(f"warm cell, {sandbox.engine:<19} {quantiles(warm)}")
    print(f"ratio of the medians           {sorted(cold)[3] / sorted(warm)[times // 2]:8.0f}")


def main() -> None:
    """Starts a sandbox, measures, closes it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=("local", "docker"), default="local")
    parser.add_argument("--times", type=int, default=200)
    options = parser.parse_args()
    print(machine())
    start = time.perf_counter()
    sandbox = open_sandbox(options.engine)
    print(f"start of the sandbox, proof of the walls included: {time.perf_counter() - start:.1f} s")
    print(f"memory of a waiting zygote (proportional share): {waiting_memory()}")
    try:
        measure(sandbox, options.times)
    finally:
        sandbox.close()


if __name__ == "__main__":
    main()
