"""A cell on a GPU: CUDA begins after the fork, memory is bounded, and the walls stand all the same.

Run with `pytest -m gpu -n 0` on a machine with an NVIDIA GPU (and its container toolkit, for docker).
GRADER_GPU chooses the device, 0 by default.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.sandbox.base import MEBIBYTE, Ending, Sandbox
from grader.sandbox.container import ContainerOptions
from grader.sandbox.docker import DockerSandbox
from grader.sandbox.local import LocalSandbox
from tests.engines import ENGINES, require_docker

from .jobs import run

pytestmark = [pytest.mark.sandbox, pytest.mark.gpu]
DEVICE = os.environ.get("GRADER_GPU", "0")
SHARE = 0.25


@pytest.fixture(scope="module", params=ENGINES)
def gpu(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    """A sandbox with a quarter of a GPU."""
    if not Path("/dev/nvidiactl").exists():
        pytest.skip("no NVIDIA GPU on this machine")
    if request.param == "docker":
        require_docker()
        options = ContainerOptions(gpu_device=DEVICE, gpu_share=SHARE)
        sandbox: LocalSandbox | DockerSandbox = DockerSandbox(options)
    else:
        sandbox = LocalSandbox(gpu_device=DEVICE, gpu_share=SHARE)
    with sandbox:
        yield sandbox


TRAINING = """
import torch
torch.manual_seed(0)
model = torch.nn.Sequential(torch.nn.Conv2d(1, 8, 3), torch.nn.Flatten(), torch.nn.LazyLinear(2)).cuda()
rows, labels = torch.randn(64, 1, 8, 8).cuda(), torch.randint(0, 2, (64,)).cuda()
model(rows)
optimizer = torch.optim.Adam(model.parameters())
for _ in range(20):
    optimizer.zero_grad()
    loss = torch.nn.functional.cross_entropy(model(rows), labels)
    loss.backward()
    optimizer.step()
print(torch.cuda.device_count(), loss.item() < 0.7)
"""


def test_a_model_trains_on_the_gpu_it_was_given(gpu: Sandbox) -> None:
    outcome = run(gpu, TRAINING, wall_seconds=120, cpu_seconds=120)
    assert (outcome.ending, outcome.output) == (Ending.FINISHED, "1 True\n"), outcome.output


def test_each_job_begins_cuda_anew(gpu: Sandbox) -> None:
    source = "import torch\nprint(torch.cuda.is_initialized(), torch.zeros(1).cuda().item())"
    for _ in range(2):
        assert run(gpu, source, wall_seconds=120).output == "False 0.0\n"


def test_memory_of_the_gpu_is_bounded(gpu: Sandbox) -> None:
    source = (
        "import torch\ntotal = torch.cuda.get_device_properties(0).total_memory\n"
        "kept = []\nwhile True: kept.append(torch.zeros(total // 64, dtype=torch.uint8).cuda())"
    )
    outcome = run(gpu, source, wall_seconds=120)
    assert outcome.ending is Ending.MEMORY


def test_memory_of_the_machine_is_bounded_beside_a_gpu(gpu: Sandbox) -> None:
    source = (
        "import torch\ntorch.zeros(1).cuda()\na = []\nwhile True: a.append(bytearray(10_000_000))"
    )
    outcome = run(gpu, source, wall_seconds=120, memory_bytes=2048 * MEBIBYTE)
    assert outcome.ending is Ending.MEMORY
    assert outcome.peak_memory_bytes <= 2253 * MEBIBYTE


def test_nothing_of_a_job_stays_in_the_memory_of_the_gpu(gpu: Sandbox) -> None:
    secret = "import torch\nkept = torch.full((1 << 26,), 77, dtype=torch.uint8).cuda()"
    look = (
        "import torch\nfound = torch.empty(1 << 26, dtype=torch.uint8, device='cuda')\n"
        "print(int((found == 77).sum()) < 1 << 20)"
    )
    run(gpu, secret, wall_seconds=120)
    assert run(gpu, look, wall_seconds=120).output == "True\n"


@pytest.mark.parametrize(
    "source",
    [
        "import os; os.fork()",
        "import socket; socket.socket()",
        "open('/etc/passwd')",
        "import os; os.open('/dev/sda', os.O_RDONLY)",
        "import os; os.kill(os.getppid(), 0)",
    ],
)
def test_the_walls_stand_beside_a_gpu(gpu: Sandbox, source: str) -> None:
    outcome = run(gpu, f"import torch; torch.zeros(1).cuda()\n{source}", wall_seconds=120)
    assert outcome.ending is Ending.RAISED
    assert outcome.message is not None
    assert outcome.message.body["type"] in {"PermissionError", "FileNotFoundError"}


def test_without_a_gpu_chosen_none_is_seen(sandbox: Sandbox) -> None:
    assert run(sandbox, "import torch; print(torch.cuda.is_available())").output == "False\n"
