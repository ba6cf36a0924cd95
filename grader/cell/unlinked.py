"""What a process holds of files that have no name any more: no listing of its scratch shows them."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

# Only the size of what is mapped is seen of a file that is mapped and no longer open, so few may be.
_MOST_MAPPED = 4
# More than all mappings that a process can have take to be told of, unless files with paths of
# thousands of letters are mapped thousands of times.
_MOST_TOLD = 8 << 20
_DELETED = re.compile(
    rb"^([0-9a-f]+)-([0-9a-f]+) \S+ \S+ (\S+ [1-9]\d*) +(?!/dev/zero|/memfd:|/SYSV)\S.* \(deleted\)$",
    re.MULTILINE,
)


def held_open(pid: int) -> int:
    """The bytes on disk of the process's open files that were removed or never had a name."""
    sizes = {}
    folder = f"/proc/{pid}/fd"
    for name in os.listdir(folder):
        try:
            found = os.stat(f"{folder}/{name}")
        except FileNotFoundError:
            continue  # Closed while we looked.
        if stat.S_ISREG(found.st_mode) and found.st_nlink == 0:
            sizes[found.st_dev, found.st_ino] = found.st_blocks * 512
    return sum(sizes.values())


def held_mapped(pid: int, most_bytes: int) -> bool:
    """Whether removed files are mapped by the process, more than a few or of more than so many bytes.

    True as well where the list of what is mapped is itself too long to be read in time.
    """
    with Path(f"/proc/{pid}/maps").open("rb") as maps:
        told = maps.read(_MOST_TOLD + 1)
    if len(told) > _MOST_TOLD:
        return True
    size, files = 0, set()
    for start, end, file in _DELETED.findall(told):
        size += int(end, 16) - int(start, 16)
        files.add(file)
    return len(files) > _MOST_MAPPED or size > most_bytes
