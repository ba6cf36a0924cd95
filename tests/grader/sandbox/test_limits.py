"""Limits are held from outside, to within a tenth of what they say.

Times are held to a tenth or a quarter of a second, whichever is more: the watch looks every 40 ms,
and a busy machine may not let it look in time.
"""

from __future__ import annotations

import pytest

from grader.sandbox.base import MEBIBYTE, Ending, Sandbox

from .jobs import run

pytestmark = pytest.mark.sandbox


@pytest.mark.parametrize("source", ["while True: pass", "import time; time.sleep(60)"])
def test_wall_time_holds(sandbox: Sandbox, source: str) -> None:
    outcome = run(sandbox, source, wall_seconds=3.0)
    assert outcome.ending is Ending.WALL_TIME
    assert outcome.wall_seconds >= 3.0


def test_cpu_time_holds(sandbox: Sandbox) -> None:
    outcome = run(sandbox, "while True: pass", cpu_seconds=3.0, wall_seconds=60)
    assert outcome.ending is Ending.CPU_TIME
    assert outcome.cpu_seconds == pytest.approx(3.0, rel=0.1)


def test_a_program_within_its_time_is_left_alone(sandbox: Sandbox) -> None:
    source = "import time\nend = time.process_time() + 1.5\nwhile time.process_time() < end: pass"
    assert run(sandbox, source, cpu_seconds=2.0, wall_seconds=60).ending is Ending.FINISHED


def test_cpu_time_of_threads_counts_together(sandbox: Sandbox) -> None:
    source = (
        "import threading\ndef burn():\n    while True: pass\n"
        "for _ in range(4): threading.Thread(target=burn).start()\nburn()"
    )
    outcome = run(sandbox, source, cpu_seconds=2.0, wall_seconds=60)
    assert outcome.ending is Ending.CPU_TIME
    assert outcome.cpu_seconds == pytest.approx(2.0, rel=0.1, abs=0.25)


def test_a_program_cannot_ignore_its_cpu_time(sandbox: Sandbox) -> None:
    source = "import signal; signal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True: pass"
    assert run(sandbox, source, cpu_seconds=0.5).ending is Ending.CPU_TIME


@pytest.mark.parametrize(
    "source",
    [
        "a = []\nwhile True: a.append(bytearray(10_000_000))",
        "import torch\na = torch.zeros(10**9)",
        "import torch\na = [torch.ones(10**6) for _ in range(10**6)]",
        "a = 'x' * 10**12",
    ],
)
def test_memory_holds(sandbox: Sandbox, source: str) -> None:
    outcome = run(sandbox, source, memory_bytes=300 * MEBIBYTE)
    assert outcome.ending is Ending.MEMORY
    assert outcome.peak_memory_bytes <= 330 * MEBIBYTE


def test_nine_tenths_of_the_memory_can_be_used(sandbox: Sandbox) -> None:
    source = "a = b'x' * (270 * 2**20)\nprint(len(a) >> 20)"
    outcome = run(sandbox, source, memory_bytes=300 * MEBIBYTE)
    assert (outcome.ending, outcome.output) == (Ending.FINISHED, "270\n")


def test_shared_memory_is_memory(sandbox: Sandbox) -> None:
    source = "import mmap\nm = mmap.mmap(-1, 2**30)\nfor i in range(0, 2**30, 4096): m[i] = 1"
    outcome = run(sandbox, source, memory_bytes=300 * MEBIBYTE)
    assert outcome.ending in {Ending.MEMORY, Ending.RAISED}
    assert outcome.peak_memory_bytes <= 330 * MEBIBYTE


def test_one_file_cannot_fill_the_disk(sandbox: Sandbox) -> None:
    source = "with open('a', 'wb') as f:\n    while True: f.write(bytes(2**20))"
    outcome = run(sandbox, source, scratch_bytes=8 * MEBIBYTE)
    assert outcome.ending in {Ending.RAISED, Ending.SCRATCH}


def test_nine_tenths_of_the_scratch_can_be_used(sandbox: Sandbox) -> None:
    source = (
        "import os, time\nfor name in 'ab': open(name, 'wb').write(os.urandom(9 * 2**19))\n"
        "time.sleep(0.5)\nprint(os.path.getsize('a') + os.path.getsize('b'))"
    )
    outcome = run(sandbox, source, scratch_bytes=10 * MEBIBYTE)
    assert (outcome.ending, outcome.output) == (Ending.FINISHED, f"{9 * MEBIBYTE}\n")


def test_many_files_cannot_fill_the_disk(sandbox: Sandbox) -> None:
    source = "i = 0\nwhile True:\n    i += 1\n    open(str(i), 'wb').write(bytes(2**20))"
    outcome = run(sandbox, source, scratch_bytes=8 * MEBIBYTE, wall_seconds=20)
    assert outcome.ending is Ending.SCRATCH


def test_many_empty_files_are_too_many(sandbox: Sandbox) -> None:
    source = "i = 0\nwhile True:\n    i += 1\n    open(str(i), 'w').close()"
    assert run(sandbox, source).ending is Ending.SCRATCH


def test_as_many_threads_as_allowed_can_run(sandbox: Sandbox) -> None:
    source = (
        "import threading, time\nfor _ in range(15): "
        "threading.Thread(target=time.sleep, args=(1,), daemon=True).start()\ntime.sleep(0.5)"
    )
    assert run(sandbox, source, threads=16).ending is Ending.FINISHED


def test_too_many_threads_end_the_job(sandbox: Sandbox) -> None:
    source = (
        "import threading, time\nfor _ in range(80): "
        "threading.Thread(target=time.sleep, args=(60,)).start()\ntime.sleep(60)"
    )
    assert run(sandbox, source, wall_seconds=20).ending is Ending.THREADS


def test_endless_output_ends_the_job(sandbox: Sandbox) -> None:
    outcome = run(sandbox, "while True: print('x' * 1000)", output_bytes=MEBIBYTE)
    assert outcome.ending is Ending.OUTPUT


def test_output_within_its_limit_is_no_offence(sandbox: Sandbox) -> None:
    outcome = run(sandbox, "print('x' * 1_000_000)", output_bytes=MEBIBYTE)
    assert outcome.ending is Ending.FINISHED
