"""The local engine: the zygote is a plain process of this machine, each cell locked in by the kernel."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from ..errors import SandboxError, WallMissing
from .base import Conversation, Job, Outcome
from .zygote_line import ZygoteLine

CELL = Path(__file__).resolve().parent.parent / "cell"
_START_SECONDS = 120.0
# Loads the folder of the cell as a package of its own: nothing else of the grader is importable.
_BOOT = """
import importlib.util, sys
folder, home, gpu = sys.argv[1:]
spec = importlib.util.spec_from_file_location(
    "cell", folder + "/__init__.py", submodule_search_locations=[folder])
package = importlib.util.module_from_spec(spec)
sys.modules["cell"] = package
spec.loader.exec_module(package)
from cell.zygote import main
main(home, gpu)
"""


class LocalSandbox:
    """A warm zygote on this machine. One job at a time."""

    engine = "local"

    def __init__(self, *, gpu: bool = False) -> None:
        self._gpu = gpu
        self._process: subprocess.Popen[bytes] | None = None
        self._line: ZygoteLine | None = None
        self._home: Path | None = None
        self._walls: list[str] = []
        self._versions: dict[str, str] = {}

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def walls(self) -> list[str]:
        """See `Sandbox.walls`."""
        return list(self._walls)

    @property
    def versions(self) -> dict[str, str]:
        """See `Sandbox.versions`."""
        return dict(self._versions)

    @property
    def home(self) -> Path | None:
        """The private folder of the running zygote."""
        return self._home

    @property
    def pid(self) -> int | None:
        """The process number of the running zygote."""
        return None if self._process is None else self._process.pid

    def start(self) -> None:
        """See `Sandbox.start`."""
        if self._line is not None:
            return
        _remove_homes_of_the_dead()
        self._home = Path(tempfile.mkdtemp(prefix=f"holdout-{os.getpid()}-"))
        try:
            self._process = self._launch(self._home)
            self._line = self._wait_for_line(self._process, self._home)
            self._walls, self._versions = self._line.ready(_START_SECONDS)
        except BaseException as error:
            words = self._last_words()
            self.close()
            if isinstance(error, SandboxError) and words:
                raise SandboxError(f"{error}: {words}") from error
            raise
        if not self._walls:
            self.close()
            raise WallMissing(
                "this machine lacks Landlock or seccomp, so learners' code cannot be held here; "
                "`python -m grader doctor` says what is missing"
            )

    def run(self, job: Job, conversation: Conversation) -> Outcome:
        """See `Sandbox.run`."""
        self.start()
        assert self._line is not None
        try:
            return self._line.run(job, conversation)
        except BaseException as error:
            # Whatever went wrong, the next job must not meet what is left of this one.
            words = self._last_words()
            self.close()
            if isinstance(error, SandboxError) and words:
                raise SandboxError(f"{error}: {words}") from error
            raise

    def close(self) -> None:
        """See `Sandbox.close`."""
        if self._line is not None:
            self._line.close()
            self._line = None
        if self._process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=5)
            self._process.kill()
            self._process.wait()
            self._process = None
        if self._home is not None:
            shutil.rmtree(self._home, ignore_errors=True)
            self._home = None

    def _launch(self, home: Path) -> subprocess.Popen[bytes]:
        # Nothing of our own environment: it may hold the database's password.
        environment = {
            "PATH": "/usr/bin:/bin",
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "OMP_NUM_THREADS": "1",
            "MKL_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
            "PYTHONHASHSEED": "0",
            "PYTHONDONTWRITEBYTECODE": "1",
            "CUBLAS_WORKSPACE_CONFIG": ":4096:8",
        }
        with (home / "log").open("wb") as log:
            return subprocess.Popen(
                [
                    sys.executable, "-I", "-u", "-B", "-X", "utf8", "-c", _BOOT,
                    str(CELL), str(home), "1" if self._gpu else "0",
                ],
                env=environment,
                cwd=home,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )  # fmt: skip

    def _wait_for_line(self, process: subprocess.Popen[bytes], home: Path) -> ZygoteLine:
        path = home / "zygote.sock"
        deadline = time.monotonic() + _START_SECONDS
        while not path.exists():
            if process.poll() is not None:
                raise SandboxError("the zygote did not start")
            if time.monotonic() > deadline:
                raise SandboxError("the zygote did not start in time")
            time.sleep(0.01)
        return ZygoteLine(path)

    def _last_words(self) -> str:
        """The last line the zygote logged, which names what it died of."""
        if self._home is None or not (self._home / "log").exists():
            return ""
        lines = (self._home / "log").read_text(errors="replace").strip().splitlines()
        return lines[-1] if lines else ""


def _remove_homes_of_the_dead() -> None:
    """Removes what killed workers of ours could not remove themselves."""
    for path in Path(tempfile.gettempdir()).glob("holdout-*-*"):
        match = re.fullmatch(r"holdout-(\d+)-\w+", path.name)
        with contextlib.suppress(FileNotFoundError):
            ours = path.lstat().st_uid == os.getuid()
            if match and ours and not Path(f"/proc/{match[1]}").exists():
                shutil.rmtree(path, ignore_errors=True)
