"""The engines of the sandbox as tests use them: opened when they are there, and looked into from outside."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import docker
import pytest
from docker.errors import NotFound

from grader.sandbox.base import Sandbox
from grader.sandbox.container import IMAGE, image_is_there
from grader.sandbox.docker import DockerSandbox
from grader.sandbox.local import LocalSandbox

# What both are asked, and each on its own worker of a parallel run.
ENGINES = [
    pytest.param("local", marks=pytest.mark.xdist_group("sandbox, local")),
    pytest.param("docker", marks=[pytest.mark.docker, pytest.mark.xdist_group("sandbox, docker")]),
]


def new_sandbox(engine: str, *, jobs: int = 50) -> Sandbox:
    """A sandbox of that engine, not yet started. Docker is required where CI is set."""
    if engine == "local":
        return LocalSandbox()
    require_docker()
    return DockerSandbox(jobs=jobs)


@contextlib.contextmanager
def opened(engine: str, *, jobs: int = 50) -> Iterator[Sandbox]:
    """A sandbox of that engine, started, and closed afterwards."""
    sandbox = new_sandbox(engine, jobs=jobs)
    try:
        sandbox.start()
        yield sandbox
    finally:
        sandbox.close()


def require_docker() -> None:
    """Skips the test where no daemon has the sandbox image; fails it where CI is set."""
    if image_is_there():
        return
    reason = f"no Docker daemon that has the image {IMAGE}; .ci/docker makes both"
    pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)


def zygote(sandbox: Sandbox) -> str:
    """Names the zygote that the next job is forked from; empty where it is yet to be chosen."""
    if isinstance(sandbox, DockerSandbox):
        return sandbox.container_id or ""
    assert isinstance(sandbox, LocalSandbox)
    return str(sandbox.pid or "")


def scratch_of(sandbox: Sandbox) -> str:
    """The folder that holds the scratch of each job, as a cell would name it."""
    if isinstance(sandbox, DockerSandbox):
        return "/scratch/jobs"
    assert isinstance(sandbox, LocalSandbox)
    assert sandbox.home is not None
    return str(sandbox.home / "scratch")


def plant(sandbox: Sandbox, name: str, text: str) -> None:
    """Writes a file, as a job might have, beside the scratch of the job to come."""
    path = Path(scratch_of(sandbox)) / name
    if isinstance(sandbox, LocalSandbox):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return
    script = f"mkdir -p {path.parent} && printf %s {text} > {path}"
    with contextlib.closing(docker.from_env()) as client:
        container = client.containers.get(zygote(sandbox))
        assert container.exec_run(["sh", "-c", script]).exit_code == 0


def left_behind(zygote: str) -> list[str]:
    """Processes and files of jobs that are still with a zygote; nothing where the zygote is gone."""
    return _left_in_container(zygote) if len(zygote) == 64 else _left_on_machine(int(zygote))


def memory_and_descriptors(zygote: str) -> tuple[int, int]:
    """The bytes of memory of its own that a zygote holds, and how many descriptors it has open."""
    pid = _inspect(zygote)["State"]["Pid"] if len(zygote) == 64 else int(zygote)
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    try:
        descriptors = len(list(Path(f"/proc/{pid}/fd").iterdir()))
    except PermissionError:
        descriptors = 0  # Only root may look into a zygote.
    return pages * os.sysconf("SC_PAGE_SIZE"), descriptors


def end(zygote: str) -> None:
    """Kills a zygote, and with it the container that it is the first process of."""
    if len(zygote) == 64:
        with contextlib.closing(docker.from_env()) as client:
            client.containers.get(zygote).kill()
    else:
        os.kill(int(zygote), 9)


def is_there(zygote: str) -> bool:
    """Whether anything of the zygote is left: its process, or its container, running or not."""
    if len(zygote) != 64:
        return Path(f"/proc/{zygote}").exists()
    try:
        _inspect(zygote)
    except NotFound:
        return False
    return True


def _inspect(container: str) -> dict:
    with contextlib.closing(docker.from_env()) as client:
        return client.api.inspect_container(container)


def _left_in_container(container: str) -> list[str]:
    with contextlib.closing(docker.from_env()) as client:
        try:
            found = client.containers.get(container)
            processes = found.top()["Processes"][1:]
            listed = found.exec_run(["ls", "-A", "/scratch/jobs"]).output.decode().split()
        except NotFound:
            return []
    return [*(" ".join(process) for process in processes), *listed]


def _left_on_machine(pid: int) -> list[str]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except FileNotFoundError:
        return []
    scratch = Path(words[-4].decode())
    return [*children, *(path.name for path in scratch.iterdir())]
