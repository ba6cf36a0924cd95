"""What only the docker engine promises: containers that are bounded, replaced, and never trusted again."""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import docker
import pytest

from grader.errors import SandboxError, WallMissing
from grader.sandbox.base import Ending, Job
from grader.sandbox.container import (
    FOLDER_LABEL,
    IMAGE,
    LABEL,
    ContainerOptions,
    ContainerSandbox,
    remove_orphans,
)
from grader.sandbox.docker import DockerSandbox
from grader.sandbox.homes import identity
from grader.sandbox.wire import Message
from tests.engines import is_there, require_docker, zygote

from .jobs import SPEAK, run

pytestmark = [
    pytest.mark.sandbox,
    pytest.mark.docker,
    pytest.mark.xdist_group("sandbox, docker"),
    pytest.mark.usefixtures("daemon"),
]


@pytest.fixture
def daemon() -> Iterator[docker.DockerClient]:
    require_docker()
    with contextlib.closing(docker.from_env()) as client:
        yield client


def test_the_container_has_no_way_out(daemon: docker.DockerClient) -> None:
    with DockerSandbox() as sandbox:
        host = daemon.api.inspect_container(sandbox.container_id)["HostConfig"]
    assert host["NetworkMode"] == "none"
    assert host["ReadonlyRootfs"]
    assert host["CapDrop"] == ["ALL"]
    assert host["CapAdd"] is None
    assert not host["Privileged"]
    assert host["SecurityOpt"] == ["no-new-privileges:true"]
    assert host["IpcMode"] == "none"
    assert host["PidMode"] == ""
    assert host["Memory"] == host["MemorySwap"] > 0
    assert host["PidsLimit"] == 128
    assert host["NanoCpus"] == 10**9
    (bind,) = host["Binds"]
    assert bind.endswith(":/line:rw")
    assert "size=" in host["Tmpfs"]["/scratch"]


def test_it_holds_the_interpreter_torch_and_the_cell_and_nothing_of_the_grader(
    daemon: docker.DockerClient,
) -> None:
    with DockerSandbox() as sandbox:
        container = daemon.containers.get(sandbox.container_id)
        listed = container.exec_run("ls /opt /opt/python/lib/python3/site-packages /opt/cell")
        found = container.exec_run(
            ["find", "/", "-xdev", "-name", "sklearn*", "-o", "-xdev", "-name", "django*"],
            stderr=False,
        )
    assert b"cell" in listed.output
    assert b"sandbox" not in listed.output
    assert found.output.strip() == b""


def test_a_container_is_replaced_after_its_jobs(daemon: docker.DockerClient) -> None:
    with DockerSandbox(jobs=2) as sandbox:
        seen = []
        for _ in range(5):
            sandbox.start()
            seen.append(zygote(sandbox))
            assert run(sandbox, "print(1)").output == "1\n"
    assert seen[0] == seen[1] != seen[2] == seen[3] != seen[4]
    assert not any(is_there(container) for container in seen)


def test_with_one_job_a_container_the_next_is_warm_already(daemon: docker.DockerClient) -> None:
    with DockerSandbox(jobs=1) as sandbox:
        seen = set()
        for _ in range(3):
            waiting = {c.id for c in daemon.containers.list(filters={"label": LABEL})}
            sandbox.start()
            assert zygote(sandbox) not in seen
            assert not seen or zygote(sandbox) in waiting | {zygote(sandbox)}
            seen.add(zygote(sandbox))
            assert run(sandbox, "print(1)").ending is Ending.FINISHED
    assert len(seen) == 3


def test_the_spare_is_taken_when_a_container_is_given_up(daemon: docker.DockerClient) -> None:
    with DockerSandbox() as sandbox:
        assert sandbox._spare is not None
        spare = sandbox._spare.result(timeout=60).container_id
        run(sandbox, "while True: pass", wall_seconds=0.5)
        run(sandbox, "")
        assert zygote(sandbox) == spare


@pytest.mark.parametrize(
    "source",
    [
        "while True: pass",
        "import os; os.write(3, b'\\xff' * 100); import time; time.sleep(60)",
        "import ctypes; ctypes.string_at(0)",
        "a = []\nwhile True: a.append(bytearray(10_000_000))",
    ],
    ids=["out of time", "nonsense", "crash", "memory"],
)
def test_a_container_whose_program_misbehaved_is_gone_at_once(source: str) -> None:
    with DockerSandbox() as sandbox:
        bad = zygote(sandbox)
        run(sandbox, source, wall_seconds=2.0, memory_bytes=300 << 20)
        assert not is_there(bad)
        assert run(sandbox, "print(1)").output == "1\n"
        assert zygote(sandbox) != bad


