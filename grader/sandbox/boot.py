"""How a zygote is started: the folder of the cell as a package of its own, and nothing else of ours."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

CELL = Path(__file__).resolve().parent.parent / "cell"

_LOAD = """
import importlib.util, sys
folder, arguments = sys.argv[1], sys.argv[2:]
spec = importlib.util.spec_from_file_location(
    "cell", folder + "/__init__.py", submodule_search_locations=[folder])
package = importlib.util.module_from_spec(spec)
sys.modules["cell"] = package
spec.loader.exec_module(package)
"""
_SERVE = _LOAD + "from cell.zygote import main\nmain(*arguments)\n"
_SURVEY = _LOAD + (
    "import json\nfrom cell.walls import survey\n"
    "print(json.dumps([[wall.name, wall.stands, wall.remedy] for wall in survey()]))\n"
)
# Isolated from the user's own site and environment, unbuffered so that a dying cell's last words
# are not lost, UTF-8 whatever the locale, and writing no compiled files.
_FLAGS = ("-I", "-u", "-B", "-X", "utf8", "-c")


def serve(
    python: str, *, cell: str, line: str, scratch: str, gpu_share: float, container: str = "none"
) -> list[str]:
    """The command that runs a zygote whose socket lies in `line` and whose jobs write in `scratch`.

    `gpu_share` is the part of a GPU's memory one job may take, 0 for no GPU; `container` is none,
    shared (by several jobs, one after another) or single (for one job).
    """
    return [python, *_FLAGS, _SERVE, cell, line, scratch, str(gpu_share), container]


def survey(python: str, *, cell: str) -> list[str]:
    """The command that prints which walls the machine offers, as JSON."""
    return [python, *_FLAGS, _SURVEY, cell]


@functools.cache
def digest() -> str:
    """Names the code inside the wall; the zygote says its own, and both must be the same.

    The other half is `version` in `grader/cell/zygote.py`.
    """
    whole = hashlib.sha256()
    for path in sorted(CELL.rglob("*.py")):
        whole.update(f"{path.relative_to(CELL)}\0".encode() + path.read_bytes() + b"\0")
    return whole.hexdigest()[:12]
