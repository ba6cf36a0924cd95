"""What the questions with several named fields have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import JsonValue

from .answers import Shape, WrongShape
from .asked import Asked


class Fielded(Asked):
    """A question whose answer is an object: the name of a field, and what stands in it."""

    shape: ClassVar[Shape] = "fields"


def read_fields(sent: JsonValue, names: Mapping[str, object] | list[str]) -> dict[str, JsonValue]:
    """What was given in each of these fields; empty ones are left out. Raises WrongShape."""
    if not isinstance(sent, dict):
        raise WrongShape("The answer must be an object: the name of each field with its value.")
    unknown = [name for name in sent if name not in names]
    if unknown:
        raise WrongShape(f"The question has no field of that name; it has {', '.join(names)}.")
    return {name: value for name, value in sent.items() if value is not None and value != ""}


def given_fields(answer: JsonValue) -> dict[str, JsonValue]:
    """A stored answer's fields; none for what is no such answer."""
    return answer if isinstance(answer, dict) else {}
