"""What a question shows besides its prompt."""

from __future__ import annotations

from dataclasses import dataclass

from .figure_drawing import FigureDrawing


@dataclass(frozen=True, slots=True)
class Exhibit:
    """Code to be read, a figure, or the text with which the answer's field begins."""

    code: str = ""
    drawing: FigureDrawing | None = None
    # Whether a point can be put on the drawing.
    takes_point: bool = False
    start: str = ""
