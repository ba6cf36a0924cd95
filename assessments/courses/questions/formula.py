"""A formula, the same as the author's wherever both have a value."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, JsonValue, model_validator

from grader.documents import Document

from .answers import Mark, Reading, Shape, Unreadable
from .arrangement import Arrangement
from .asked import Asked, Finite, Text
from .cells import Work
from .evaluating import points, same, text_of, value_of
from .expressions import LONGEST, Tree, names_in, parse
from .functions import CONSTANTS, FUNCTIONS
from .symbolic import comparing
from .texts import given_line, read_line

Expression = Annotated[str, Field(min_length=1, max_length=LONGEST)]
VariableName = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,19}$")]


class Domain(Document):
    """Between which values a variable is drawn when formulas are compared."""

    least: Finite = 0.1
    most: Finite = 3.0

    @model_validator(mode="after")
    def _has_an_inside(self) -> Self:
        if self.least >= self.most:
            raise ValueError("`least` must be below `most`")
        return self


class WrongFormula(Document):
    """A wrong formula that is expected, and what to say to who gives it."""

    formula: Expression
    feedback: Text


class Formula(Asked):
    """A formula in some variables, in whatever form it is written.

    Two formulas are the same if they have the same value at 40 points of the variables' domains; the
    points are drawn from the question's id, so that marking twice gives the same.
    """

    shape: ClassVar[Shape] = "text"

    kind: Literal["formula"]
    answer: Expression
    variables: Annotated[dict[VariableName, Domain], Field(min_length=1, max_length=12)]
    mistakes: list[WrongFormula] = Field(default_factory=list)
    # Functions that an answer must do without: else sigmoid(x) would answer what sigmoid is.
    without: list[str] = Field(default_factory=list)

    @model_validator(mode="after")
    def _formulas_can_be_read_and_told_apart(self) -> Self:
        for name in self.variables:
            if name in FUNCTIONS or name in CONSTANTS:
                raise ValueError(f"no variable can be called {name!r}: that has a meaning already")
        for name in self.without:
            if name not in FUNCTIONS:
                raise ValueError(f"`without` names {name!r}, which is no function")
        answer = self._parsed(self.answer)
        drawn = points(self._domains, self.id)
        defined = sum(value_of(answer, values) is not None for values in drawn)
        if 2 * defined < len(drawn):
            raise ValueError("`answer` has no value in most of the variables' domains")
        for mistake in self.mistakes:
            if self._is_right(self._parsed(mistake.formula)):
                raise ValueError(f"the mistake {mistake.formula!r} is the same as the right answer")
        return self

    def read(self, sent: JsonValue, arrangement: Arrangement) -> JsonValue:
        """The text as it was typed."""
        return read_line(sent)

    def how_read(self, answer: JsonValue) -> Reading:
        """The formula with all its signs."""
        text = given_line(answer)
        if text is None:
            return Reading()
        read = self.understand(text)
        if isinstance(read, Unreadable):
            return Reading(problem=read.help)
        return Reading(understood=text_of(read))

    def mark(self, answer: JsonValue, evidence: JsonValue = None) -> Mark:
        """All or nothing; an expected mistake has its own feedback."""
        text = given_line(answer)
        if text is None:
            return self.unanswered()
        read = self.understand(text)
        if isinstance(read, Unreadable):
            return self.unreadable()
        if self._is_right(read):
            return self.right()
        for mistake in self.mistakes:
            if same(read, self._parsed(mistake.formula), self._domains, self.id):
                return self.wrong(mistake.feedback)
        return self.wrong()

    def right_answer(self) -> JsonValue:
        """As the author wrote it."""
        return self.answer

    def expected_mistakes(self) -> list[tuple[JsonValue, str]]:
        """Each with its feedback."""
        return [(each.formula, each.feedback) for each in self.mistakes]

    def in_words(self, answer: JsonValue) -> tuple[str, str]:
        """Both as they were written."""
        return answer if isinstance(answer, str) else "", self.answer

    def computing(self) -> Work | None:
        """Asks SymPy for a second opinion on the mistakes and on the tests that are right.

        The work raises ValueError where it proves that values at some points told an untruth.
        """
        return self._computing()

    def understand(self, text: str) -> Tree | Unreadable:
        """The formula that a text is."""
        read = parse(text, self.variables)
        if isinstance(read, Unreadable):
            return read
        banned = sorted(names_in(read) & set(self.without))
        if banned:
            return Unreadable(f"Write it without {banned[0]}.")
        return read

    def _computing(self) -> Work:
        wrong = [each.formula for each in self.mistakes]
        right = [
            test.answer
            for test in self.tests
            if isinstance(test.answer, str) and test.points == self.points
        ]
        formulas = [(text, False) for text in wrong] + [(text, True) for text in right]
        known = [(text, is_right, self.understand(text)) for text, is_right in formulas]
        read = [each for each in known if not isinstance(each[2], Unreadable)]
        if not read:
            return {}
        answer = self._parsed(self.answer)
        pairs = [(tree, answer) for _, _, tree in read if not isinstance(tree, Unreadable)]
        least = {name: each.least for name, each in self.variables.items()}
        result = yield comparing(pairs, least)
        # A formula that takes SymPy too long leaves the others without its opinion, and all is well.
        for (text, is_right, _), call in zip(read, result.calls, strict=False):
            if call.value == "same" and not is_right:
                raise ValueError(f"SymPy proves the mistake {text!r} to be the right answer")
            if call.value == "different" and is_right:
                raise ValueError(f"SymPy proves that {text!r} is not the right answer")
        return {}

    @property
    def _domains(self) -> dict[str, tuple[float, float]]:
        return {name: (each.least, each.most) for name, each in self.variables.items()}

    def _parsed(self, text: str) -> Tree:
        read = parse(text, self.variables)
        if isinstance(read, Unreadable):
            raise ValueError(read.help)
        return read

    def _is_right(self, tree: Tree) -> bool:
        return same(tree, self._parsed(self.answer), self._domains, self.id)
