"""The task "evaluate": calls one function of a short program, and gives back what came of each call.

Values cross the wire as JSON, so that they can be kept with a question: a tensor, an array, a tuple
and a number that JSON does not know are objects with one key that names them.
"""

from __future__ import annotations

import copy
import math
import types
from collections.abc import Mapping
from typing import Any

import numpy as np
import torch

from ..channel import Channel
from ..solution import LearnerError, describe
from ..watching.observer import reseed
from .result import Result

_MOST_NUMBERS = 4096
_MOST_TEXT = 4000
_DEEPEST = 12


def evaluate(
    channel: Channel, program: types.ModuleType, settings: Mapping[str, Any], seed: int
) -> Result:
    """One entry a call: its arguments with its value, or with the error it ended in.

    Raises LearnerError where the program has no such function, or what its function of cases raises.
    """
    called = _function(program, settings["function"])
    lists = settings["arguments"]
    if settings["cases"]:
        lists = [to_json(list(each)) for each in _function(program, settings["cases"])()]
    calls = []
    for number, arguments in enumerate(lists):
        reseed((seed + number) % (1 << 32))
        calls.append({"arguments": arguments, **_outcome(called, arguments)})
    return {"calls": calls}, []


def _function(program: types.ModuleType, name: str) -> Any:
    found = getattr(program, name, None)
    if not callable(found):
        raise LearnerError(f"The program defines no function {name}.")
    return found


def _outcome(called: Any, arguments: Any) -> dict[str, Any]:
    try:
        given = from_json(copy.deepcopy(arguments))
        return {"value": to_json(called(*given))}
    except (SystemExit, KeyboardInterrupt, MemoryError):
        raise
    except BaseException as error:
        facts = describe(error)
        where = f" (line {facts['line']})" if facts["line"] else ""
        return {"error": f"{facts['type']}: {facts['text']}{where}"[:500]}


def from_json(value: Any) -> Any:
    """The value that `to_json` wrote."""
    if isinstance(value, list):
        return [from_json(each) for each in value]
    if isinstance(value, dict):
        if set(value) == {"tensor"}:
            return torch.tensor(from_json(value["tensor"]))
        if set(value) == {"array"}:
            return np.array(from_json(value["array"]))
        if set(value) == {"tuple"}:
            return tuple(from_json(each) for each in value["tuple"])
        if set(value) == {"float"}:
            return float(value["float"])
        return {key: from_json(each) for key, each in value.items()}
    return value


def to_json(value: Any) -> Any:
    """A value as JSON. Raises LearnerError for what is too large or no plain value."""
    return _Writer().write(value, 0)


class _Writer:
    """Counts what it writes."""

    def __init__(self) -> None:
        self._left = _MOST_NUMBERS

    def write(self, value: Any, depth: int) -> Any:
        self._left -= 1
        if self._left < 0 or depth > _DEEPEST:
            raise LearnerError("More came back than can be looked at.")
        if isinstance(value, torch.Tensor):
            return {"tensor": self._numbers(value.detach().cpu(), depth)}
        if isinstance(value, np.ndarray):
            return {"array": self._numbers(value, depth)}
        if isinstance(value, np.generic):
            value = value.item()
        if isinstance(value, float) and not math.isfinite(value):
            return {"float": repr(float(value))}
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, (int, float)):
            return self._number(value)
        if isinstance(value, str):
            return str(value)[:_MOST_TEXT]
        if isinstance(value, (tuple, torch.Size)):
            return {"tuple": [self.write(each, depth + 1) for each in value]}
        if isinstance(value, list):
            return [self.write(each, depth + 1) for each in value]
        if isinstance(value, dict):
            return {str(key)[:100]: self.write(each, depth + 1) for key, each in value.items()}
        raise LearnerError(f"A {type(value).__name__} came back, which is no plain value.")

    @staticmethod
    def _number(value: float) -> float | int:
        if isinstance(value, int):
            if abs(int(value)) >= 1 << 63:
                raise LearnerError("A number came back that is too large.")
            return int(value)
        return float(value)

    def _numbers(self, values: Any, depth: int) -> Any:
        count = values.numel() if isinstance(values, torch.Tensor) else values.size
        if count > self._left:
            raise LearnerError("More came back than can be looked at.")
        return self.write(values.tolist(), depth + 1)
