"""Every task a cell knows, by the name under which a job asks for it."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from typing import Any

from .channel import Channel
from .forbidding import forbid
from .tasks.calling import call
from .tasks.comparing import compare
from .tasks.evaluating import evaluate
from .tasks.fitting import answer, fit, sample
from .tasks.predicting import predict
from .tasks.result import Result
from .tasks.searching import refit, search
from .tasks.training import train

TASKS: dict[str, Callable[[Channel, types.ModuleType, Mapping[str, Any], int], Result]] = {
    "train": train,
    "predict": predict,
    "call": call,
    "fit": fit,
    "answer": answer,
    "sample": sample,
    "compare": compare,
    "search": search,
    "refit": refit,
    "evaluate": evaluate,
}


def prepare(settings: Mapping[str, Any]) -> None:
    """What must be done before the learner's source is loaded."""
    forbid(settings.get("forbidden", ()))
