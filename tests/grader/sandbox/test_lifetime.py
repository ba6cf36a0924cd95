"""A sandbox comes and goes whole: nothing of it outlives its end, or its worker's."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.errors import SandboxError
from grader.sandbox.base import Ending, Job
from grader.sandbox.wire import Message
from tests.engines import end, is_there, left_behind, new_sandbox, opened, zygote

from .jobs import SPEAK, run

pytestmark = pytest.mark.sandbox

# A worker in a process of its own, which tells what it started and then waits to be killed.
WORKER = """
import sys, time
from tests.engines import new_sandbox, zygote
sandbox = new_sandbox(sys.argv[1])
sandbox.start()
print(zygote(sandbox), flush=True)
time.sleep(600)
"""


def homes() -> set[str]:
    """The private folders of all zygotes on this machine."""
    return {path.name for path in Path(tempfile.gettempdir()).glob("holdout-zygote-*")}


def wait_until(true: Callable[[], bool]) -> bool:
    """Whether it became true before long."""
    deadline = time.monotonic() + 20
    while not true() and time.monotonic() < deadline:
        time.sleep(0.05)
    return true()


def test_the_environment_is_empty_of_ours(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    with opened(engine) as sandbox:
        assert "secret" not in run(sandbox, "import os; print(os.environ)").output


def test_a_killed_zygote_is_our_failure_and_the_next_job_runs(engine: str) -> None:
    with opened(engine) as sandbox:
        dead = zygote(sandbox)
        end(dead)
        with pytest.raises(SandboxError):
            run(sandbox, "")
        assert run(sandbox, "").ending is Ending.FINISHED
        assert zygote(sandbox) != dead


def test_closing_leaves_no_process_and_no_file(engine: str) -> None:
    sandbox = new_sandbox(engine)
    sandbox.start()
    gone = zygote(sandbox)
    sandbox.close()
    sandbox.close()
    assert not is_there(gone)


def test_a_closed_sandbox_can_be_started_again(engine: str) -> None:
    with opened(engine) as sandbox:
        sandbox.close()
        assert run(sandbox, "print(1)").output == "1\n"


def test_what_a_dead_worker_left_is_removed_at_the_next_start(engine: str) -> None:
    new_sandbox(engine)  # Skips where the engine is not there.
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, engine], stdout=subprocess.PIPE, text=True
    )
    assert worker.stdout is not None
    orphan = worker.stdout.readline().strip()
    assert is_there(orphan)
    worker.send_signal(signal.SIGKILL)
    worker.communicate()
    with opened(engine):
        assert wait_until(lambda: not is_there(orphan))


def test_the_containers_and_folders_of_a_living_worker_are_left_alone(engine: str) -> None:
    with opened(engine) as first, opened(engine):
        assert run(first, "print(1)").output == "1\n"
        assert is_there(zygote(first))


def test_a_cell_dies_with_its_zygote(engine: str) -> None:
    with opened(engine) as sandbox:
        only = zygote(sandbox)

        class KillZygote:
            def answer(self, message: Message) -> None:
                end(only)

        source = SPEAK + "import time; channel.send({'op': 'x'}); time.sleep(60)"
        with pytest.raises(SandboxError):
            sandbox.run(Job("load", source, 1), KillZygote())
        assert wait_until(lambda: not left_behind(only) and not is_there(only))


def test_a_worker_interrupted_in_a_job_leaves_nothing_of_it(engine: str) -> None:
    with opened(engine) as sandbox:
        only = zygote(sandbox)

        class Interrupt:
            def answer(self, message: Message) -> None:
                raise KeyboardInterrupt

        source = SPEAK + "import time; channel.send({'op': 'x'}); time.sleep(60)"
        with pytest.raises(KeyboardInterrupt):
            sandbox.run(Job("load", source, 1), Interrupt())
        assert wait_until(lambda: not is_there(only))
        assert run(sandbox, "print(1)").output == "1\n"


def test_a_worker_that_cannot_look_into_its_zygote_is_no_weaker_than_root() -> None:
    """A zygote hides its memory even from other processes of its own user."""
    if os.getuid() == 0:
        pytest.skip("root may look into everything")
    with opened("local") as sandbox, pytest.raises(PermissionError):
        Path(f"/proc/{zygote(sandbox)}/environ").read_bytes()
