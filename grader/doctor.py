"""Says which walls stand on this machine, for each engine, and what to do about one that does not."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import subprocess
import sys

import docker
from docker.errors import DockerException, ImageNotFound

from .errors import SandboxError
from .report import Plain
from .sandbox import boot
from .sandbox.container import ContainerSandbox, build_command, daemon_may_be_there
from .sandbox.engines import EngineSettings, local_sandbox
from .sandbox.warm import WarmSandbox

_NOT_TRIED = "Not tried: something is missing."
_LIMITS = {
    "MemoryLimit": "container's memory limit",
    "SwapLimit": "container's swap limit",
    "PidsLimit": "container's process limit",
    "CpuCfsQuota": "container's processor limit",
}


class WallState(Plain):
    """One wall: whether it stands here, and what to do where it does not."""

    name: str
    stands: bool
    remedy: str


class EngineState(Plain):
    """What one engine can count on here. `proof` is empty where a real cell was held."""

    name: str
    walls: list[WallState]
    proof: str

    @property
    def holds(self) -> bool:
        """Whether learners' code can be run by this engine."""
        return all(wall.stands for wall in self.walls) and not self.proof


class Diagnosis(Plain):
    """All engines, and the one that `auto` takes; empty where it refuses."""

    engines: list[EngineState]
    auto: str

    def holds(self, engine: str | None = None) -> bool:
        """Whether that engine holds; without a name, or for auto, whether any does."""
        if engine in {None, "auto"}:
            return bool(self.auto)
        return any(state.holds for state in self.engines if state.name == engine)


def diagnose(settings: EngineSettings) -> Diagnosis:
    """Surveys the walls of each engine, then starts it: its first act is to try to break out."""
    engines = [_docker(settings), _local(settings)]
    return Diagnosis(
        engines=engines, auto=next((engine.name for engine in engines if engine.holds), "")
    )


def _local(settings: EngineSettings) -> EngineState:
    words = subprocess.run(
        boot.survey(sys.executable, cell=str(boot.CELL)), capture_output=True, text=True, check=True
    ).stdout
    walls = [_wall(name, stands, remedy) for name, stands, remedy in json.loads(words)]
    torch = importlib.util.find_spec("torch") is not None
    walls.append(_wall("torch", torch, "pip install 'holdout[local]'"))
    return _proved("local", walls, local_sandbox(settings))


def _docker(settings: EngineSettings) -> EngineState:
    start = "install Docker and start its daemon, or point DOCKER_HOST at one"
    image = settings.container.image
    try:
        if not daemon_may_be_there():
            raise DockerException("no socket")
        with contextlib.closing(docker.from_env(timeout=10)) as client:
            offered = client.info()
            walls = [_wall("docker daemon", True)]
            try:
                client.images.get(image)
                walls.append(_wall(f"image {image}", True))
            except ImageNotFound:
                walls.append(_wall(f"image {image}", False, build_command()))
    except DockerException:
        return EngineState(
            name="docker", walls=[_wall("docker daemon", False, start)], proof=_NOT_TRIED
        )
    kernel = "mount the cgroup controllers; for swap, boot with swapaccount=1"
    walls += [_wall(name, bool(offered.get(key)), kernel) for key, name in _LIMITS.items()]
    if (runtime := settings.container.runtime) is not None:
        known = runtime in offered.get("Runtimes", {})
        walls.append(_wall(f"runtime {runtime}", known, "name it in /etc/docker/daemon.json"))
    single = settings.jobs_per_container == 1
    return _proved("docker", walls, ContainerSandbox(settings.container, single=single))


def _proved(name: str, walls: list[WallState], sandbox: WarmSandbox) -> EngineState:
    if not all(wall.stands for wall in walls):
        return EngineState(name=name, walls=walls, proof=_NOT_TRIED)
    proof = ""
    try:
        with sandbox:
            known = {wall.name for wall in walls}
            walls = walls + [_wall(wall, True) for wall in sandbox.walls if wall not in known]
    except SandboxError as error:
        proof = str(error)
    return EngineState(name=name, walls=walls, proof=proof)


def _wall(name: str, stands: bool, remedy: str = "") -> WallState:
    return WallState(name=name, stands=stands, remedy="" if stands else remedy)
