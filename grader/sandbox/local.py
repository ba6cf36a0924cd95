"""The local engine: the zygote is a plain process of this machine, each cell locked in by the kernel."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from pathlib import Path

from . import boot
from .warm import WarmSandbox


class LocalSandbox(WarmSandbox):
    """A warm zygote on this machine. One job at a time.

    `gpu_device` chooses the GPU its jobs see, by number or name; none is seen without it.
    """

    engine = "local"

    def __init__(
        self,
        *,
        gpu_device: str | None = None,
        gpu_share: float = 0.9,
        folder: Path | None = None,
    ) -> None:
        super().__init__(gpu_share=gpu_share if gpu_device is not None else 0.0, folder=folder)
        self._gpu_device = gpu_device
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The process number of the running zygote."""
        return None if self._process is None else self._process.pid

    def _launch(self, home: Path) -> None:
        # Nothing of our own environment: it may hold the database's password.
        environment = {
            "PATH": "/usr/bin:/bin",
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "OMP_NUM_THREADS": "1",
            "MKL_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
            "PYTHONHASHSEED": "0",
            "CUBLAS_WORKSPACE_CONFIG": ":4096:8",
            "CUDA_VISIBLE_DEVICES": self._gpu_device or "",
        }
        command = boot.serve(
            sys.executable,
            cell=str(boot.CELL),
            line=str(home),
            scratch=str(home / "scratch"),
            gpu_share=self.gpu_share,
        )
        with (home / "log").open("wb") as log:
            self._process = subprocess.Popen(
                command,
                env=environment,
                cwd=home,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _end(self) -> None:
        if self._process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            # Its control line is closed: it ends its cells, then itself.
            self._process.wait(timeout=5)
        self._process.kill()
        self._process.wait()
        self._process = None

    def _last_words(self) -> str:
        log = None if self.home is None else self.home / "log"
        if log is None or not log.exists():
            return ""
        return log.read_text(errors="replace").strip().rpartition("\n")[2]
