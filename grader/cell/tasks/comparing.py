"""The task "compare": a learner's own comparison of settings; its models and its table come out."""

from __future__ import annotations

import math
import types
from collections.abc import Mapping
from typing import Any

from torch import nn

from ..channel import Channel
from ..loaders import StreamedLoader
from ..models import arrays_of, check_signature, function
from ..solution import LearnerError
from ..watching.observer import reseed
from .result import Array, Result

_CALL = "compare(settings, train_loader, val_loader, *, in_features, out_features, max_epochs)"
_FORM = (
    '`compare` must return {"rows": {setting: {"model": model, "val_accuracy": number}, ...}, '
    '"best": setting}'
)


def compare(
    channel: Channel, solution: types.ModuleType, settings: Mapping[str, Any], seed: int
) -> Result:
    """The task "compare". Raises LearnerError where what comes back is not what was asked for."""
    comparer = function(solution, "compare", _CALL)
    channel.ask({"op": "built", "names": [], "parameters": [], "inputs": []})
    batch_size = settings["batch_size"]
    loaders = (
        StreamedLoader("train", settings["train_size"], batch_size, channel, None),
        StreamedLoader("validation", settings["validation_size"], batch_size, channel, None),
    )
    asked = list(settings["settings"])
    keywords = {name: settings[name] for name in ("in_features", "out_features", "max_epochs")}
    check_signature(comparer, "compare", _CALL, [asked, *loaders], keywords)
    reseed(seed % (1 << 32))
    table = comparer(list(asked), *loaders, **keywords)
    if not isinstance(table, Mapping) or not isinstance(table.get("rows"), Mapping):
        raise LearnerError(f"{_FORM}; it returned a {type(table).__name__}.")
    rows, arrays = [], list[Array]()
    for setting in asked:
        row = table["rows"].get(setting)
        if row is not None:
            described, weights = _row(setting, row)
            rows.append(described)
            arrays += weights
    return {"rows": rows, "best": str(table.get("best"))[:60]}, arrays


def _row(setting: str, row: object) -> tuple[dict[str, Any], list[Array]]:
    model = row.get("model") if isinstance(row, Mapping) else None
    if not isinstance(row, Mapping) or not isinstance(model, nn.Module):
        raise LearnerError(f"{_FORM}; the row of {setting!r} holds no model.")
    names, arrays = arrays_of(model)
    figure = _number(row.get("val_accuracy"))
    return {"setting": setting, "names": names, "accuracy": figure}, arrays


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except Exception:  # A learner's own type may raise anything.
        return None
    return number if math.isfinite(number) else None
