"""A text with blanks of several kinds."""

from __future__ import annotations

import re
from abc import abstractmethod
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, JsonValue, model_validator

from grader.documents import Document

from ..rendering import Markdown, render_markdown
from .answers import Mark, Part, Reading, Unreadable
from .arrangement import Arrangement, letter_of, place_of
from .asked import Blank
from .choices import Choices, is_place, lettered, texts_stand_once
from .fielded import Fielded, given_fields, read_fields
from .matchers import Matcher
from .number_key import NumberKey
from .texts import given_line, read_line

# Where a blank stands in the prompt: [[its-name]].
PLACE = re.compile(r"\[\[([a-z0-9]+(?:-[a-z0-9]+)*)\]\]")

BlankName = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=40)]


class Gap(Document):
    """One blank: what it takes, and what is right in it."""

    def read(self, sent: JsonValue, arrangement: Arrangement) -> JsonValue:
        """What is stored; None where it is empty. Raises WrongShape."""
        return read_line(sent)

    def show(self, stored: JsonValue, arrangement: Arrangement) -> JsonValue:
        """What was sent."""
        return stored

    def field(self, name: str, arrangement: Arrangement) -> Blank:
        """The field for it."""
        return Blank(name, name)

    def how_read(self, stored: JsonValue) -> Reading:
        """How a typed text is understood."""
        return Reading()

    @abstractmethod
    def judge(self, name: str, stored: JsonValue) -> tuple[float, Part]:
        """The share of its points, and what to say."""

    @abstractmethod
    def right_answer(self) -> JsonValue:
        """What is right in it, as it is stored."""


class NumberGap(Gap, NumberKey):
    """A number."""

    kind: Literal["number"]

    def field(self, name: str, arrangement: Arrangement) -> Blank:
        """With its unit."""
        return Blank(name, name, unit=self.unit or "")

    def how_read(self, stored: JsonValue) -> Reading:
        """The number."""
        text = given_line(stored)
        if text is None:
            return Reading()
        read = self.understand(text)
        if isinstance(read, Unreadable):
            return Reading(problem=read.help)
        return Reading(understood=read.understood)

    def judge(self, name: str, stored: JsonValue) -> tuple[float, Part]:
        """All or nothing."""
        text = given_line(stored)
        read = self.understand(text) if text is not None else None
        if isinstance(read, Unreadable) or read is None:
            return 0.0, Part(name, text or "", self.right_in_words(), False)
        is_right = self.accepts(read.value)
        feedback = "" if is_right else self.feedback_on(read.value)
        return float(is_right), Part(name, text or "", self.right_in_words(), is_right, feedback)

    def right_answer(self) -> JsonValue:
        """The number."""
        return repr(self.answer)


class TextGap(Gap):
    """A word or a few."""

    kind: Literal["text"]
    answer: Annotated[str, Field(min_length=1, max_length=200)]
    accept: Annotated[list[Matcher], Field(min_length=1, max_length=50)]
    case: bool = False

    def judge(self, name: str, stored: JsonValue) -> tuple[float, Part]:
        """What the first fitting rule says."""
        text = given_line(stored) or ""
        rule = next(
            (each for each in self.accept if text and each.fits(text, case=self.case)), None
        )
        credit, feedback = (rule.credit, rule.feedback) if rule else (0.0, "")
        return credit, Part(name, text, self.answer, credit >= 1, feedback)

    def right_answer(self) -> JsonValue:
        """As the author wrote it."""
        return self.answer


class ChoiceGap(Gap):
    """One of several words."""

    kind: Literal["choice"]
    choices: Choices

    @model_validator(mode="after")
    def _exactly_one_is_correct(self) -> Self:
        if sum(choice.correct for choice in self.choices) != 1:
            raise ValueError("exactly one choice of a blank must have `correct: true`")
        texts_stand_once([choice.text for choice in self.choices])
        if any("$" in choice.text for choice in self.choices):
            raise ValueError("the choices of a blank are plain words; a list cannot show formulas")
        return self

    def read(self, sent: JsonValue, arrangement: Arrangement) -> JsonValue:
        """A letter becomes a place."""
        return place_of(arrangement.order(len(self.choices)), sent)

    def show(self, stored: JsonValue, arrangement: Arrangement) -> JsonValue:
        """A place becomes a letter."""
        return letter_of(arrangement.order(len(self.choices)), stored)

    def field(self, name: str, arrangement: Arrangement) -> Blank:
        """With every choice."""
        order = arrangement.order(len(self.choices))
        return Blank(name, name, lettered([each.text for each in self.choices], order))

    def judge(self, name: str, stored: JsonValue) -> tuple[float, Part]:
        """All or nothing."""
        right = next(choice for choice in self.choices if choice.correct)
        if not is_place(stored, len(self.choices)):
            return 0.0, Part(name, "", right.text, False)
        chosen = self.choices[stored]
        return float(chosen.correct), Part(
            name, chosen.text, right.text, chosen.correct, chosen.feedback, is_chosen=True
        )

    def right_answer(self) -> JsonValue:
        """The place of the right one."""
        return next(place for place, choice in enumerate(self.choices) if choice.correct)


