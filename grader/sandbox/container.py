"""One container with one zygote in it: without network, rights or a writable root.

Inside, each cell is locked in as under the local engine; the container is a second wall, which
bounds what all its cells take together.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any

import docker
from docker.errors import APIError, DockerException, ImageNotFound, NotFound
from docker.models.containers import Container
from docker.types import DeviceRequest, LogConfig

from ..errors import SandboxError, WallMissing
from . import boot
from .base import MEBIBYTE
from .homes import identity, is_abandoned
from .warm import WarmSandbox

# An image is named by the code inside the wall, so that none of another version is ever taken.
IMAGE = f"holdout-sandbox:{boot.digest()}"
# Whose container it is: the private folder that its worker holds a lock in, and the folder around
# that one, named so that only those judge of the lock who see it.
LABEL, FOLDER_LABEL = "holdout.sandbox.home", "holdout.sandbox.folder"
# Where a daemon listens unless DOCKER_HOST says otherwise.
_SOCKET = Path("/var/run/docker.sock")
# The user of the image; a worker that is not root runs the container as itself, so that both may
# use the folder with the socket.
NOBODY = 65532
# Entries are bounded by the kernel too, so that cleaning up after a cell takes a bounded time.
_SCRATCH = "nr_inodes=65536,mode=1777,nosuid,nodev,noexec"


@dataclass(frozen=True, slots=True)
class ContainerLimits:
    """What one container may use; each cell's own limits come below these."""

    memory_bytes: int = 6144 * MEBIBYTE
    pids: int = 128
    cpus: float = 1.0
    scratch_bytes: int = 256 * MEBIBYTE


@dataclass(frozen=True, slots=True)
class ContainerOptions:
    """How containers are started.

    `runtime` names one that Docker knows (`runsc`, `nvidia`); `gpu_device` chooses the GPU a
    container gets, and none is given without it. `folder` is where the sockets lie, by a path that
    names the same folder for the daemon; the temporary directory by default.
    """

    image: str = IMAGE
    runtime: str | None = None
    gpu_device: str | None = None
    gpu_share: float = 0.9
    folder: Path | None = None
    limits: ContainerLimits = field(default_factory=ContainerLimits)


class ContainerSandbox(WarmSandbox):
    """A warm zygote in a container of its own. One job at a time; `single` where only one at all."""

    engine = "docker"

    def __init__(self, options: ContainerOptions, *, single: bool = False) -> None:
        gpu_share = options.gpu_share if options.gpu_device is not None else 0.0
        super().__init__(gpu_share=gpu_share, folder=options.folder)
        self._options = options
        self._single = single
        self._client: docker.DockerClient | None = None
        self._container: Container | None = None

    @property
    def container_id(self) -> str | None:
        """The running container's id."""
        return None if self._container is None else str(self._container.id)

    def start(self) -> None:
        """See `Sandbox.start`. Raises WallMissing for an image made from other code, too."""
        super().start()
        if self.cell_digest != boot.digest():
            self.close()
            raise WallMissing(
                f"the image {self._options.image} holds another version of grader/cell: "
                f"{build_command()}"
            )

    def _launch(self, home: Path) -> None:
        with _our_failure():
            self._client = docker.from_env()
            # Not `run`, which would fetch an image that is not there from whoever offers one.
            try:
                self._container = self._client.containers.create(**self._arguments(home))
            except ImageNotFound:
                raise WallMissing(
                    f"the image {self._options.image} is not there: {build_command()}"
                ) from None
            self._container.start()

    def _arguments(self, home: Path) -> dict[str, Any]:
        options, limits = self._options, self._options.limits
        user = os.getuid() or NOBODY
        if os.getuid() == 0:
            os.chown(home, NOBODY, NOBODY)
        arguments: dict[str, Any] = {
            "image": options.image,
            "command": boot.serve(
                "/opt/python/bin/python", cell="/opt/cell", line="/line", scratch="/scratch/jobs",
                gpu_share=self.gpu_share, container="single" if self._single else "shared",
            ),
            "labels": {LABEL: str(home), FOLDER_LABEL: identity(home.parent)},
            "hostname": "cell",
            "user": f"{user}:{user}",
            "network_mode": "none",
            "read_only": True,
            "cap_drop": ["ALL"],
            "security_opt": ["no-new-privileges:true"],
            # Its own, and without /dev/shm.
            "ipc_mode": "none",
            "mem_limit": limits.memory_bytes,
            "memswap_limit": limits.memory_bytes,
            "pids_limit": limits.pids,
            "nano_cpus": int(limits.cpus * 1e9),
            "tmpfs": {"/scratch": f"size={limits.scratch_bytes},{_SCRATCH}"},
            "volumes": {str(home): {"bind": "/line", "mode": "rw"}},
            "log_config": LogConfig(type="json-file", config={"max-size": "1m", "max-file": "1"}),
            "oom_score_adj": 500,
        }  # fmt: skip
        if options.runtime is not None:
            arguments["runtime"] = options.runtime
        if options.gpu_device is not None:
            capabilities = [["gpu", "compute", "utility"]]
            request = DeviceRequest(device_ids=[options.gpu_device], capabilities=capabilities)
            arguments["device_requests"] = [request]
        return arguments

    def _is_running(self) -> bool:
        if self._container is None:
            return False
        try:
            self._container.reload()
        except NotFound:
            return False
        except DockerException as error:
            raise SandboxError(f"docker: {error}") from error
        return str(self._container.status) in {"created", "running"}

    def _end(self) -> None:
        container, self._container = self._container, None
        try:
            if container is not None:
                with _our_failure():
                    _remove(container)
        finally:
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


def build_command() -> str:
    """What makes the image, in words for whoever runs this machine."""
    return f"docker build -f grader/sandbox/Dockerfile -t {IMAGE} grader"


def image_is_there(image: str = IMAGE) -> bool:
    """Whether a daemon answers and has the sandbox image."""
    if not daemon_may_be_there():
        return False
    try:
        with contextlib.closing(docker.from_env(timeout=5)) as client:
            client.images.get(image)
    except DockerException:
        return False
    return True


def daemon_may_be_there() -> bool:
    """Whether it is worth asking: where there is no socket there is no daemon."""
    host = os.environ.get("DOCKER_HOST") or f"unix://{_SOCKET}"
    return not host.startswith("unix://") or Path(host.removeprefix("unix://")).exists()


def remove_orphans(folder: Path | None = None) -> None:
    """Removes the containers of workers that were killed and could not do it themselves.

    A container whose worker's folder lies beside ours is an orphan as soon as nobody holds the lock
    in it. Of the others we see only that they have ended: their zygotes end with their workers.
    """
    ours = identity(folder or Path(tempfile.gettempdir()))
    with _our_failure(), contextlib.closing(docker.from_env()) as client:
        for container in client.containers.list(
            all=True, filters={"label": LABEL}, ignore_removed=True
        ):
            if container.labels.get(FOLDER_LABEL) == ours:
                orphaned = is_abandoned(Path(container.labels[LABEL]))
            else:
                orphaned = container.status in {"exited", "dead"}
            if orphaned:
                _remove(container)


def _remove(container: Container) -> None:
    """Ends and removes a container; another worker may be about it as well, or have done it."""
    try:
        container.remove(force=True)
    except APIError as error:
        if error.status_code not in {HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT}:
            raise


@contextlib.contextmanager
def _our_failure() -> Iterator[None]:
    try:
        yield
    except (DockerException, OSError) as error:
        raise SandboxError(f"docker: {error}") from error
