"""How a job ended is told truly, whatever the program did."""

from __future__ import annotations

import pytest

from grader.sandbox.base import Ending, Sandbox

from .jobs import run

pytestmark = pytest.mark.sandbox


def test_every_wall_stands(sandbox: Sandbox) -> None:
    names = {wall.split(" v")[0] for wall in sandbox.walls}
    assert {"landlock", "seccomp", "no capabilities", "no new privileges"} <= names


def test_versions_inside_are_known(sandbox: Sandbox) -> None:
    assert sandbox.versions["torch"].startswith("2.13.0")


def test_a_program_that_ends_is_finished(sandbox: Sandbox) -> None:
    assert run(sandbox, "x = 1").ending is Ending.FINISHED


def test_an_exception_tells_type_text_and_line(sandbox: Sandbox) -> None:
    outcome = run(sandbox, "a = 1\nb = 2\nraise ValueError('no good')")
    assert outcome.ending is Ending.RAISED
    assert outcome.message is not None
    body = outcome.message.body
    assert (body["type"], body["text"], body["line"]) == ("ValueError", "no good", 3)


def test_a_syntax_error_tells_its_line(sandbox: Sandbox) -> None:
    outcome = run(sandbox, "a = 1\ndef f(:\n    pass")
    assert outcome.message is not None
    assert (outcome.message.body["type"], outcome.message.body["line"]) == ("SyntaxError", 2)


def test_sys_exit_is_leaving(sandbox: Sandbox) -> None:
    assert run(sandbox, "import sys; sys.exit(0)").ending is Ending.EXITED


def test_os_exit_is_leaving(sandbox: Sandbox) -> None:
    outcome = run(sandbox, "import os; os._exit(7)")
    assert (outcome.ending, outcome.detail) == (Ending.EXITED, "exit status 7")


def test_a_crash_is_being_killed(sandbox: Sandbox) -> None:
    outcome = run(sandbox, "import ctypes; ctypes.string_at(0)")
    assert (outcome.ending, outcome.detail) == (Ending.KILLED, "signal 11")


def test_killing_itself_is_being_killed(sandbox: Sandbox) -> None:
    outcome = run(sandbox, "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    assert (outcome.ending, outcome.detail) == (Ending.KILLED, "signal 9")


def test_closing_the_wire_is_leaving(sandbox: Sandbox) -> None:
    outcome = run(sandbox, "import os, time; os.close(3); time.sleep(60)", wall_seconds=1.0)
    assert outcome.ending in {Ending.WALL_TIME, Ending.EXITED}


def test_exit_handlers_do_not_run(sandbox: Sandbox) -> None:
    source = "import atexit, time; atexit.register(time.sleep, 60)"
    assert run(sandbox, source).wall_seconds < 10


def test_threads_do_not_outlive_the_job(sandbox: Sandbox) -> None:
    source = "import threading, time\nthreading.Thread(target=time.sleep, args=(60,)).start()"
    outcome = run(sandbox, source)
    assert (outcome.ending, outcome.wall_seconds < 10) == (Ending.FINISHED, True)


def test_threads_of_torch_stay_one(sandbox: Sandbox) -> None:
    source = "import torch; torch.set_num_threads(8); print(torch.get_num_threads())"
    assert run(sandbox, source).output == "1\n"


def test_torchvision_can_be_imported(sandbox: Sandbox) -> None:
    source = "from torchvision import datasets, models, transforms\nprint(models.resnet18().fc.out_features)"
    assert run(sandbox, source).output == "1000\n"
