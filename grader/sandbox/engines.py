"""Chooses where learners' code runs: docker, local, or whichever of them stands."""

from __future__ import annotations

from ..errors import WallMissing
from .base import Sandbox
from .local import LocalSandbox

ENGINES = ("auto", "local", "docker")


def open_sandbox(engine: str = "auto", *, gpu: bool = False) -> Sandbox:
    """A started sandbox of that engine. Raises WallMissing or SandboxError; the caller closes it."""
    if engine not in ENGINES:
        raise ValueError(f"no engine is named {engine!r}; there are: {', '.join(ENGINES)}")
    if engine == "docker":
        raise WallMissing("the docker engine needs the sandbox image, which is not built here")
    sandbox = LocalSandbox(gpu=gpu)
    sandbox.start()
    return sandbox
