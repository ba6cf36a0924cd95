"""What must be settled before Django reads its settings: where the data lie, and what is missing.

Imported by manage.py alone, before anything else of the project; so it needs nothing but Python.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent.parent
# Status of a process that was started wrongly, as argparse uses it.
WRONG_START = 2
DEFAULT_PORT = 8000
DEFAULT_DATA = Path("var")


def refuse(sentence: str) -> NoReturn:
    """Ends the process: one sentence for the person who started it, exit status 2."""
    sys.stderr.write(f"{sentence}\n")
    sys.exit(WRONG_START)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `manage.py up`."""
    parser.add_argument(
        "--port", type=_port, default=DEFAULT_PORT, help="port of the web server (default: 8000)"
    )
    parser.add_argument(
        "--data",
        type=Path,
        default=None,
        metavar="DIR",
        help="where everything is kept (default: HOLDOUT_DATA, else ./var)",
    )
    parser.add_argument(
        "--no-demo", action="store_true", help="make no demo course and no demo users"
    )


def prepare_up(arguments: Sequence[str]) -> None:
    """Makes `--data` the data directory of this process and all it starts; refuses what cannot work."""
    parser = argparse.ArgumentParser(add_help=False)
    add_arguments(parser)
    parser.add_argument("-h", "--help", action="store_true")
    chosen, _ = parser.parse_known_args(arguments)
    if chosen.help:
        return
    _check_packages()
    data = chosen.data or Path(os.environ.get("HOLDOUT_DATA") or DEFAULT_DATA)
    os.environ["HOLDOUT_DATA"] = str(_writable(data))


def _port(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"a port is a number from 1 to 65535, not {text!r}")
    return int(text)


def _check_packages() -> None:
    for module, what in {"django": ".", "torch": ".[local]", "torchvision": ".[local]"}.items():
        if importlib.util.find_spec(module) is None:
            refuse(
                f"{module} is not installed in this Python ({sys.executable}); "
                f"run `{Path(sys.executable).name} -m pip install -e '{what}'` first."
            )


def _writable(data: Path) -> Path:
    """The directory, made if need be. A file is written for proof: permissions do not tell all."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=data):
            pass
    except OSError as error:
        refuse(f"The data directory {data} cannot be written to: {error.strerror or error}.")
    return data.resolve()
