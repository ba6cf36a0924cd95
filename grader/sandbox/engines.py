"""Chooses where learners' code runs: docker, local, or whichever of them stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..errors import WallMissing
from .base import MEBIBYTE, Sandbox
from .container import ContainerLimits, ContainerOptions, image_is_there
from .docker import DockerSandbox
from .local import LocalSandbox

ENGINES = ("auto", "local", "docker")


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """What a deployment chooses; `read_settings` takes it from the environment."""

    engine: str = "auto"
    jobs_per_container: int = 50
    container: ContainerOptions = field(default_factory=ContainerOptions)


def read_settings(environment: Mapping[str, str]) -> EngineSettings:
    """The settings as the environment has them; one that is empty or not there has its default.

    GRADER_ENGINE, GRADER_IMAGE, GRADER_RUNTIME, GRADER_JOBS_PER_CONTAINER, GRADER_CPUS,
    GRADER_MEMORY_MIB and GRADER_SCRATCH_MIB (of a container), GRADER_GPU (a device's number or
    name), GRADER_GPU_SHARE (of its memory, for one job), GRADER_SOCKETS (a folder). Raises
    WallMissing for a value that makes no sense.
    """

    def text(name: str) -> str | None:
        return environment.get(name, "").strip() or None

    def number(name: str, default: float, least: float, most: float = 1e9) -> float:
        given = text(name)
        try:
            value = default if given is None else float(given)
        except ValueError:
            value = -1.0
        if not least <= value <= most:
            raise WallMissing(f"{name} must be a number from {least:g} to {most:g}, not {given!r}")
        return value

    usual = ContainerLimits()
    folder = text("GRADER_SOCKETS")
    options = ContainerOptions(
        image=text("GRADER_IMAGE") or ContainerOptions().image,
        runtime=text("GRADER_RUNTIME"),
        gpu_device=text("GRADER_GPU"),
        gpu_share=number("GRADER_GPU_SHARE", 0.9, 0.01, 1.0),
        folder=None if folder is None else Path(folder),
        limits=replace(
            usual,
            cpus=number("GRADER_CPUS", usual.cpus, 0.1),
            memory_bytes=int(number("GRADER_MEMORY_MIB", 6144, 1024)) * MEBIBYTE,
            scratch_bytes=int(number("GRADER_SCRATCH_MIB", 256, 16)) * MEBIBYTE,
        ),
    )
    jobs = int(number("GRADER_JOBS_PER_CONTAINER", 50, 1))
    return EngineSettings(text("GRADER_ENGINE") or "auto", jobs, options)


def choose(settings: EngineSettings) -> str:
    """The engine's name: `auto` is docker where a daemon answers and has the image, else local."""
    if settings.engine not in ENGINES:
        raise WallMissing(
            f"no engine is named {settings.engine!r}; there are: {', '.join(ENGINES)}"
        )
    if settings.engine != "auto":
        return settings.engine
    return "docker" if image_is_there(settings.container.image) else "local"


def local_sandbox(settings: EngineSettings) -> LocalSandbox:
    """The local engine as the settings want it, not yet started."""
    options = settings.container
    return LocalSandbox(
        gpu_device=options.gpu_device, gpu_share=options.gpu_share, folder=options.folder
    )


def open_sandbox(engine: str | None = None, settings: EngineSettings | None = None) -> Sandbox:
    """A started sandbox; the caller closes it. `engine`, where given, goes before the settings' own.

    Raises WallMissing where no wall would hold, SandboxError where the engine failed.
    """
    settings = settings or EngineSettings()
    if engine is not None:
        settings = replace(settings, engine=engine)
    sandbox: Sandbox
    if choose(settings) == "docker":
        sandbox = DockerSandbox(settings.container, jobs=settings.jobs_per_container)
    else:
        sandbox = local_sandbox(settings)
    sandbox.start()
    return sandbox
