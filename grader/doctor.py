"""Says which walls stand on this machine, and what to do about one that does not."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys

from .errors import SandboxError
from .report import Plain
from .sandbox import boot
from .sandbox.local import LocalSandbox


class WallState(Plain):
    """One wall: whether it stands here, and what to do where it does not."""

    name: str
    stands: bool
    remedy: str


class Diagnosis(Plain):
    """What the local engine can count on here. `proof` is empty where a real cell was held."""

    walls: list[WallState]
    proof: str

    @property
    def holds(self) -> bool:
        """Whether learners' code can be run here."""
        return all(wall.stands for wall in self.walls) and not self.proof


def diagnose() -> Diagnosis:
    """Surveys the walls, then starts a sandbox, whose first act is to try to break out of a cell."""
    words = subprocess.run(
        boot.survey(sys.executable, cell=str(boot.CELL)), capture_output=True, text=True, check=True
    ).stdout
    walls = [WallState(name=n, stands=s, remedy="" if s else r) for n, s, r in json.loads(words)]
    torch = importlib.util.find_spec("torch") is not None
    walls.append(
        WallState(
            name="torch", stands=torch, remedy="" if torch else "pip install 'holdout[local]'"
        )
    )
    if not all(wall.stands for wall in walls):
        return Diagnosis(walls=walls, proof="not tried: something is missing")
    try:
        with LocalSandbox():
            return Diagnosis(walls=walls, proof="")
    except SandboxError as error:
        return Diagnosis(walls=walls, proof=str(error))
