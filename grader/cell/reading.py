"""What a cell may read: the interpreter and the packages a solution may import, and nothing else.

Of site-packages only torch, torchvision, numpy and what they need can be opened. scikit-learn in
particular cannot: its files hold the public data sets with all their labels.
"""

from __future__ import annotations

import importlib.metadata
import os
import re
import site
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

PACKAGES = ("torch", "torchvision", "numpy", "pillow")
_PACKAGE_FOLDERS = {"site-packages", "dist-packages"}
_LIBRARY_FOLDERS = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib")
_LOADED_FOLDERS = {"gconv", "locale", "nvidia"}
_SINGLE_PATHS = (
    "/usr/local/cuda",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/usr/share/zoneinfo",
    "/dev/urandom",
    "/dev/random",
    "/dev/zero",
)
# What torch asks of the machine when it first meets a GPU.
_GPU_PATHS = (
    "/dev/nvidia-caps",
    "/proc/driver/nvidia",
    "/proc/devices",
    "/proc/modules",
    "/proc/self",
    "/proc/sys/vm",
    "/sys/devices/system",
    "/sys/bus/pci",
    "/etc/nvidia",
)


@dataclass(frozen=True, slots=True)
class Readable:
    """Paths for `landlock.lock`."""

    readable: tuple[str, ...]
    listable: tuple[str, ...]
    writable: tuple[str, ...]


def readable(*, cell: Path, gpu: bool) -> Readable:
    """All that a cell may open. `cell` is the folder of this package."""
    paths = {str(cell), *_SINGLE_PATHS}
    for folder in {sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")}:
        paths.update(_children(Path(folder)))
    # The interpreter's own shared libraries may stand beside it.
    for name in (*_LIBRARY_FOLDERS, os.path.join(sys.base_prefix, "lib")):
        paths.update(_libraries(Path(name)))
    paths.update(_package_files())
    writable = ["/dev/null"]
    if gpu:
        paths.update(_GPU_PATHS)
        writable += [str(path) for path in Path("/dev").glob("nvidia*") if not path.is_dir()]
    listable = {path for path in map(os.path.realpath, sys.path) if os.path.isdir(path)}
    if gpu:
        # The names only: a cell that runs as root could else read the disks themselves.
        listable.add("/dev")
    return Readable(
        readable=tuple(sorted(path for path in paths if os.path.exists(path))),
        listable=tuple(sorted(listable)),
        writable=tuple(writable),
    )


def _children(folder: Path) -> set[str]:
    if not folder.is_dir():
        return set()
    return {str(child) for child in folder.iterdir() if child.name not in _PACKAGE_FOLDERS}


def _libraries(folder: Path) -> set[str]:
    """Shared libraries and what they load, but no programs and no other Python's packages.

    Those may hold secrets of other services, or a copy of scikit-learn.
    """
    if not folder.is_dir():
        return set()
    return {
        str(child)
        for child in folder.iterdir()
        if ".so" in child.name or "-linux-" in child.name or child.name in _LOADED_FOLDERS
    }


def _package_files() -> set[str]:
    """The files and folders in site-packages that belong to `PACKAGES` and all they require."""
    paths: set[str] = set()
    wanted, seen = list(PACKAGES), set()
    while wanted:
        name = wanted.pop()
        if name in seen:
            continue
        seen.add(name)
        try:
            distribution = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # An optional requirement that is not installed.
        for requirement in distribution.requires or ():
            match = re.match(r"[A-Za-z0-9._-]+", requirement)
            if match and "extra ==" not in requirement:
                wanted.append(re.sub(r"[-_.]+", "-", match[0]).lower())
        for file in distribution.files or ():
            # A package's scripts lie outside site-packages and are not to be read.
            if file.parts[0] not in {"..", "/", "__pycache__"}:
                paths.add(str(distribution.locate_file(file.parts[0])))
    return paths


def forget_other_packages() -> None:
    """Leaves on `sys.path` only the interpreter's own folders, and only the usual importers.

    An editable installation adds a folder or an importer of its own, which would offer the names
    (though not the files) of whatever else is being worked on.
    """
    keep = {os.path.realpath(path) for path in site.getsitepackages()}
    keep |= {
        os.path.realpath(sysconfig.get_path(name))
        for name in ("stdlib", "platstdlib", "purelib", "platlib")
    }
    prefixes = {os.path.realpath(prefix) for prefix in (sys.prefix, sys.base_prefix)}
    sys.path[:] = [
        path
        for path in sys.path
        if os.path.realpath(path) in keep
        or any(os.path.realpath(path).startswith(prefix + os.sep) for prefix in prefixes)
    ]
    sys.meta_path[:] = [
        finder
        for finder in sys.meta_path
        if not getattr(finder, "__module__", "").startswith("__editable__")
    ]
