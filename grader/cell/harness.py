"""Every task a cell knows, by the name under which a job asks for it."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from typing import Any

from .channel import Channel
from .tasks.evaluating import evaluate
from .tasks.predicting import predict
from .tasks.result import Result
from .tasks.training import train

TASKS: dict[str, Callable[[Channel, types.ModuleType, Mapping[str, Any], int], Result]] = {
    "train": train,
    "predict": predict,
    "evaluate": evaluate,
}
