"""What attacks are after, planted where the worker is: each tells afterwards whether it was touched."""

from __future__ import annotations

import contextlib
import os
import secrets
import select
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

ENVIRONMENT = "HOLDOUT_CANARY"
_PROJECT = Path(__file__).parents[2]
_WAITING = "import time\nprint(flush=True)\nwhile True: time.sleep(60)"


@dataclass(slots=True)
class Canaries:
    """Planted in `folder`. `secret` stands in no attack's own text; `done` is what one prints."""

    folder: Path
    secret: str = field(default_factory=lambda: f"canary-{secrets.token_hex(16)}")
    done: str = field(default_factory=lambda: f"through-{secrets.token_hex(8)}")
    sockets: dict[str, socket.socket] = field(default_factory=dict)
    victim: subprocess.Popen[bytes] | None = None

    def plant(self) -> None:
        """Plants whatever of them is not there or was touched."""
        self.uproot()
        self.folder.mkdir(exist_ok=True)
        (self.folder / "secret").write_text(self.secret)
        (self.folder / "secret").chmod(0o600)
        with contextlib.suppress(OSError):
            os.setxattr(self.folder / "secret", "user.holdout", self.secret.encode())
        (self.folder / "victim").write_text("as it was")
        (self.folder / "victim").chmod(0o600)
        os.utime(self.folder / "victim", (1_000_000_000, 1_000_000_000))
        (self.folder / "kept").mkdir()
        (self.folder / "kept" / "file").write_text("as it was")
        for name, family, kind, address in (
            ("tcp", socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0)),
            ("udp", socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0)),
            ("unix", socket.AF_UNIX, socket.SOCK_STREAM, str(self.folder / "socket")),
            ("abstract", socket.AF_UNIX, socket.SOCK_STREAM, f"\0{self.done}"),
        ):
            listening = self.sockets[name] = socket.socket(family, kind)
            listening.bind(address)
            if kind is socket.SOCK_STREAM:
                listening.listen(8)
        self.victim = subprocess.Popen(
            [sys.executable, "-ISc", _WAITING],
            env={ENVIRONMENT: self.secret},
            cwd=self.folder,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        assert self.victim.stdout is not None
        self.victim.stdout.readline()

    def uproot(self) -> None:
        """Removes them all."""
        for listening in self.sockets.values():
            listening.close()
        self.sockets.clear()
        if self.victim is not None:
            self.victim.kill()
            self.victim.communicate()
            self.victim = None
        for path in sorted(self.folder.glob("**/*"), reverse=True):
            path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()

    def fill_in(self, program: str, neighbour: Path) -> str:
        """The program with each @NAME@ replaced by where the canary is."""
        assert self.victim is not None
        sklearn = find_spec("sklearn")
        assert sklearn is not None
        assert sklearn.origin is not None
        places = {
            "DONE": self.done,
            "SECRET_FILE": self.folder / "secret",
            "VICTIM_FILE": self.folder / "victim",
            "KEPT_FOLDER": self.folder / "kept",
            "TCP_PORT": self.sockets["tcp"].getsockname()[1],
            "UDP_PORT": self.sockets["udp"].getsockname()[1],
            "UNIX_SOCKET": self.folder / "socket",
            "ABSTRACT_SOCKET": self.done,
            "VICTIM_PID": self.victim.pid,
            "NEIGHBOUR": neighbour,
            "PROJECT": _PROJECT,
            "PUBLIC_DATA": Path(sklearn.origin).parent / "datasets" / "data" / "digits.csv.gz",
        }
        for name, place in places.items():
            program = program.replace(f"@{name}@", str(place))
        return program

    def touched(self) -> list[str]:
        """The canaries that are not as they were planted, by name."""
        found = [name for name, listening in self.sockets.items() if _was_called(listening)]
        victim = self.folder / "victim"
        if not victim.exists() or victim.is_symlink():
            found.append("the file is gone")
        else:
            seen = victim.stat()
            if (seen.st_mode & 0o7777, seen.st_mtime, seen.st_nlink) != (0o600, 1e9, 1):
                found.append("the file's mode, time or links")
            if victim.read_text() != "as it was" or os.listxattr(victim):
                found.append("the file's content or attributes")
        if [path.name for path in (self.folder / "kept").glob("*")] != ["file"]:
            found.append("the folder")
        names = sorted(path.name for path in self.folder.iterdir())
        if names != ["kept", "secret", "socket", "victim"]:
            found.append(f"the folder around: {names}")
        assert self.victim is not None
        if self.victim.poll() is not None or _state(self.victim.pid) not in "SR":
            found.append("the process")
        return found


def _was_called(listening: socket.socket) -> bool:
    return bool(select.select([listening], [], [], 0)[0])


def _state(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
