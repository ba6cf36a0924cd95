"""A job has a folder of its own, and nothing of it stays."""

from __future__ import annotations

import os

import pytest

from grader.sandbox.base import Sandbox
from tests.engines import left_behind, zygote

from .jobs import run

pytestmark = pytest.mark.sandbox


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


def test_nothing_written_is_seen_by_the_next_job(sandbox: Sandbox) -> None:
    run(sandbox, "open('left', 'w').write('behind')")
    assert run(sandbox, "import os; print(os.listdir('.'))").output == "[]\n"


def test_other_jobs_scratch_cannot_be_listed(sandbox: Sandbox) -> None:
    outcome = run(sandbox, "import os; os.listdir('..')")
    assert outcome.message is not None
    assert outcome.message.body["type"] == "PermissionError"


@pytest.mark.parametrize(
    "source",
    [
        "import os\nfor _ in range(2000):\n    os.mkdir('d')\n    os.chdir('d')",
        "import os; os.makedirs('a/b'); os.mkdir('c', 0)",
        "open('kept', 'w').write('x' * 100_000); import os; os._exit(0)",
    ],
    ids=["deep", "unreadable", "left in a hurry"],
)
def test_whatever_was_written_is_removed(sandbox: Sandbox, source: str) -> None:
    sandbox.start()
    before = zygote(sandbox)
    run(sandbox, source)
    assert left_behind(before) == []
    assert run(sandbox, "import os; print(os.listdir('.'))").output == "[]\n"


def test_a_folder_nobody_may_enter_is_removed_for_those_who_are_not_root(sandbox: Sandbox) -> None:
    sandbox.start()
    before = zygote(sandbox)
    depth = 20 if os.getuid() else 200
    run(
        sandbox, f"import os\nfor _ in range({depth}):\n    os.mkdir('d', 0o700)\n    os.chdir('d')"
    )
    assert left_behind(before) == []
