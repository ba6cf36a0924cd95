"""A job starts as if none had been before it, and beside it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from grader.sandbox.base import MEBIBYTE, Ending, Job, Sandbox
from grader.sandbox.wire import Message
from tests.engines import (
    left_behind,
    memory_and_descriptors,
    opened,
    scratch_of,
    zygote,
)

from .jobs import SPEAK, Echo, run

pytestmark = pytest.mark.sandbox


def test_no_name_of_the_last_job_is_left(sandbox: Sandbox) -> None:
    run(sandbox, "import builtins; builtins.left = 'behind'; import torch; torch.left = 1")
    outcome = run(
        sandbox, "import builtins, torch; print(hasattr(builtins, 'left'), hasattr(torch, 'left'))"
    )
    assert outcome.output == "False False\n"


def test_what_one_job_printed_is_not_in_the_memory_of_the_next(sandbox: Sandbox) -> None:
    marker = "c0ffee" * 4
    run(sandbox, f"print('{marker}')")
    source = (
        "import gc\nwanted = ''.join(['c0f', 'fee']) * 4\n"
        "found = [o for o in gc.get_objects() if isinstance(o, (list, tuple, dict)) and any("
        "isinstance(x, (str, bytes)) and wanted in str(x)"
        " for x in (o.values() if isinstance(o, dict) else o))"
        " and o is not globals()]\nprint(len(found))"
    )
    assert run(sandbox, source).output == "0\n"


def test_random_numbers_depend_on_the_seed_alone(sandbox: Sandbox) -> None:
    source = "import torch, numpy, random\nprint(torch.rand(1).item(), numpy.random.rand(), random.random())"
    first = run(sandbox, source, seed=7).output
    run(sandbox, "import torch; torch.rand(100)", seed=9)
    assert run(sandbox, source, seed=7).output == first
    assert run(sandbox, source, seed=8).output != first


@pytest.mark.parametrize(
    "source",
    [
        "import os; os._exit(0)",
        "import ctypes; ctypes.string_at(0)",
        "import time; time.sleep(60)",
        "import threading, time; threading.Thread(target=time.sleep, args=(60,)).start()",
        "open('a', 'w').write('b')\nwhile True: pass",
        "import os; os.write(3, b'\\xff' * 100); import time; time.sleep(60)",
    ],
    ids=["left", "crashed", "slept", "with threads", "turned", "spoke nonsense"],
)
def test_a_job_that_ends_leaves_no_process_no_file_and_no_mount(
    sandbox: Sandbox, source: str
) -> None:
    run(sandbox, "")
    sandbox.start()
    before, mounts = zygote(sandbox), Path("/proc/mounts").read_text().count("\n")
    outcome = run(sandbox, source, wall_seconds=1.0)
    assert left_behind(before) == []
    if outcome.ending in {Ending.EXITED, Ending.FINISHED}:
        assert zygote(sandbox) == before
    # A container comes with mounts of its own and takes them with it.
    assert Path("/proc/mounts").read_text().count("\n") <= mounts + 3


class Meeting(Echo):
    """Lets two cells go on only together."""

    def __init__(self, here: threading.Barrier) -> None:
        super().__init__()
        self._here = here

    def answer(self, message: Message) -> Message | None:
        self._here.wait(timeout=60)
        return Message({})


def test_two_jobs_at_once_do_not_see_each_other(engine: str) -> None:
    def look_round(sandbox: Sandbox, name: str) -> None:
        source = SPEAK + (
            f"import os\nopen({name!r}, 'w').write('a secret')\n"
            "channel.ask({'op': 'written'})\n"
            "seen = []\n"
            f"for folder in ('..', {scratch_of(first)!r}, {scratch_of(second)!r}, '/proc', '/tmp'):\n"
            "    try: seen += os.listdir(folder)\n    except OSError: pass\n"
            "for pid in {*range(1, 30), *range(os.getpid() - 200, os.getpid() + 200)}:\n"
            "    if pid in (os.getpid(), 0): continue\n"
            "    try: os.kill(pid, 0); seen.append(pid)\n    except OSError: pass\n"
            "    try: seen.append(open(f'/proc/{pid}/mem', 'rb'))\n    except OSError: pass\n"
            "print(seen, os.listdir('.'))\nchannel.ask({'op': 'looked'})"
        )
        outputs[name] = sandbox.run(Job("load", source, 1), Meeting(here)).output

    outputs: dict[str, str] = {}
    here = threading.Barrier(2)
    with opened(engine) as first, opened(engine) as second:
        threads = [
            threading.Thread(target=look_round, args=pair) for pair in ((first, "a"), (second, "b"))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert outputs == {"a": "[] ['a']\n", "b": "[] ['b']\n"}


def test_a_hundred_jobs_leak_nothing(engine: str) -> None:
    with opened(engine, jobs=200) as sandbox:
        run(sandbox, "")
        only = zygote(sandbox)
        # The spare container is being warmed meanwhile, and opens connections of its own.
        memory, descriptors = memory_and_descriptors(only)
        for _ in range(50):
            run(sandbox, "import os; os._exit(0)")
        ours = len(list(Path("/proc/self/fd").iterdir()))
        for _ in range(50):
            run(sandbox, "import os; os._exit(0)")
        assert zygote(sandbox) == only
        assert memory_and_descriptors(only)[0] - memory < 4 * MEBIBYTE
        assert memory_and_descriptors(only)[1] == descriptors
        # The spare container has connections of its own, whenever it comes.
        assert len(list(Path("/proc/self/fd").iterdir())) <= ours + 5
        assert left_behind(only) == []
