"""What every question has, and what every kind of question must be able to do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, Field, JsonValue

from grader.documents import Document

from ..rendering import Markdown
from .answers import Awaits, Mark, Part, Reading, Shape
from .arrangement import Arrangement
from .cells import Work
from .exhibits import Exhibit

# Choices are lettered on the page, a to z at most; more than twenty cannot be read anyway.
MOST_CHOICES = 20

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=80)]
Finite = Annotated[float, Field(allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("the text is empty")
    return text


Text = Annotated[Markdown, AfterValidator(_not_blank)]


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: the value that is sent for it, and its text (Markdown)."""

    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Blank:
    """One field of a question. `name` is its key in an answer of the shape "fields", else empty."""

    name: str = ""
    # Markdown.
    label: str = ""
    options: tuple[Option, ...] = ()
    unit: str = ""


class QuestionTest(Document):
    """An answer as a learner sends it, and what must come of it.

    Choices are named by their letters in the order of the file. `feedback` and `problem` are words
    that must occur in what is said.
    """

    answer: JsonValue
    points: Annotated[float | None, Field(ge=0, allow_inf_nan=False)] = None
    feedback: str | None = None
    # Set where the answer must not be readable.
    problem: str | None = None


class Asked(Document, ABC):
    """A question. `prompt`, `explanation` and feedback are Markdown with maths.

    Everything here is pure: the same question and the same answer always give the same.
    """

    shape: ClassVar[Shape]
    awaits: ClassVar[Awaits] = "nobody"
    # Whether an answer is many lines, to be shown as they are.
    is_long: ClassVar[bool] = False
    # Whether the fields stand in the prompt, each where it has [[its name]].
    has_fields_in_prompt: ClassVar[bool] = False

    id: Slug
    prompt: Text
    points: Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)] = 1.0
    explanation: Text
    # What pools draw by.
    tags: Annotated[list[Slug], Field(max_length=20)] = Field(default_factory=list)
    # Where to read about it: a lesson of the same module, and maybe a heading in it.
    lesson: Annotated[
        str | None,
        Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*(?:#[\w-]+)?$", max_length=200),
    ] = None

    # Answers and what they must earn, tried for every variant when content is loaded.
    tests: Annotated[list[QuestionTest], Field(max_length=50)] = Field(default_factory=list)

    @property
    def variants(self) -> int:
        """How many variants there are; 1 for a question without parameters."""
        return 1

    def variant(self, number: int) -> Self:
        """The question with the numbers of that variant in it, counted from 0."""
        return self

    @abstractmethod
    def read(self, sent: JsonValue, arrangement: Arrangement) -> JsonValue:
        """What is to be stored for `sent`, which may be any JSON but null; null is no answer.

        Raises WrongShape.
        """

    @abstractmethod
    def mark(self, answer: JsonValue, evidence: JsonValue = None) -> Mark:
        """The mark of a stored answer. Never raises: what is no answer earns nothing.

        `evidence` is what a cell or a person found out about it, where the kind needs one; until it
        is there, the mark is waiting.
        """

    @abstractmethod
    def right_answer(self) -> JsonValue:
        """A stored answer that earns everything; null where only a cell or a person can tell."""

    def show(self, answer: JsonValue, arrangement: Arrangement) -> JsonValue:
        """The opposite of `read`: a stored answer as its learner's page names it."""
        return answer

    def how_read(self, answer: JsonValue) -> Reading:
        """What to tell the learner about a stored answer before it counts. Never raises."""
        return Reading()

    def blanks(self, arrangement: Arrangement) -> tuple[Blank, ...]:
        """The fields a page has for the answer."""
        return (Blank(),)

    def exhibit(self) -> Exhibit:
        """What is shown besides the prompt."""
        return Exhibit()

    def in_words(self, answer: JsonValue) -> tuple[str, str]:
        """The answer as it was given and as it is right; empty where choices or parts tell it."""
        return "", ""

    def expected_mistakes(self) -> list[tuple[JsonValue, str]]:
        """Stored answers that the author foresaw, and the feedback each must get."""
        return []

    def computing(self) -> Work | None:
        """What is to be computed in a cell when content is loaded: it returns the keys it fills in.

        The work raises ValueError where the author is wrong.
        """
        return None

    def checking(self, answer: JsonValue) -> Work | None:
        """What a cell has to do with a stored answer before it can be marked: it returns the evidence."""
        return None

    def unanswered(self, parts: tuple[Part, ...] = ()) -> Mark:
        """The mark of no answer; its parts say what would have been right."""
        return Mark(0.0, self.points, "unanswered", parts=parts)

    def unreadable(self) -> Mark:
        """The mark of an answer that could not be understood and was given all the same."""
        return Mark(0.0, self.points, "unreadable")

    def right(self, feedback: str = "", parts: tuple[Part, ...] = ()) -> Mark:
        """The mark of an answer that is right in everything."""
        return Mark(self.points, self.points, "right", feedback, parts=parts)

    def wrong(self, feedback: str = "", parts: tuple[Part, ...] = ()) -> Mark:
        """The mark of an answer that earns nothing."""
        return Mark(0.0, self.points, "wrong", feedback, parts=parts)

    def share(self, share: float, feedback: str = "", parts: tuple[Part, ...] = ()) -> Mark:
        """The mark of an answer that earns this share of the points, from 0 to 1."""
        if share >= 1:
            return self.right(feedback, parts)
        if share <= 0:
            return self.wrong(feedback, parts)
        return Mark(self.points * share, self.points, "partly_right", feedback, parts=parts)