AnyGap = Annotated[NumberGap | TextGap | ChoiceGap, Field(discriminator="kind")]


class Cloze(Fielded):
    """A text with blanks: [[name]] in the prompt. Each earns the same share of the points."""

    has_fields_in_prompt: ClassVar[bool] = True

    kind: Literal["cloze"]
    gaps: Annotated[dict[BlankName, AnyGap], Field(min_length=1, max_length=20)]
    otherwise: Markdown = ""

    @model_validator(mode="after")
    def _every_gap_has_its_place(self) -> Self:
        shown = PLACE.findall(render_markdown(self.prompt))
        written = PLACE.findall(self.prompt)
        for name in self.gaps:
            if written.count(name) != 1:
                raise ValueError(f"[[{name}]] must stand in the prompt exactly once")
            if shown.count(name) != 1:
                raise ValueError(
                    f"[[{name}]] stands in code or in a formula, where no field can be"
                )
        for name in written:
            if name not in self.gaps:
                raise ValueError(f"the prompt has [[{name}]], but `gaps` has no {name!r}")
        return self

    def read(self, sent: JsonValue, arrangement: Arrangement) -> JsonValue:
        """{"name": "0.25"}: what each blank makes of it."""
        fields = read_fields(sent, self.gaps)
        stored = {
            name: self.gaps[name].read(value, arrangement.of(name))
            for name, value in fields.items()
        }
        return {name: value for name, value in stored.items() if value is not None} or None

    def show(self, answer: JsonValue, arrangement: Arrangement) -> JsonValue:
        """As it was sent."""
        shown = {
            name: self.gaps[name].show(value, arrangement.of(name))
            for name, value in given_fields(answer).items()
            if name in self.gaps
        }
        return {name: value for name, value in shown.items() if value is not None} or None

    def how_read(self, answer: JsonValue) -> Reading:
        """Every typed blank, one after another."""
        given = given_fields(answer)
        readings = {name: gap.how_read(given.get(name)) for name, gap in self.gaps.items()}
        problems = [f"{name}: {each.problem}" for name, each in readings.items() if each.problem]
        if problems:
            return Reading(problem=" ".join(problems))
        understood = [
            f"{name}: {each.understood}" for name, each in readings.items() if each.understood
        ]
        return Reading(understood="; ".join(understood))

    def blanks(self, arrangement: Arrangement) -> tuple[Blank, ...]:
        """In the order in which they stand in the text."""
        return tuple(
            self.gaps[name].field(name, arrangement.of(name)) for name in PLACE.findall(self.prompt)
        )

    def mark(self, answer: JsonValue, evidence: JsonValue = None) -> Mark:
        """The mean of the blanks' shares."""
        given = given_fields(answer)
        if not any(name in self.gaps and given[name] is not None for name in given):
            return self.unanswered()
        judged = [self.gaps[name].judge(name, given.get(name)) for name in self._in_order]
        share = sum(credit for credit, _ in judged) / len(judged)
        if all(credit >= 1 for credit, _ in judged):
            share = 1.0
        parts = tuple(part for _, part in judged)
        if share == 0 and self.how_read(answer).problem:
            return Mark(0.0, self.points, "unreadable", parts=parts)
        return self.share(share, self.otherwise if share < 1 else "", parts)

    def right_answer(self) -> JsonValue:
        """What is right in every blank."""
        return {name: gap.right_answer() for name, gap in self.gaps.items()}

    @property
    def _in_order(self) -> list[str]:
        return PLACE.findall(self.prompt)
