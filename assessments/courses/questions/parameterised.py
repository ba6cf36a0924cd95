"""A question whose numbers are drawn, and whose key is computed, by its author's own reference."""

from __future__ import annotations

import re
from typing import Annotated, Any, ClassVar

from pydantic import Field, GetJsonSchemaHandler, JsonValue, PrivateAttr, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from grader.documents import Document

from .answers import Mark, Shape
from .arrangement import Arrangement
from .asked import Asked
from .cells import CellCall, Work
from .kinds import CONCRETE, Concrete

MOST_VARIANTS = 60
SEEDS_A_VARIANT = 5
# {{ name }}, or {{ name:.3f }} with a number's format behind the colon.
_PLACE = re.compile(r"\{\{\s*([A-Za-z_]\w*)\s*(?::\s*(,?(?:\.[0-9]{1,2})?[defg%]?))?\s*\}\}")

# What was meant as a place and is none; LaTeX has no reason for a space there.
_LEFT_OVER = re.compile(r"\{\{\s\w.{0,40}?\}\}")


class Parameters(Document):
    """How the variants come about.

    `reference` is Python with a function `draw(seed)` that returns a dictionary: the numbers that
    the question's texts show as {{ name }}, and those that are its key. Tensors and arrays become
    lists. A draw that would make no good question returns None.
    """

    reference: Annotated[str, Field(min_length=1, max_length=20_000)]
    variants: Annotated[int, Field(ge=2, le=MOST_VARIANTS)] = 8


class Parameterised(Asked):
    """A question before its numbers are in it. `values` and `computed` have one entry a variant."""

    shape: ClassVar[Shape] = "text"

    # Of the template; checked with every variant.
    kind: str
    prompt: str = ""
    explanation: str = ""
    parameters: Parameters
    template: dict[str, JsonValue]
    values: list[dict[str, JsonValue]] = Field(default_factory=list)
    computed: list[dict[str, JsonValue]] = Field(default_factory=list)
    # Variants that were made already, for a quiz is read once and taken often.
    _made: dict[int, Concrete] = PrivateAttr(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _the_rest_is_the_template(cls, data: Any) -> Any:
        if not isinstance(data, dict) or "template" in data:
            return data
        own = {key: data[key] for key in ("id", "kind", "points", "lesson", "tags") if key in data}
        rest = {key: value for key, value in data.items() if key != "parameters"}
        return {**own, "parameters": data.get("parameters"), "template": rest}

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """As an author writes it: any question with `parameters`, whose values may be {{ places }}."""
        schema = handler(core_schema)
        shape = handler.resolve_ref_schema(schema)
        kept = ("id", "kind", "points", "lesson", "tags", "parameters")
        shape["properties"] = {key: shape["properties"][key] for key in kept}
        shape["required"] = ["id", "kind", "parameters"]
        shape["additionalProperties"] = True
        return schema

    @property
    def variants(self) -> int:
        """As many as were drawn."""
        return len(self.values)

    def variant(self, number: int) -> Any:
        """The question of its kind with the values of one variant in it. Raises ValueError."""
        made = self._made.get(number)
        if made is None:
            made = self._made[number] = CONCRETE.validate_python(self.written(number))
        return made

    def written(self, number: int) -> dict[str, JsonValue]:
        """The variant as it would stand in a file. Raises ValueError for what cannot be filled in."""
        filled = _fill(self.template, self.values[number])
        assert isinstance(filled, dict)
        return {**filled, **(self.computed[number] if self.computed else {})}

    def drawing(self) -> Work:
        """Runs the reference; returns the values of every variant. Raises ValueError.

        Seeds are tried in order; one that draws nothing, or what another drew, is passed over.
        """
        wanted = self.parameters.variants
        seeds: tuple[JsonValue, ...] = tuple([seed] for seed in range(SEEDS_A_VARIANT * wanted))
        result = yield CellCall(self.parameters.reference, "draw", seeds)
        if result.error:
            where = f" (line {result.line} of the reference)" if result.line else ""
            raise ValueError(f"the reference cannot be run: {result.error}{where}")
        values: list[JsonValue] = []
        for seed, call in enumerate(result.calls):
            if call.error:
                raise ValueError(f"draw({seed}) failed: {call.error}")
            drawn = _plain(call.value)
            if drawn is None or drawn in values:
                continue
            if not isinstance(drawn, dict):
                raise ValueError(f"draw({seed}) must return a dictionary of values, or None")
            values.append(drawn)
            if len(values) == wanted:
                return values
        raise ValueError(
            f"{len(result.calls)} seeds draw only {len(values)} different variants; "
            "let it draw from more, or declare fewer"
        )

    def read(self, sent: JsonValue, arrangement: Arrangement) -> JsonValue:
        """No attempt shows a template."""
        raise NotImplementedError

    def mark(self, answer: JsonValue, evidence: JsonValue = None) -> Mark:
        """No attempt shows a template."""
        raise NotImplementedError

    def right_answer(self) -> JsonValue:
        """No attempt shows a template."""
        raise NotImplementedError


def _plain(value: JsonValue) -> JsonValue:
    """Tensors, arrays and tuples as lists."""
    if isinstance(value, dict):
        if len(value) == 1 and (kind := next(iter(value))) in {"tensor", "array", "tuple"}:
            return _plain(value[kind])
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value


def _fill(template: JsonValue, values: dict[str, JsonValue]) -> JsonValue:
    """The template with each {{ name }} replaced. A text that is one place alone becomes the value."""
    if isinstance(template, dict):
        return {_text(key, values): _fill(value, values) for key, value in template.items()}
    if isinstance(template, list):
        return [_fill(each, values) for each in template]
    if isinstance(template, str):
        whole = _PLACE.fullmatch(template.strip())
        if whole is not None and not whole[2]:
            return _named(whole[1], values)
        return _text(template, values)
    return template


def _text(text: str, values: dict[str, JsonValue]) -> str:
    def shown(match: re.Match[str]) -> str:
        value = _named(match[1], values)
        try:
            return format(value, match[2]) if match[2] else _shown(value)
        except (ValueError, TypeError):
            raise ValueError(f"{{{{ {match[1]} }}}} cannot be written as {match[2]!r}") from None

    filled = _PLACE.sub(shown, text)
    if (left := _LEFT_OVER.search(filled)) is not None:
        raise ValueError(
            f"{left[0]} is no place for a value: write {{{{ name }}}} or {{{{ name:.3f }}}}"
        )
    return filled


def _named(name: str, values: dict[str, JsonValue]) -> JsonValue:
    if name not in values:
        raise ValueError(f"the reference gives no {name!r}; it gives {', '.join(values)}")
    return values[name]


def _shown(value: JsonValue) -> str:
    """A value as a text shows it: a number without the dust of binary fractions, a list as in Python."""
    return f"{value:.10g}" if isinstance(value, float) else str(value)
