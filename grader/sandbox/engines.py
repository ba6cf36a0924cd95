"""Chooses where learners' code runs: docker, local, or whichever of them stands."""

from __future__ import annotations

from ..errors import WallMissing
from .base import Sandbox
from .docker import DockerSandbox, image_is_there
from .local import LocalSandbox

ENGINES = ("auto", "local", "docker")


def open_sandbox(engine: str = "auto") -> Sandbox:
    """A started sandbox of that engine; the caller closes it. Raises WallMissing or SandboxError.

    `auto` is docker where a daemon answers and has the image, else local where its walls stand.
    """
    if engine not in ENGINES:
        raise WallMissing(f"no engine is named {engine!r}; there are: {', '.join(ENGINES)}")
    if engine == "auto":
        engine = "docker" if image_is_there() else "local"
    sandbox: Sandbox = DockerSandbox() if engine == "docker" else LocalSandbox()
    sandbox.start()
    return sandbox
