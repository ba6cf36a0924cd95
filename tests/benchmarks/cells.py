"""Fixed cost of a cell (job in, empty outcome out), of both engines, against what starts cold each time.

python -m tests.benchmarks.cells [--engine local|docker] [--times 200] [--cold 5] [--seconds 10]

Cold: from no sandbox to the first outcome. Warm: one job after another. Against them a cold python
that imports torch and takes one step, and the same in a container of the sandbox image. Memory is
that of a zygote as it waits: its proportional share, what it shares counted in parts. Run as root
for the docker engine's memory.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import docker
import numpy as np

from grader.sandbox.base import ConversationBroken, Job, Sandbox
from grader.sandbox.container import IMAGE, image_is_there
from grader.sandbox.docker import DockerSandbox
from grader.sandbox.local import LocalSandbox
from grader.sandbox.wire import Message

from .timing import machine, quantiles, seconds

COLD = """
import torch
model = torch.nn.Linear(4, 2)
optimizer = torch.optim.Adam(model.parameters())
model(torch.randn(8, 4)).sum().backward()
optimizer.step()
"""
EMPTY = Job("load", "", 1)
ENGINES = ("local", "docker")


class Silence:
    """Answers nothing: the job asks for nothing."""

    def answer(self, message: Message) -> Message | None:
        raise ConversationBroken("nothing was expected")


@contextlib.contextmanager
def opened(engine: str) -> Iterator[LocalSandbox | DockerSandbox]:
    """A started sandbox that has run one job; its containers, if any, outlive the measurement."""
    sandbox = LocalSandbox() if engine == "local" else DockerSandbox(jobs=1_000_000)
    try:
        sandbox.run(EMPTY, Silence())
        yield sandbox
    finally:
        sandbox.close()


def cold_container() -> None:
    """`docker run` of the sandbox image, importing torch and taking one step."""
    with contextlib.closing(docker.from_env()) as client:
        container = client.containers.create(
            IMAGE, ["/opt/python/bin/python", "-c", COLD], network_mode="none"
        )
        try:
            container.start()
            assert container.wait()["StatusCode"] == 0
        finally:
            container.remove(force=True)


def cold_python() -> None:
    """A new interpreter, importing torch and taking one step."""
    subprocess.run([sys.executable, "-c", COLD], check=True)


def cold_sandbox(engine: str) -> None:
    """From no sandbox to the first outcome, its walls proved."""
    with opened(engine):
        pass


def waiting_memory(sandbox: LocalSandbox | DockerSandbox) -> str:
    """What the zygote holds while it waits."""
    if isinstance(sandbox, LocalSandbox):
        pid = sandbox.pid
    else:
        with contextlib.closing(docker.from_env()) as client:
            pid = client.api.inspect_container(sandbox.container_id)["State"]["Pid"]
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except PermissionError:
        return "(only root may ask)"
    kibibytes = next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return f"{kibibytes / 1024:.0f} MiB"


def jobs_a_second(engine: str, lasting: float) -> tuple[float, int]:
    """Jobs ended in a second by as many sandboxes as there are cores, each with a job at any time."""
    cores = len(os.sched_getaffinity(0))
    done = [0] * cores

    def work(number: int, sandbox: Sandbox) -> None:
        while time.perf_counter() < end:
            sandbox.run(EMPTY, Silence())
            done[number] += 1

    with contextlib.ExitStack() as stack:
        sandboxes = [stack.enter_context(opened(engine)) for _ in range(cores)]
        start = time.perf_counter()
        end = start + lasting
        threads = [threading.Thread(target=work, args=pair) for pair in enumerate(sandboxes)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sum(done) / (time.perf_counter() - start), cores


def measure(engine: str, options: argparse.Namespace, cold: float) -> None:
    """Prints one engine's figures, and its ratio to what starts cold."""
    first = seconds(lambda: cold_sandbox(engine), options.cold)
    with opened(engine) as sandbox:
        warm = seconds(lambda: sandbox.run(EMPTY, Silence()), options.times)
        memory = waiting_memory(sandbox)
    rate, cores = jobs_a_second(engine, options.seconds)
    print(f"\n{engine}")
    print(f"cold, to the first outcome     {quantiles(first)}")
    print(f"warm cell                      {quantiles(warm)}")
    print(f"cold start / warm cell         {cold / float(np.median(warm)):8.0f}")
    print(f"memory of a waiting zygote     {memory}")
    print(f"jobs a second on {cores} cores      {rate:8.1f}")


def main() -> None:
    """Measures what was asked for, or all that is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=ENGINES)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--cold", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=10)
    options = parser.parse_args()
    print(machine())
    python = seconds(cold_python, options.cold)
    print(f"cold python, torch, one step   {quantiles(python)}")
    contained = image_is_there()
    if contained:
        print(f"docker run, torch, one step    {quantiles(seconds(cold_container, options.cold))}")
    for engine in [options.engine] if options.engine else ENGINES:
        if engine == "docker" and not contained:
            print(f"\ndocker: no daemon that has the image {IMAGE}; .ci/docker makes it")
        else:
            measure(engine, options, float(np.median(python)))


if __name__ == "__main__":
    main()
