"""Reads a YAML file through a strict model; what is wrong is said with file, line, key and reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from .errors import AssignmentError

Model = TypeVar("Model", bound=BaseModel)


class Document(BaseModel):
    """Base of everything read from an author's file: unknown keys and silent conversions are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def read_document(path: Path, model: type[Model]) -> Model:
    """The file as a `model`. Raises AssignmentError."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise AssignmentError("the file is missing", file=path) from None
    except (OSError, UnicodeDecodeError) as error:
        raise AssignmentError(f"the file cannot be read: {error}", file=path) from error
    return parse_document(text, model, file=path)


def parse_document(text: str, model: type[Model], *, file: Path, first_line: int = 1) -> Model:
    """YAML text as a `model`; `first_line` is the line of `file` on which the text begins."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + first_line if error.problem_mark else None
        raise AssignmentError(f"not YAML: {error.problem}", file=file, line=line) from error
    except yaml.YAMLError as error:
        raise AssignmentError(f"not YAML: {error}", file=file) from error
    if (duplicate := _duplicate_key(root)) is not None:
        key, line = duplicate
        raise AssignmentError("the key stands twice", file=file, line=line + first_line, key=key)
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = _place_of(root, first["loc"])
        raise AssignmentError(
            first["msg"].removeprefix("Value error, "),
            file=file,
            line=None if place.line is None else place.line + first_line,
            key=place.key or None,
        ) from error


def place_in(path: Path, location: Sequence[int | str]) -> tuple[int | None, str | None]:
    """The line and the key of a place in a YAML file, or of the deepest part of it that is there."""
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except (OSError, ValueError, yaml.YAMLError):
        return None, None
    place = _place_of(root, location)
    return None if place.line is None else place.line + 1, place.key or None


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in a file: a 0-based line and the keys that lead there."""

    line: int | None
    key: str


def _place_of(node: yaml.Node | None, location: Sequence[int | str]) -> _Place:
    """The deepest node of pydantic's `location` that the file has, and the key that is meant.

    Pydantic's own names of a union's branches are in `location` too, but in no file: of the parts
    that the file does not have, only the last, a missing key, is part of the answer.
    """
    line = None if node is None else node.start_mark.line
    keys = []
    for number, part in enumerate(location, start=1):
        child = _child(node, part)
        if child is not None:
            node, line = child.value, child.line
        if child is not None or number == len(location):
            keys.append(str(part))
    return _Place(line, ".".join(keys))


@dataclass(frozen=True, slots=True)
class _Child:
    value: yaml.Node
    line: int


def _child(node: yaml.Node | None, part: int | str) -> _Child | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return _Child(value, key.start_mark.line)
    elif isinstance(node, yaml.SequenceNode) and part in range(len(node.value)):
        value = node.value[int(part)]
        return _Child(value, value.start_mark.line)
    return None


def _duplicate_key(node: Any) -> tuple[str, int] | None:
    """The first key that stands twice in one mapping, and its 0-based line."""
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    return key.value, key.start_mark.line
                seen.add(key.value)
            if (found := _duplicate_key(value)) is not None:
                return found
    elif isinstance(node, yaml.SequenceNode):
        for child in node.value:
            if (found := _duplicate_key(child)) is not None:
                return found
    return None
