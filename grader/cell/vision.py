"""Lets torchvision be imported beside a torch whose compiled operators it cannot load.

With a CPU-only torch, torchvision's own compiled library does not load, and its import then fails
while it registers shapes for two operators nobody declared: `torchvision::nms` and
`torchvision::qnms`. Declaring the two schemas first is all that data sets, transforms and models
need; calling the operators themselves still fails, and says so.
"""

from __future__ import annotations

import importlib.machinery
import importlib.util
from pathlib import Path

import torch

_SCHEMAS = (
    "nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
    "qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
)
# Kept for the life of the process: the schemas leave with it.
_declared: list[torch.library.Library] = []


def declare_missing_operators() -> bool:
    """Declares the two schemas where torchvision cannot; True if it did. Before any torchvision import.

    Does nothing where the compiled operators load, where torchvision is missing, or when called again.
    """
    if _declared or hasattr(torch.ops.torchvision, "nms"):
        return False
    package = importlib.util.find_spec("torchvision")
    if package is None or not package.submodule_search_locations:
        return False
    if _compiled_operators_load(Path(package.submodule_search_locations[0])):
        return False
    library = torch.library.Library("torchvision", "DEF")  # type: ignore[no-untyped-call]
    for schema in _SCHEMAS:
        library.define(schema)  # type: ignore[no-untyped-call]
    _declared.append(library)
    return True


def _compiled_operators_load(folder: Path) -> bool:
    finder = importlib.machinery.FileFinder(
        str(folder),
        (importlib.machinery.ExtensionFileLoader, importlib.machinery.EXTENSION_SUFFIXES),
    )
    compiled = finder.find_spec("_C")
    if compiled is None or compiled.origin is None:
        return False
    try:
        torch.ops.load_library(compiled.origin)  # type: ignore[no-untyped-call]
    except (ImportError, OSError):
        return False
    return True
