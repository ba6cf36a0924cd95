"""How an author declares inputs: what is drawn for each argument, from which range, of which type."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Discriminator, Field, Tag, field_validator, model_validator

from ..documents import Document

# A side of a shape: a number, a name from `sizes`, or a product of those such as `heads*width`.
Side = (
    Annotated[int, Field(ge=0, le=512)]
    | Annotated[str, Field(pattern=r"^\w+(\*\w+)*$", max_length=40)]
)
Shape = Annotated[list[Side], Field(max_length=6)]
DType = Literal["float32", "float64", "float16", "bfloat16", "int64", "bool"]


def _read_number(value: Any) -> Any:
    """YAML reads `1e4` as a word, because its numbers want a point and a sign: `1.0e+4`."""
    try:
        return float(value) if isinstance(value, str) else value
    except ValueError:
        return value


Number = Annotated[float, BeforeValidator(_read_number)]
Range = Annotated[list[Number], Field(min_length=2, max_length=2)]
FLOATING = frozenset({"float32", "float64", "float16", "bfloat16"})


class Values(Document):
    """How the elements of a tensor are drawn: exactly one of these.

    `normal` is mean and spread; `uniform` and `integers` are least and first beyond (which may name
    a size); `choose` draws from a list; `simplex` makes rows that are positive and sum to 1; `boxes`
    makes rows `x1, y1, x2, y2` with x1 < x2 and y1 < y2.
    """

    normal: Range | None = None
    uniform: Range | None = None
    integers: Annotated[list[int | str], Field(min_length=2, max_length=2)] | None = None
    choose: Annotated[list[bool | Number], Field(min_length=1, max_length=100)] | None = None
    simplex: Literal[True] | None = None
    boxes: Literal[True] | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        known = ", ".join(type(self).model_fields)
        if sum(value is not None for _, value in self) != 1:
            raise ValueError(f"values are drawn in exactly one way: {known}")
        return self


class TensorArgument(Document):
    """A tensor. Its shape is one of `shapes`; `extremes` are values on which the arithmetic is hard.

    `gradient` says whether gradients with respect to it are compared (floating types only).
    """

    shapes: Annotated[list[Shape], Field(min_length=1, max_length=20)]
    dtypes: Annotated[list[DType], Field(min_length=1)] = Field(
        default_factory=lambda: list[DType](("float32", "float64"))
    )
    values: Values
    extremes: Annotated[list[Number], Field(max_length=50)] = Field(default_factory=list)
    gradient: bool = True

    @property
    def differentiable(self) -> bool:
        """Whether gradients flow to it."""
        return self.gradient and all(dtype in FLOATING for dtype in self.dtypes)


class ChosenArgument(Document):
    """One of a list of plain values; lists arrive as tuples."""

    choose: Annotated[list[Any], Field(min_length=1, max_length=100)]

    @field_validator("choose")
    @classmethod
    def _are_plain(cls, values: list[Any]) -> list[Any]:
        for value in values:
            flat = value if isinstance(value, list) else [value]
            if not all(part is None or isinstance(part, (bool, int, float, str)) for part in flat):
                raise ValueError("only numbers, words, true, false, null and lists of these")
        return values


class IntegerArgument(Document):
    """A whole number, from least to greatest, both included."""

    integer: Annotated[list[int], Field(min_length=2, max_length=2)]


class NumberArgument(Document):
    """A number drawn evenly between two."""

    number: Range


class SizeArgument(Document):
    """One of the sizes of the case, or a product of sizes."""

    size: Side


def _argument_kind(value: Any) -> str | None:
    keys = set(value) if isinstance(value, dict) else set(type(value).model_fields)
    for key, tag in _TAGS.items():
        if key in keys:
            return tag
    return None


_TAGS = {
    "shapes": "a tensor",
    "choose": "a choice",
    "integer": "an integer",
    "number": "a number",
    "size": "a size",
}
Argument = Annotated[
    Annotated[TensorArgument, Tag("a tensor")]
    | Annotated[ChosenArgument, Tag("a choice")]
    | Annotated[IntegerArgument, Tag("an integer")]
    | Annotated[NumberArgument, Tag("a number")]
    | Annotated[SizeArgument, Tag("a size")],
    Discriminator(
        _argument_kind,
        custom_error_type="argument_kind",
        custom_error_message="an argument has one of the keys shapes, choose, integer, number, size",
    ),
]
Plain = Annotated[
    Annotated[ChosenArgument, Tag("a choice")]
    | Annotated[IntegerArgument, Tag("an integer")]
    | Annotated[NumberArgument, Tag("a number")]
    | Annotated[SizeArgument, Tag("a size")],
    Discriminator(
        _argument_kind,
        custom_error_type="argument_kind",
        custom_error_message="an argument here has one of the keys choose, integer, number, size",
    ),
]
