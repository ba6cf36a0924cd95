"""A figure as its author writes it: two axes and some curves."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from grader.documents import Document

MOST_POINTS = 400

Finite = Annotated[float, Field(allow_inf_nan=False)]
CurveName = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=40)]


class Axis(Document):
    """One side of the figure."""

    label: Annotated[str, Field(min_length=1, max_length=60)]
    least: Finite
    most: Finite
    # How far apart two marks are; also what an arrow key moves by, divided by `steps`.
    step: Annotated[float, Field(gt=0, allow_inf_nan=False)]

    @model_validator(mode="after")
    def _has_an_inside(self) -> Self:
        if self.least >= self.most:
            raise ValueError("`least` must be below `most`")
        if (self.most - self.least) / self.step > 24:
            raise ValueError("more than 24 marks cannot be read; take a larger `step`")
        return self


class Curve(Document):
    """A line through points [x, y]."""

    id: CurveName
    label: Annotated[str, Field(min_length=1, max_length=60)]
    points: Annotated[
        list[Annotated[list[Finite], Field(min_length=2, max_length=2)]],
        Field(min_length=2, max_length=MOST_POINTS),
    ]


class FigureDrawing(Document):
    """Two axes and some curves, drawn by the server. `description` says in words what is seen."""

    x: Axis
    y: Axis
    curves: Annotated[list[Curve], Field(max_length=6)] = Field(default_factory=list)
    description: Annotated[str, Field(min_length=10, max_length=1000)]
