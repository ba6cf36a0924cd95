"""How a zygote is started: the folder of the cell as a package of its own, and nothing else of ours."""

from __future__ import annotations

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


def serve(python: str, *, cell: str, line: str, scratch: str, gpu: bool) -> list[str]:
    """The command that runs a zygote whose socket lies in `line` and whose jobs write in `scratch`."""
    return [python, *_FLAGS, _SERVE, cell, line, scratch, "1" if gpu else "0"]


def survey(python: str, *, cell: str) -> list[str]:
    """The command that prints which walls the machine offers, as JSON."""
    return [python, *_FLAGS, _SURVEY, cell]