def test_the_container_s_memory_is_a_bound_of_its_own() -> None:
    limits = replace(ContainerOptions().limits, memory_bytes=700 << 20)
    with DockerSandbox(ContainerOptions(limits=limits)) as sandbox:
        source = "kept = []\nwhile True: kept.append(b'x' * (8 << 20))"
        with contextlib.suppress(SandboxError):  # The kernel may choose the zygote all the same.
            outcome = run(sandbox, source, memory_bytes=8 << 30, wall_seconds=60)
            assert outcome.ending is Ending.MEMORY
        assert run(sandbox, "print(1)").output == "1\n"


def test_an_image_that_is_not_there_is_no_wall() -> None:
    with pytest.raises(WallMissing, match="docker build"):
        DockerSandbox(ContainerOptions(image="holdout-there-is-none")).start()


def test_an_image_of_other_code_is_refused(daemon: docker.DockerClient, tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text(
        f"FROM {ContainerOptions().image}\nUSER 0\nRUN echo '# other' >> /opt/cell/job.py\nUSER 65532\n"
    )
    image, _ = daemon.images.build(path=str(tmp_path), network_mode="none", rm=True)
    try:
        with pytest.raises(WallMissing, match="another version"):
            DockerSandbox(ContainerOptions(image=image.id)).start()
    finally:
        daemon.images.remove(image.id, force=True)


def test_a_runtime_nobody_knows_is_our_failure() -> None:
    with pytest.raises(SandboxError, match="runtime"):
        DockerSandbox(ContainerOptions(runtime="no-such-runtime")).start()


def without_landlock(sandbox: ContainerSandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes its container one whose kernel has no Landlock, as gVisor's has none."""
    refused = ["landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self"]
    profile = json.dumps(
        {
            "defaultAction": "SCMP_ACT_ALLOW",
            "syscalls": [{"names": refused, "action": "SCMP_ACT_ERRNO", "errnoRet": 38}],
        }
    )
    whole = sandbox._arguments
    monkeypatch.setattr(
        sandbox,
        "_arguments",
        lambda home: {
            **whole(home),
            "security_opt": ["no-new-privileges:true", f"seccomp={profile}"],
        },
    )


def test_without_landlock_several_jobs_in_a_container_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sandbox = ContainerSandbox(ContainerOptions())
    without_landlock(sandbox, monkeypatch)
    with pytest.raises(WallMissing, match="landlock"):
        sandbox.start()


def test_without_landlock_a_container_for_one_job_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    sandbox = ContainerSandbox(ContainerOptions(), single=True)
    without_landlock(sandbox, monkeypatch)
    attempts = (
        "import os\n"
        "for path in ('/proc/1/mem', '/proc/1/environ', '/line/mine', '/opt/mine', '/dev/shm/mine'):\n"
        "    try: os.open(path, os.O_RDWR | os.O_CREAT); print('through', path)\n"
        "    except OSError: pass\n"
        "try: os.unlink('/line/zygote.sock'); print('through')\n"
        "except OSError: pass\n"
    )
    with sandbox:
        assert not any(wall.startswith("landlock") for wall in sandbox.walls)
        outcome = run(sandbox, attempts)
    assert (outcome.ending, outcome.output) == (Ending.FINISHED, "")


def test_a_container_that_is_removed_in_a_job_is_our_failure(daemon: docker.DockerClient) -> None:
    with DockerSandbox() as sandbox:
        only = zygote(sandbox)

        class Remove:
            def answer(self, message: Message) -> None:
                daemon.containers.get(only).remove(force=True)

        source = SPEAK + "import time; channel.send({'op': 'x'}); time.sleep(60)"
        with pytest.raises(SandboxError):
            sandbox.run(Job("load", source, 1), Remove())
        assert run(sandbox, "print(1)").output == "1\n"


def test_two_workers_may_remove_the_same_orphans(daemon: docker.DockerClient) -> None:
    labels = {LABEL: "/nowhere/at-all", FOLDER_LABEL: identity(Path(tempfile.gettempdir()))}
    orphans = [
        daemon.containers.create(IMAGE, "true", labels=labels, network_mode="none")
        for _ in range(4)
    ]
    with ThreadPoolExecutor(4) as workers:
        for done in [workers.submit(remove_orphans) for _ in range(4)]:
            done.result()
    assert not any(is_there(orphan.id) for orphan in orphans)


def test_a_container_of_a_worker_elsewhere_is_left_alone_while_it_runs(
    daemon: docker.DockerClient,
) -> None:
    labels = {LABEL: "/nowhere/at-all", FOLDER_LABEL: "another machine's folder"}
    foreign = daemon.containers.create(IMAGE, ["sleep", "600"], labels=labels, network_mode="none")
    try:
        foreign.start()
        remove_orphans()
        assert is_there(foreign.id)
        foreign.kill()
        foreign.wait()
        remove_orphans()
        assert not is_there(foreign.id)
    finally:
        with contextlib.suppress(docker.errors.NotFound):
            foreign.remove(force=True)
