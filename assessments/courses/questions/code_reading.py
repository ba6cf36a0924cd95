"""What a piece of code prints."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, JsonValue

from grader.documents import Document

from .answers import Mark, Reading, Shape
from .arrangement import Arrangement
from .asked import Asked, Text
from .cells import CellCall, Work
from .exhibits import Exhibit
from .texts import read_lines

LONGEST_OUTPUT = 2000


class WrongOutput(Document):
    """A wrong output that is expected, and what to say to who gives it."""

    output: Annotated[str, Field(max_length=LONGEST_OUTPUT)]
    feedback: Text


class CodeReading(Asked):
    """What the `code` prints. The right answer is what it printed in a cell when it was loaded.

    Spaces at the end of a line, empty lines at the end, and the number of spaces between words do not
    count.
    """

    shape: ClassVar[Shape] = "text"

    is_long: ClassVar[bool] = True

    kind: Literal["code_reading"]
    code: Annotated[str, Field(min_length=1, max_length=4000)]
    # Computed when content is loaded. An author may state it, and is then held to it.
    output: Annotated[str | None, Field(max_length=LONGEST_OUTPUT)] = None
    mistakes: list[WrongOutput] = Field(default_factory=list)

    def read(self, sent: JsonValue, arrangement: Arrangement) -> JsonValue:
        """The text as it was typed, or a number."""
        if isinstance(sent, int | float) and not isinstance(sent, bool):
            sent = repr(sent)
        return read_lines(sent, longest=LONGEST_OUTPUT)

    def how_read(self, answer: JsonValue) -> Reading:
        """How many lines, where it is more than one."""
        lines = _lines(answer) if isinstance(answer, str) else []
        return Reading(understood=f"{len(lines)} lines" if len(lines) > 1 else "")

    def mark(self, answer: JsonValue, evidence: JsonValue = None) -> Mark:
        """All or nothing."""
        if not isinstance(answer, str) or not answer.strip():
            return self.unanswered()
        given, right = _lines(answer), _lines(self.output or "")
        if given == right:
            return self.right()
        for mistake in self.mistakes:
            if given == _lines(mistake.output):
                return self.wrong(mistake.feedback)
        return self.wrong(_difference(given, right))

    def right_answer(self) -> JsonValue:
        """What was printed."""
        return self.output

    def expected_mistakes(self) -> list[tuple[JsonValue, str]]:
        """Each with its feedback."""
        return [(each.output, each.feedback) for each in self.mistakes]

    def in_words(self, answer: JsonValue) -> tuple[str, str]:
        """Both as they are."""
        return answer if isinstance(answer, str) else "", self.output or ""

    def exhibit(self) -> Exhibit:
        """The code."""
        return Exhibit(code=self.code)

    def computing(self) -> Work | None:
        """Runs the code and takes what it prints. Raises ValueError where that is no question."""
        return self._computing()

    def _computing(self) -> Work:
        result = yield CellCall(self.code)
        if result.error:
            raise ValueError(f"the code cannot be run: {result.error}")
        printed = "\n".join(_lines(result.output))
        if not printed:
            raise ValueError("the code prints nothing")
        if len(printed) > LONGEST_OUTPUT:
            raise ValueError("the code prints more than anybody would type")
        if self.output is not None and _lines(self.output) != _lines(printed):
            raise ValueError(f"the code prints {printed!r}, not what `output` says")
        for mistake in self.mistakes:
            if _lines(mistake.output) == _lines(printed):
                raise ValueError(f"the mistake {mistake.output!r} is what the code prints")
        return {"output": printed}


def _lines(text: str) -> list[str]:
    lines = [" ".join(line.split()) for line in text.replace("\r", "").split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return lines


def _difference(given: list[str], right: list[str]) -> str:
    if len(given) != len(right):
        plural = "" if len(right) == 1 else "s"
        return f"It prints {len(right)} line{plural}; you gave {len(given)}."
    if len(right) == 1:
        return ""
    first = next(
        number
        for number, pair in enumerate(zip(given, right, strict=True), 1)
        if pair[0] != pair[1]
    )
    return f"Line {first} is the first that differs."
