"""The promises of a sandbox: one list, kept by every engine."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from grader.errors import SandboxError
from grader.sandbox import open_sandbox
from grader.sandbox.base import (
    MEBIBYTE,
    ConversationBroken,
    Ending,
    Job,
    Limits,
    Outcome,
    Sandbox,
)
from grader.sandbox.local import LocalSandbox
from grader.sandbox.printed import CUT_MARK, KEPT_BYTES
from grader.sandbox.wire import Message

pytestmark = pytest.mark.sandbox
ENGINES = ("local",)


class Silence:
    """A conversation in which the cell may ask for nothing."""

    def answer(self, message: Message) -> Message | None:
        raise ConversationBroken(f"nobody expected {message.body.get('op')}")


class Echo:
    """A conversation that sends back what it gets, and remembers it."""

    def __init__(self) -> None:
        self.heard: list[Message] = []

    def answer(self, message: Message) -> Message | None:
        self.heard.append(message)
        return message


# Speaks on the wire without the harness: what a hostile program would do as well.
SPEAK = "from cell.channel import Channel; import numpy as np; channel = Channel(3)\n"


@pytest.fixture(scope="module", params=ENGINES)
def sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    sandbox = open_sandbox(request.param)
    yield sandbox
    sandbox.close()


def run(sandbox: Sandbox, source: str, *, seed: int = 1, **limits: float) -> Outcome:
    return sandbox.run(Job("load", source, seed, limits=Limits(**limits)), Silence())


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
    assert run(sandbox, "import os; os._exit(0)").ending is Ending.EXITED


def test_a_crash_is_being_killed(sandbox: Sandbox) -> None:
    outcome = run(sandbox, "import ctypes; ctypes.string_at(0)")
    assert outcome.ending is Ending.KILLED
    assert "11" in outcome.detail


@pytest.mark.parametrize("source", ["while True: pass", "import time; time.sleep(60)"])
def test_wall_time_holds(sandbox: Sandbox, source: str) -> None:
    outcome = run(sandbox, source, wall_seconds=1.0)
    assert outcome.ending is Ending.WALL_TIME


def test_cpu_time_holds(sandbox: Sandbox) -> None:
    outcome = run(sandbox, "while True: pass", cpu_seconds=0.5, wall_seconds=30)
    assert outcome.ending is Ending.CPU_TIME
    assert outcome.cpu_seconds == pytest.approx(0.5, rel=0.5)


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


def test_shared_memory_is_memory(sandbox: Sandbox) -> None:
    source = "import mmap\nm = mmap.mmap(-1, 2**30)\nfor i in range(0, 2**30, 4096): m[i] = 1"
    assert run(sandbox, source, memory_bytes=300 * MEBIBYTE).ending in {
        Ending.MEMORY,
        Ending.RAISED,
    }


def test_output_is_kept_and_in_order(sandbox: Sandbox) -> None:
    source = "import sys\nprint('one')\nprint('two', file=sys.stderr)\nprint('three')"
    assert run(sandbox, source).output == "one\ntwo\nthree\n"


def test_output_before_a_hard_exit_is_kept(sandbox: Sandbox) -> None:
    assert run(sandbox, "import os\nprint('last words')\nos._exit(1)").output == "last words\n"


def test_unicode_output_survives(sandbox: Sandbox) -> None:
    assert run(sandbox, "print('λ → ∞ 漢字 🙂')").output == "λ → ∞ 漢字 🙂\n"


def test_binary_output_does_no_harm(sandbox: Sandbox) -> None:
    outcome = run(sandbox, "import sys; sys.stdout.buffer.write(bytes(range(256)))")
    assert outcome.ending is Ending.FINISHED
    assert "\x1b" not in outcome.output


def test_long_output_is_cut_with_a_mark(sandbox: Sandbox) -> None:
    outcome = run(sandbox, "print('x' * 200_000)")
    assert outcome.ending is Ending.FINISHED
    assert outcome.output.endswith(CUT_MARK)
    assert len(outcome.output) <= KEPT_BYTES + len(CUT_MARK)


def test_endless_output_ends_the_job(sandbox: Sandbox) -> None:
    outcome = run(sandbox, "while True: print('x' * 1000)", output_bytes=MEBIBYTE)
    assert outcome.ending is Ending.OUTPUT


def test_scratch_may_be_written_and_read(sandbox: Sandbox) -> None:
    source = "open('a.txt', 'w').write('kept')\nprint(open('a.txt').read())"
    assert run(sandbox, source).output == "kept\n"


def test_scratch_is_where_temporary_files_go(sandbox: Sandbox) -> None:
    source = (
        "import tempfile, os\nwith tempfile.NamedTemporaryFile() as f: "
        "print(os.path.dirname(f.name) == os.getcwd())"
    )
    assert run(sandbox, source).output == "True\n"


def test_a_checkpoint_survives_within_a_job(sandbox: Sandbox) -> None:
    source = (
        "import torch, shutil\ntorch.save({'w': torch.ones(2)}, 'a.pt')\n"
        "shutil.copy('a.pt', 'b.pt')\nprint(torch.load('b.pt')['w'].sum().item())"
    )
    assert run(sandbox, source).output == "2.0\n"


def test_one_file_cannot_fill_the_disk(sandbox: Sandbox) -> None:
    source = "with open('a', 'wb') as f:\n    while True: f.write(bytes(2**20))"
    outcome = run(sandbox, source, scratch_bytes=8 * MEBIBYTE)
    assert outcome.ending in {Ending.RAISED, Ending.SCRATCH}


def test_many_files_cannot_fill_the_disk(sandbox: Sandbox) -> None:
    source = "i = 0\nwhile True:\n    i += 1\n    open(str(i), 'wb').write(bytes(2**20))"
    assert run(sandbox, source, scratch_bytes=8 * MEBIBYTE).ending is Ending.SCRATCH


def test_many_empty_files_are_too_many(sandbox: Sandbox) -> None:
    source = "i = 0\nwhile True:\n    i += 1\n    open(str(i), 'w').close()"
    assert run(sandbox, source).ending is Ending.SCRATCH


def test_nothing_written_is_seen_by_the_next_job(sandbox: Sandbox) -> None:
    run(sandbox, "open('left', 'w').write('behind')")
    outcome = run(sandbox, "import os; print(os.listdir('.'), os.listdir('..') if 0 else '')")
    assert outcome.output == "[] \n"


def test_other_jobs_scratch_cannot_be_listed(sandbox: Sandbox) -> None:
    outcome = run(sandbox, "import os; os.listdir('..')")
    assert outcome.message is not None
    assert outcome.message.body["type"] == "PermissionError"


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


def test_arrays_travel_there_and_back(sandbox: Sandbox) -> None:
    echo = Echo()
    source = (
        SPEAK + "a = np.arange(6, dtype=np.float32).reshape(2, 3)\n"
        "body, arrays = channel.ask({'op': 'hello', 'n': 1}, [a, np.array(3)])\n"
        "print(body, arrays[0].tolist(), arrays[1].item())"
    )
    outcome = sandbox.run(Job("load", source, 1), echo)
    assert outcome.output == "{'op': 'hello', 'n': 1} [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]] 3\n"
    assert np.array_equal(echo.heard[0].arrays[0], np.arange(6).reshape(2, 3))


@pytest.mark.parametrize(
    "source",
    [
        "import os; os.write(3, b'\\xff' * 100)",
        "import os; os.write(3, b'\\0\\0\\0\\x02{}')",
        "import os, struct; os.write(3, struct.pack('>I', 5) + b'[[[[[')",
        SPEAK + "channel.send({'op': 'give me the labels'})\nchannel.receive()",
    ],
)
def test_nonsense_on_the_wire_ends_the_job(sandbox: Sandbox, source: str) -> None:
    outcome = run(sandbox, source + "\nimport time; time.sleep(30)")
    assert outcome.ending is Ending.PROTOCOL
    assert outcome.wall_seconds < 10


def test_half_a_frame_is_not_waited_for_longer_than_the_job(sandbox: Sandbox) -> None:
    source = "import os, time; os.write(3, b'\\0\\0\\1\\0{'); time.sleep(60)"
    assert run(sandbox, source, wall_seconds=1.0).ending is Ending.WALL_TIME


def test_a_cell_that_does_not_listen_does_not_hang_the_worker(sandbox: Sandbox) -> None:
    class Flood:
        def answer(self, message: Message) -> Message:
            return Message({}, (np.zeros(4 << 20),))

    source = SPEAK + "for _ in range(20): channel.send({'op': 'more'})\nimport time; time.sleep(60)"
    outcome = sandbox.run(Job("load", source, 1, limits=Limits(wall_seconds=1.0)), Flood())
    assert outcome.ending is Ending.WALL_TIME


def test_closing_the_wire_is_leaving(sandbox: Sandbox) -> None:
    outcome = run(sandbox, "import os, time; os.close(3); time.sleep(60)", wall_seconds=1.0)
    assert outcome.ending in {Ending.WALL_TIME, Ending.EXITED}


def test_threads_do_not_outlive_the_job(sandbox: Sandbox) -> None:
    source = "import threading, time\nthreading.Thread(target=time.sleep, args=(60,)).start()"
    outcome = run(sandbox, source)
    assert (outcome.ending, outcome.wall_seconds < 10) == (Ending.FINISHED, True)


def test_too_many_threads_end_the_job(sandbox: Sandbox) -> None:
    source = (
        "import threading, time\nfor _ in range(150): "
        "threading.Thread(target=time.sleep, args=(60,)).start()\ntime.sleep(60)"
    )
    assert run(sandbox, source, wall_seconds=20).ending is Ending.THREADS


def test_exit_handlers_do_not_run(sandbox: Sandbox) -> None:
    source = "import atexit, time; atexit.register(time.sleep, 60)"
    assert run(sandbox, source).wall_seconds < 10


def test_the_environment_is_empty_of_ours(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    with LocalSandbox() as fresh:
        assert "secret" not in run(fresh, "import os; print(os.environ)").output


def test_threads_of_torch_stay_one(sandbox: Sandbox) -> None:
    assert (
        run(
            sandbox, "import torch; torch.set_num_threads(8); print(torch.get_num_threads())"
        ).output
        == "1\n"
    )


def test_torchvision_can_be_imported(sandbox: Sandbox) -> None:
    source = "from torchvision import datasets, models, transforms\nprint(models.resnet18().fc.out_features)"
    assert run(sandbox, source).output == "1000\n"


def test_a_deep_folder_is_removed(sandbox: Sandbox) -> None:
    source = (
        "import os\nfor _ in range(2000):\n    os.mkdir('d', 0)\n    os.chdir('d')"
        if os.getuid()
        else ("import os\nfor _ in range(2000):\n    os.mkdir('d')\n    os.chdir('d')")
    )
    run(sandbox, source)
    assert run(sandbox, "import os; print(os.listdir('.'))").output == "[]\n"


def test_an_unreadable_folder_is_removed(sandbox: Sandbox) -> None:
    run(sandbox, "import os; os.makedirs('a/b'); os.mkdir('c', 0)")
    assert isinstance(sandbox, LocalSandbox)
    assert sandbox.home is not None
    assert list((sandbox.home / "scratch").iterdir()) == []


def test_a_hundred_jobs_leak_nothing(sandbox: Sandbox) -> None:
    assert isinstance(sandbox, LocalSandbox)
    assert sandbox.pid is not None
    run(sandbox, "")
    zygote = Path(f"/proc/{sandbox.pid}")

    def usage() -> tuple[int, int, int]:
        ours = len(list(Path("/proc/self/fd").iterdir()))
        pages = int((zygote / "statm").read_text().split()[1])
        return ours, len(list((zygote / "fd").iterdir())), pages

    before = usage()
    for _ in range(100):
        run(sandbox, "import os; os._exit(0)")
    after = usage()
    assert after[:2] == before[:2]
    assert (after[2] - before[2]) * 4096 < 4 * MEBIBYTE


def test_two_sandboxes_do_not_see_each_other(sandbox: Sandbox) -> None:
    with LocalSandbox() as other:
        assert isinstance(sandbox, LocalSandbox)
        source = f"import os; os.listdir({str(sandbox.home)!r})"
        outcome = run(other, source)
    assert outcome.message is not None
    assert outcome.message.body["type"] == "PermissionError"


def test_a_killed_zygote_is_our_failure_and_the_next_job_runs() -> None:
    with LocalSandbox() as sandbox:
        pid = sandbox.pid
        assert pid is not None
        os.kill(pid, 9)
        with pytest.raises(SandboxError):
            run(sandbox, "")
        assert run(sandbox, "").ending is Ending.FINISHED


def test_closing_leaves_no_process_and_no_file() -> None:
    sandbox = LocalSandbox()
    sandbox.start()
    pid, home = sandbox.pid, sandbox.home
    sandbox.close()
    sandbox.close()
    assert home is not None
    assert not home.exists()
    assert not Path(f"/proc/{pid}").exists()


def test_what_a_dead_worker_left_is_removed_at_the_next_start(tmp_path: Path) -> None:
    dead = Path(f"/tmp/holdout-{2**22 + 1}-leftover")
    dead.mkdir()
    with LocalSandbox():
        assert not dead.exists()


def test_a_cell_dies_with_its_zygote() -> None:
    with LocalSandbox() as sandbox:
        pid = sandbox.pid

        class KillZygote:
            def answer(self, message: Message) -> None:
                self.cell = int(str(message.body["pid"]))
                os.kill(pid or 0, 9)

        killer = KillZygote()
        source = (
            SPEAK + "import os, time; channel.send({'op': 'x', 'pid': os.getpid()}); time.sleep(60)"
        )
        with pytest.raises(SandboxError):
            sandbox.run(Job("load", source, 1), killer)
        deadline = time.monotonic() + 5
        while Path(f"/proc/{killer.cell}").exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        assert not Path(f"/proc/{killer.cell}").exists()
