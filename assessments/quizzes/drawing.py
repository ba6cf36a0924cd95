"""A question's figure as lines and numbers of an SVG, drawn by the server: no script is needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from assessments.courses.questions.exhibits import Exhibit
from assessments.courses.questions.figure_drawing import Axis, Curve, FigureDrawing
from assessments.courses.questions.quantities import Notation, Quantity, read_quantity

WIDTH, HEIGHT = 640, 400
LEFT, RIGHT, TOP, BOTTOM = 64, 24, 16, 56


@dataclass(frozen=True)
class Tick:
    """A mark on an axis: where it is, and the number at it."""

    at: float
    text: str


@dataclass(frozen=True)
class DrawnCurve:
    """A curve as an SVG path, and the place of its name."""

    id: str
    label: str
    number: int
    path: str
    label_x: float
    label_y: float


@dataclass(frozen=True)
class DrawnAxis:
    """One side: its range, its marks."""

    label: str
    least: float
    most: float
    step: float
    ticks: tuple[Tick, ...]


@dataclass(frozen=True)
class Drawn:
    """The whole figure. `point` is where the learner's point lies, if there is one."""

    description: str
    x: DrawnAxis
    y: DrawnAxis
    curves: tuple[DrawnCurve, ...]
    takes_point: bool
    point: tuple[float, float] | None
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM


def drawn(exhibit: Exhibit, answer: JsonValue) -> Drawn | None:
    """The figure of a question with the point of an answer in it; None where there is none."""
    figure = exhibit.drawing
    if figure is None:
        return None
    return Drawn(
        description=figure.description,
        x=_axis(figure.x, LEFT, WIDTH - RIGHT),
        y=_axis(figure.y, HEIGHT - BOTTOM, TOP),
        curves=tuple(_curve(figure, curve, number) for number, curve in enumerate(figure.curves)),
        takes_point=exhibit.takes_point,
        point=_point(figure, answer) if exhibit.takes_point else None,
    )


def _axis(axis: Axis, start: float, end: float) -> DrawnAxis:
    count = int((axis.most - axis.least) / axis.step + 1e-9)
    values = [axis.least + number * axis.step for number in range(count + 1)]
    ticks = tuple(Tick(_at(axis, value, start, end), f"{value:.6g}") for value in values)
    return DrawnAxis(axis.label, axis.least, axis.most, axis.step, ticks)


def _at(axis: Axis, value: float, start: float, end: float) -> float:
    return round(start + (value - axis.least) / (axis.most - axis.least) * (end - start), 2)


def _place(figure: FigureDrawing, x: float, y: float) -> tuple[float, float]:
    across = _at(figure.x, x, LEFT, WIDTH - RIGHT)
    return across, _at(figure.y, y, HEIGHT - BOTTOM, TOP)


def _curve(figure: FigureDrawing, curve: Curve, number: int) -> DrawnCurve:
    places = [_place(figure, x, y) for x, y in curve.points]
    path = "M" + "L".join(f"{x:g} {y:g}" for x, y in places)
    label_x, label_y = places[-1]
    return DrawnCurve(
        curve.id, curve.label, number, path, min(label_x, WIDTH - RIGHT) - 4, max(label_y - 8, 12)
    )


def _point(figure: FigureDrawing, answer: JsonValue) -> tuple[float, float] | None:
    given: Mapping[str, JsonValue] = answer if isinstance(answer, dict) else {}
    read = [read_quantity(str(given.get(name) or ""), Notation()) for name in ("x", "y")]
    values = [each.value for each in read if isinstance(each, Quantity)]
    if len(values) != 2:
        return None
    x, y = values
    if not (figure.x.least <= x <= figure.x.most and figure.y.least <= y <= figure.y.most):
        return None
    return _place(figure, x, y)
