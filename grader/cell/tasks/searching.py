"""The tasks of a search: "search" runs a learner's, "refit" trains the reference with what it chose."""

from __future__ import annotations

import math
import types
from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn

from ..channel import Channel
from ..loaders import StreamedLoader
from ..models import check_signature, function
from ..solution import LearnerError
from ..values import plain_array
from ..watching.observer import reseed
from .result import Result

_CALL = "search(inputs, targets, test_loader, *, space, default, folds, outputs)"
_FORM = (
    '`search` must return {"chosen": config, "trials": [{"config": config, "scores": [number, '
    "...]}, ...]}"
)
_MOST_TRIALS = 1000


def search(
    channel: Channel, solution: types.ModuleType, settings: Mapping[str, Any], seed: int
) -> Result:
    """The task "search". The test part is streamed: whoever asks for it is seen."""
    searcher = function(solution, "search", _CALL)
    _, (inputs, targets) = channel.ask({"op": "data"})
    test = StreamedLoader(
        "validation", settings["test_size"], settings["batch_size"], channel, None
    )
    keywords = {name: settings[name] for name in ("space", "default", "folds", "outputs")}
    arguments = [torch.from_numpy(inputs.copy()), torch.from_numpy(targets.copy()), test]
    check_signature(searcher, "search", _CALL, arguments, keywords)
    reseed(seed % (1 << 32))
    found = searcher(*arguments, **keywords)
    if not isinstance(found, Mapping) or not isinstance(found.get("trials"), (list, tuple)):
        raise LearnerError(f"{_FORM}; it returned a {type(found).__name__}.")
    trials = [_trial(trial) for trial in list(found["trials"])[:_MOST_TRIALS]]
    return {"chosen": _config(found.get("chosen")), "trials": trials}, []


def _trial(trial: object) -> dict[str, Any]:
    if not isinstance(trial, Mapping) or not isinstance(trial.get("scores"), (list, tuple)):
        raise LearnerError(f"{_FORM}; one of the trials is otherwise.")
    scores = [_number(score) for score in list(trial["scores"])[:100]]
    return {"config": _config(trial.get("config")), "scores": scores}


def _config(config: object) -> dict[str, Any] | None:
    if not isinstance(config, Mapping) or len(config) > 50:
        return None
    return {str(name)[:60]: _plain(value) for name, value in config.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, (bool, int, float, str)):
        return value if not isinstance(value, str) else value[:100]
    return _number(value)


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except Exception:  # A learner's own type may raise anything.
        return None
    return number if math.isfinite(number) else None


def refit(
    channel: Channel, solution: types.ModuleType, settings: Mapping[str, Any], seed: int
) -> Result:
    """The task "refit": the reference's `fit` on data that comes, its answers to inputs that come."""
    fitter = function(solution, "fit", "fit(inputs, targets, config, *, outputs)")
    while True:
        body, arrays = channel.ask({"op": "fit"})
        if "config" not in body:
            return {}, []
        inputs, targets, asked = (torch.from_numpy(array.copy()) for array in arrays)
        reseed(body["seed"] % (1 << 32))
        model: nn.Module = fitter(inputs, targets, body["config"], outputs=settings["outputs"])
        model.eval()
        with torch.no_grad():
            output: Tensor = model(asked)
        channel.send({"op": "fitted"}, [plain_array(output.double())])
