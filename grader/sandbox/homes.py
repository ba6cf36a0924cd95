"""A zygote's private folder, held by a lock for as long as its worker lives.

The kernel gives the lock up when the worker dies, however it dies. So whoever sees the folder can
tell whether it is still needed, without trusting process numbers, which are used again and mean
something else in every container.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
import time
from pathlib import Path

_PREFIX = "holdout-zygote-"
# A folder gets its name only when its lock is held: nobody can take it for abandoned before.
_UNFINISHED = "holdout-making-"
_UNFINISHED_SECONDS = 600.0
_LOCK = "lock"


class Home:
    """A new private folder. `folder` is where it is made; the temporary directory by default."""

    def __init__(self, folder: Path | None = None) -> None:
        made = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=folder))
        self._lock = os.open(made / _LOCK, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        self.path = made.rename(made.with_name(_PREFIX + made.name.removeprefix(_UNFINISHED)))

    def seal(self) -> None:
        """From now on nothing can be made or removed directly in the folder."""
        self.path.chmod(0o500)

    def remove(self) -> None:
        """Removes the folder with all that is in it. Safe to call twice."""
        _remove(self.path)
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1


def identity(folder: Path) -> str:
    """Names a folder of one running machine: equal for all who see the same one, whatever its path."""
    boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    seen = folder.stat()
    return f"{boot}:{seen.st_dev}:{seen.st_ino}"


def is_abandoned(home: Path) -> bool:
    """Whether the worker that made this folder is gone, or the folder itself."""
    try:
        lock = os.open(home / _LOCK, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return True
    except OSError:
        return False  # Another user's.
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(lock)
    return True


def remove_abandoned(folder: Path | None = None) -> None:
    """Removes what killed workers of this user left behind."""
    where = folder or Path(tempfile.gettempdir())
    for home in where.glob(f"{_PREFIX}*"):
        if not home.is_symlink() and is_abandoned(home):
            _remove(home)
    for unfinished in where.glob(f"{_UNFINISHED}*"):
        with contextlib.suppress(FileNotFoundError):
            if time.time() - unfinished.lstat().st_mtime > _UNFINISHED_SECONDS:
                _remove(unfinished)


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.chmod(0o700)
    shutil.rmtree(path, ignore_errors=True)
