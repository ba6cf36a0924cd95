"""The docker engine: the zygote runs in a container without network, rights or a writable root.

Inside, each cell is locked in as under the local engine; the container is a second wall, which
bounds what all its cells take together.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docker
from docker.errors import DockerException, ImageNotFound, NotFound
from docker.models.containers import Container
from docker.types import DeviceRequest

from ..errors import SandboxError, WallMissing
from . import boot
from .base import MEBIBYTE, Conversation, Ending, Job, Outcome
from .warm import WarmSandbox

IMAGE = "holdout-sandbox"
LABEL = "holdout.sandbox"
# Where a daemon listens unless DOCKER_HOST says otherwise.
_SOCKET = Path("/var/run/docker.sock")
# The user of the image; a worker that is not root runs the container as itself, so that both may
# use the folder with the socket.
NOBODY = 65532
_HONEST = frozenset({Ending.FINISHED, Ending.RAISED, Ending.EXITED})


@dataclass(frozen=True, slots=True)
class ContainerLimits:
    """What one container may use; each cell's own limits come below these."""

    memory_bytes: int = 6144 * MEBIBYTE
    pids: int = 128
    cpus: float = 1.0
    scratch_bytes: int = 256 * MEBIBYTE


class DockerSandbox(WarmSandbox):
    """A warm zygote in a container. One job at a time; a new container after `jobs` of them.

    `runtime` names one that Docker knows (`runsc`, `nvidia`); `gpu_device` chooses the GPU a
    container gets, and none is given without it.
    """

    engine = "docker"

    def __init__(
        self,
        *,
        image: str = IMAGE,
        jobs: int = 50,
        runtime: str | None = None,
        gpu_device: str | None = None,
        limits: ContainerLimits | None = None,
    ) -> None:
        super().__init__(gpu=gpu_device is not None)
        self._image = image
        self._jobs = jobs
        self._runtime = runtime
        self._gpu_device = gpu_device
        self._limits = limits or ContainerLimits()
        self._client: docker.DockerClient | None = None
        self._container: Container | None = None
        self._done = 0

    @property
    def container_id(self) -> str | None:
        """The running container's id."""
        return None if self._container is None else str(self._container.id)

    def run(self, job: Job, conversation: Conversation) -> Outcome:
        """See `Sandbox.run`. A container in which a job had to be ended is never used again."""
        outcome = super().run(job, conversation)
        self._done += 1
        if outcome.ending not in _HONEST or self._done >= self._jobs:
            self.close()
        return outcome

    def _launch(self, home: Path) -> None:
        self._done = 0
        with _our_failure():
            if self._client is None:
                self._client = docker.from_env()
            _remove_orphans(self._client)
            try:
                self._container = self._client.containers.run(**self._options(home))
            except ImageNotFound:
                raise WallMissing(
                    f"the image {self._image} is not there; grader/sandbox/Dockerfile makes it"
                ) from None

    def _options(self, home: Path) -> dict[str, Any]:
        user = os.getuid() or NOBODY
        if os.getuid() == 0:
            os.chown(home, NOBODY, NOBODY)
        options: dict[str, Any] = {
            "image": self._image,
            "command": boot.serve(
                "/opt/python/bin/python", cell="/opt/cell", line="/line",
                scratch="/scratch/jobs", gpu=self.gpu,
            ),
            "detach": True,
            "labels": {LABEL: str(os.getpid())},
            "user": f"{user}:{user}",
            "network_mode": "none",
            "read_only": True,
            "cap_drop": ["ALL"],
            "security_opt": ["no-new-privileges:true"],
            "ipc_mode": "private",
            "mem_limit": self._limits.memory_bytes,
            "memswap_limit": self._limits.memory_bytes,
            "pids_limit": self._limits.pids,
            "nano_cpus": int(self._limits.cpus * 1e9),
            "tmpfs": {
                "/scratch": f"size={self._limits.scratch_bytes},mode=1777,nosuid,nodev,noexec"
            },
            "volumes": {str(home): {"bind": "/line", "mode": "rw"}},
            "oom_score_adj": 500,
        }  # fmt: skip
        if self._runtime is not None:
            options["runtime"] = self._runtime
        if self._gpu_device is not None:
            request = DeviceRequest(device_ids=[self._gpu_device], capabilities=[["gpu"]])
            options["device_requests"] = [request]
        return options

    def _is_running(self) -> bool:
        if self._container is None:
            return False
        with _our_failure():
            self._container.reload()
            return str(self._container.status) in {"created", "running"}

    def _end(self) -> None:
        if self._container is None:
            return
        container, self._container = self._container, None
        with contextlib.suppress(NotFound), _our_failure():
            container.remove(force=True)
        if self._client is not None:
            self._client.close()
            self._client = None

    def _last_words(self) -> str:
        if self._container is None:
            return ""
        try:
            log = self._container.logs(tail=1)
        except DockerException:
            return ""  # The failure that asks for the last words is reported without them.
        return str(log.decode(errors="replace").strip())


def image_is_there(image: str = IMAGE) -> bool:
    """Whether a daemon answers and has the sandbox image."""
    if "DOCKER_HOST" not in os.environ and not _SOCKET.exists():
        return False
    try:
        with contextlib.closing(docker.from_env(timeout=5)) as client:
            client.images.get(image)
    except DockerException:
        return False
    return True


@contextlib.contextmanager
def _our_failure() -> Iterator[None]:
    try:
        yield
    except NotFound:
        raise
    except DockerException as error:
        raise SandboxError(f"docker: {error}") from error


def _remove_orphans(client: docker.DockerClient) -> None:
    """Removes the containers of workers that were killed and could not do it themselves."""
    for container in client.containers.list(all=True, filters={"label": LABEL}):
        if not Path(f"/proc/{container.labels[LABEL]}").exists():
            with contextlib.suppress(NotFound):
                container.remove(force=True)
