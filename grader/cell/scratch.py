"""The one folder a cell may write to: made for a job, measured while it runs, gone afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

MOST_ENTRIES = 4096


class Scratch:
    """A new, empty, private folder."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True, mode=0o700)

    def exceeds(self, most_bytes: int) -> bool:
        """Whether it holds more than `most_bytes`, or more than `MOST_ENTRIES` files and folders."""
        size = entries = 0
        folders = [str(self.path)]
        while folders:
            try:
                with os.scandir(folders.pop()) as listing:
                    for entry in listing:
                        entries += 1
                        if entry.is_dir(follow_symlinks=False):
                            folders.append(entry.path)
                        else:
                            size += entry.stat(follow_symlinks=False).st_blocks * 512
                        if entries > MOST_ENTRIES or size > most_bytes:
                            return True
            except (FileNotFoundError, NotADirectoryError):
                continue  # A cell renames and removes while we look.
            except OSError:
                # Too deep to be named, or closed to us but perhaps not to the cell: what cannot be
                # measured is too much.
                return True
        return False

    def remove(self) -> None:
        """Removes it with all that is in it, however deep and however unreadable."""
        try:
            os.rmdir(self.path)
        except OSError:
            # `shutil.rmtree` recurses, and a hostile tree is deeper than Python's stack.
            subprocess.run(["chmod", "-R", "u+rwx", str(self.path)], stderr=subprocess.DEVNULL)
            subprocess.run(["rm", "-rf", str(self.path)], stderr=subprocess.DEVNULL)
            shutil.rmtree(self.path, ignore_errors=True)
