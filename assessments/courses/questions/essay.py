"""A text that a person reads, and marks by a rubric."""

from __future__ import annotations

import string
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, JsonValue, model_validator

from grader.documents import Document

from ..rendering import Markdown
from .answers import Awaits, Mark, Part, Reading, Shape
from .arrangement import Arrangement
from .asked import Asked, Slug, Text
from .texts import read_lines

LONGEST_ESSAY = 6000


class RubricCriterion(Document):
    """One thing a text is read for, and how many points it can earn."""

    id: Slug
    text: Text
    points: Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)]
    # What the marker should look for; never shown to a learner before the marks are.
    guidance: Markdown = ""


class Essay(Asked):
    """A text, marked by staff. `evidence` is {"criterion": points, ...} and maybe "comment"."""

    shape: ClassVar[Shape] = "text"
    awaits: ClassVar[Awaits] = "person"
    is_long: ClassVar[bool] = True

    kind: Literal["essay"]
    rubric: Annotated[list[RubricCriterion], Field(min_length=1, max_length=12)]
    least_words: Annotated[int, Field(ge=0, le=500)] = 0

    @model_validator(mode="after")
    def _the_rubric_gives_the_points(self) -> Self:
        ids = [criterion.id for criterion in self.rubric]
        if len(ids) != len(set(ids)):
            raise ValueError("two criteria of the rubric have the same id")
        if "comment" in ids:
            raise ValueError("no criterion can be called 'comment'")
        total = sum(criterion.points for criterion in self.rubric)
        if abs(total - self.points) > 1e-9:
            raise ValueError(f"the rubric gives {total:g} points, the question {self.points:g}")
        return self

    def read(self, sent: JsonValue, arrangement: Arrangement) -> JsonValue:
        """The text as it was typed."""
        return read_lines(sent, longest=LONGEST_ESSAY)

    def how_read(self, answer: JsonValue) -> Reading:
        """How long it is."""
        if not isinstance(answer, str) or not answer.strip():
            return Reading()
        count = len(answer.split())
        if count < self.least_words:
            return Reading(problem=f"It has {count} words; at least {self.least_words} are asked.")
        return Reading(understood=f"{count} word{'' if count == 1 else 's'}")

    def mark(self, answer: JsonValue, evidence: JsonValue = None) -> Mark:
        """The marker's points; until there are any, the mark waits."""
        if not isinstance(answer, str) or not answer.strip():
            return self.unanswered()
        if not isinstance(evidence, dict):
            return Mark(0.0, self.points, "to_be_marked")
        given = [self._points(criterion, evidence) for criterion in self.rubric]
        parts = tuple(
            Part(
                criterion.text,
                f"{points:g} of {criterion.points:g}",
                "",
                points >= criterion.points,
                is_scored=True,
            )
            for criterion, points in zip(self.rubric, given, strict=True)
        )
        comment = evidence.get("comment")
        share = sum(given) / self.points
        return self.share(share if share < 1 - 1e-9 else 1.0, _plain(comment), parts)

    def right_answer(self) -> JsonValue:
        """Nobody knows it."""
        return None

    def in_words(self, answer: JsonValue) -> tuple[str, str]:
        """The text."""
        return answer if isinstance(answer, str) else "", ""

    @staticmethod
    def _points(criterion: RubricCriterion, evidence: dict[str, JsonValue]) -> float:
        given = evidence.get(criterion.id)
        if isinstance(given, bool) or not isinstance(given, int | float):
            return 0.0
        return min(max(float(given), 0.0), criterion.points)


def _plain(comment: JsonValue) -> str:
    """A marker's words as Markdown that shows exactly them."""
    if not isinstance(comment, str):
        return ""
    return "".join(f"\\{each}" if each in string.punctuation else each for each in comment)
