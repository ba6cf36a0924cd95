"""A point or a curve on a figure."""

from __future__ import annotations

import math
from typing import Annotated, Literal, Self

from pydantic import Field, JsonValue, model_validator

from grader.documents import Document

from .answers import Mark, Reading, Unreadable, WrongShape
from .arrangement import Arrangement
from .asked import Blank, Finite, Option, Slug, Text
from .exhibits import Exhibit
from .fielded import Fielded, given_fields, read_fields
from .figure_drawing import Axis, FigureDrawing
from .quantities import Notation, read_quantity
from .texts import given_line, read_line


class Region(Document):
    """A part of the figure; a side that is left out is open."""

    x: Annotated[list[Finite], Field(min_length=2, max_length=2)] | None = None
    y: Annotated[list[Finite], Field(min_length=2, max_length=2)] | None = None

    @model_validator(mode="after")
    def _is_some_part(self) -> Self:
        if self.x is None and self.y is None:
            raise ValueError("a region needs `x` or `y` or both")
        for side in (self.x, self.y):
            if side is not None and side[0] >= side[1]:
                raise ValueError("a region's side goes from a smaller to a larger number")
        return self

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies in it, its border included."""
        return all(
            side is None or side[0] <= value <= side[1]
            for side, value in ((self.x, x), (self.y, y))
        )

    def middle(self, x: Axis, y: Axis) -> tuple[float, float]:
        """A point in the middle of it."""
        across, up = self.x or [x.least, x.most], self.y or [y.least, y.most]
        return (across[0] + across[1]) / 2, (up[0] + up[1]) / 2


class WrongRegion(Region):
    """Where a wrong point is expected, and what to say to who puts it there."""

    feedback: Text


class WrongCurve(Document):
    """A wrong curve that is expected, and what to say to who chooses it."""

    curve: Slug
    feedback: Text


class PlaceOnFigure(Fielded):
    """A point to be placed, where `accept` is a region; a curve to be chosen, where it names one.

    A point is two fields, x and y: they can be typed, and the figure fills them in by click or by
    arrow keys.
    """

    kind: Literal["place_on_figure"]
    figure: FigureDrawing
    accept: Region | Slug
    mistakes: list[WrongRegion | WrongCurve] = Field(default_factory=list)

    @model_validator(mode="after")
    def _the_answer_is_on_the_figure(self) -> Self:
        ids = [curve.id for curve in self.figure.curves]
        if len(ids) != len(set(ids)):
            raise ValueError("two curves have the same id")
        for mistake in self.mistakes:
            if isinstance(mistake, WrongCurve) != isinstance(self.accept, str):
                raise ValueError("mistakes are curves where the answer is one, else regions")
            if isinstance(mistake, WrongCurve) and mistake.curve not in ids:
                raise ValueError(f"the figure has no curve {mistake.curve!r}")
            if isinstance(mistake, WrongCurve) and mistake.curve == self.accept:
                raise ValueError(f"the mistake {mistake.curve!r} is the right curve")
        if isinstance(self.accept, str):
            if self.accept not in ids or len(ids) < 2:
                raise ValueError("`accept` must name one of two or more curves")
        elif not self._on_figure(*self.accept.middle(self.figure.x, self.figure.y)):
            raise ValueError("the region of `accept` lies outside the figure")
        return self

    @property
    def is_point(self) -> bool:
        """Whether a point is placed, and not a curve chosen."""
        return not isinstance(self.accept, str)

    def read(self, sent: JsonValue, arrangement: Arrangement) -> JsonValue:
        """{"x": "4", "y": "0.3"} as it was typed, or {"curve": "a"}."""
        fields = read_fields(sent, self._names)
        if self.is_point:
            lines = {name: read_line(value) for name, value in fields.items()}
            return {name: line for name, line in lines.items() if line is not None} or None
        curve = fields.get("curve")
        if curve is not None and curve not in [each.id for each in self.figure.curves]:
            raise WrongShape("The figure has no curve of that name.")
        return fields or None

    def how_read(self, answer: JsonValue) -> Reading:
        """The point, if it is one and lies on the figure."""
        given = given_fields(answer)
        if not self.is_point or not given:
            return Reading()
        point = self._point(given)
        if isinstance(point, Unreadable):
            return Reading(problem=point.help)
        return Reading(understood=f"the point ({point[0]:.6g}, {point[1]:.6g})")

    def blanks(self, arrangement: Arrangement) -> tuple[Blank, ...]:
        """The two coordinates, or the curves."""
        if self.is_point:
            return (Blank("x", self.figure.x.label), Blank("y", self.figure.y.label))
        options = tuple(Option(curve.id, curve.label) for curve in self.figure.curves)
        return (Blank("curve", "Curve", options),)

    def mark(self, answer: JsonValue, evidence: JsonValue = None) -> Mark:
        """All or nothing."""
        given = given_fields(answer)
        if not given:
            return self.unanswered()
        if not self.is_point:
            return self._mark_curve(given.get("curve"))
        point = self._point(given)
        if isinstance(point, Unreadable):
            return self.unreadable()
        assert not isinstance(self.accept, str)
        if self.accept.holds(*point):
            return self.right()
        for mistake in self.mistakes:
            if isinstance(mistake, WrongRegion) and mistake.holds(*point):
                return self.wrong(mistake.feedback)
        return self.wrong()

    def right_answer(self) -> JsonValue:
        """The middle of the region, or the curve."""
        if isinstance(self.accept, str):
            return {"curve": self.accept}
        x, y = self.accept.middle(self.figure.x, self.figure.y)
        return {"x": repr(x), "y": repr(y)}

    def in_words(self, answer: JsonValue) -> tuple[str, str]:
        """The coordinates, or the curve's label."""
        given = given_fields(answer)
        if isinstance(self.accept, str):
            labels = {curve.id: curve.label for curve in self.figure.curves}
            return labels.get(str(given.get("curve")), ""), labels[self.accept]
        words = ", ".join(f"{name} = {given[name]}" for name in ("x", "y") if name in given)
        return words, _region_in_words(self.accept)

    def exhibit(self) -> Exhibit:
        """The figure."""
        return Exhibit(drawing=self.figure, takes_point=self.is_point)

    @property
    def _names(self) -> list[str]:
        return ["x", "y"] if self.is_point else ["curve"]

    def _mark_curve(self, curve: JsonValue) -> Mark:
        if curve not in [each.id for each in self.figure.curves]:
            return self.unanswered()
        if curve == self.accept:
            return self.right()
        said = (
            each.feedback
            for each in self.mistakes
            if isinstance(each, WrongCurve) and each.curve == curve
        )
        return self.wrong(next(said, ""))

    def _point(self, given: dict[str, JsonValue]) -> tuple[float, float] | Unreadable:
        found = []
        for name in ("x", "y"):
            text = given_line(given.get(name))
            if text is None:
                return Unreadable(f"The point has no {name} yet.")
            read = read_quantity(text, Notation())
            if isinstance(read, Unreadable):
                return Unreadable(f"{name}: {read.help}")
            found.append(read.value)
        x, y = found
        if not self._on_figure(x, y):
            return Unreadable(f"The point ({x:.6g}, {y:.6g}) lies outside the figure.")
        return x, y

    def _on_figure(self, x: float, y: float) -> bool:
        return all(
            math.isfinite(value) and axis.least <= value <= axis.most
            for axis, value in ((self.figure.x, x), (self.figure.y, y))
        )


def _region_in_words(region: Region) -> str:
    sides = (("x", region.x), ("y", region.y))
    return " and ".join(
        f"{name} from {side[0]:g} to {side[1]:g}" for name, side in sides if side is not None
    )
