"""A quiz as its author writes it: the questions, and what makes a quiz file wrong."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from grader.documents import Document

from .rendering import Markdown

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


class Choice(Document):
    """One option of a choice question; its identity is its place in the file, counted from 0."""

    text: Text
    correct: bool = False
    feedback: Markdown = ""


Choices = Annotated[list[Choice], Field(min_length=2, max_length=MOST_CHOICES)]


class Asked(Document):
    """What every question has. `prompt`, `explanation` and feedback are Markdown with maths."""

    id: Slug
    prompt: Text
    points: Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)] = 1.0
    explanation: Text
    # Where to read about it: a lesson of the same module, and maybe a heading in it.
    lesson: Annotated[
        str | None,
        Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*(?:#[\w-]+)?$", max_length=200),
    ] = None


class SingleChoice(Asked):
    """One of several choices is right."""

    kind: Literal["single_choice"]
    choices: Choices

    @model_validator(mode="after")
    def _exactly_one_is_correct(self) -> Self:
        count = sum(choice.correct for choice in self.choices)
        if count != 1:
            raise ValueError(
                f"exactly one choice must have `correct: true`, here {count} have; "
                "where several are right, the kind is multiple_choice"
            )
        _texts_stand_once(self.choices)
        return self


class MultipleChoice(Asked):
    """Some of several choices are right, and every right one is to be ticked."""

    kind: Literal["multiple_choice"]
    choices: Choices
    # per_choice: the share of right choices ticked less the share of wrong ones, never below zero.
    scoring: Literal["per_choice", "all_or_nothing"] = "per_choice"

    @model_validator(mode="after")
    def _some_are_correct_and_some_are_not(self) -> Self:
        count = sum(choice.correct for choice in self.choices)
        if count == 0:
            raise ValueError(
                "no choice has `correct: true`; then leaving all empty would be the right answer, "
                "which cannot be told from not answering"
            )
        if count == len(self.choices):
            raise ValueError("every choice is correct; then ticking everything would be right")
        _texts_stand_once(self.choices)
        return self


class TrueFalseFeedback(Document):
    """What is said to who answered true, and to who answered false."""

    true: Markdown = ""
    false: Markdown = ""

    @model_validator(mode="before")
    @classmethod
    def _bare_words_are_meant(cls, data: Any) -> Any:
        # YAML reads an unquoted key `true:` as the truth value, not as the word.
        if isinstance(data, dict):
            names = {True: "true", False: "false"}
            return {names[key] if isinstance(key, bool) else key: data[key] for key in data}
        return data


class TrueFalse(Asked):
    """A statement that holds or does not."""

    kind: Literal["true_false"]
    answer: bool
    feedback: TrueFalseFeedback = Field(default_factory=TrueFalseFeedback)


class Tolerance(Document):
    """How far from the answer a number may be: by a difference, or by a share of the answer."""

    absolute: Positive | None = None
    relative: Annotated[float | None, Field(gt=0, lt=1)] = None

    @model_validator(mode="after")
    def _exactly_one_is_given(self) -> Self:
        if (self.absolute is None) == (self.relative is None):
            raise ValueError("give either `absolute` or `relative`, and not both")
        return self

    def around(self, answer: float) -> float:
        """The greatest difference from `answer` that is still accepted."""
        if self.absolute is not None:
            return self.absolute
        assert self.relative is not None
        return self.relative * abs(answer)

    def accepts(self, value: float, answer: float) -> bool:
        """Whether `value` is near enough; the bound itself is, whatever binary rounding did."""
        bound = self.around(answer)
        slack = 1e-12 * max(abs(answer), bound)
        return abs(value - answer) <= bound + slack


class Mistake(Document):
    """A wrong number that is expected, and what to say to who gives it."""

    value: Finite
    feedback: Text


class Numeric(Asked):
    """A number, judged within a tolerance. The unit is shown beside the field."""

    kind: Literal["numeric"]
    answer: Finite
    tolerance: Tolerance
    unit: Annotated[str | None, Field(min_length=1, max_length=40)] = None
    mistakes: list[Mistake] = Field(default_factory=list)

    @model_validator(mode="after")
    def _tolerance_fits_the_answer(self) -> Self:
        if self.answer == 0 and self.tolerance.relative is not None:
            raise ValueError("a relative tolerance around 0 accepts nothing else; use `absolute`")
        for mistake in self.mistakes:
            if self.tolerance.accepts(mistake.value, self.answer):
                raise ValueError(
                    f"the mistake {mistake.value!r} lies within the tolerance of the right answer"
                )
        values = [mistake.value for mistake in self.mistakes]
        if len(values) != len(set(values)):
            raise ValueError("a mistake stands twice")
        return self


Question = Annotated[
    SingleChoice | MultipleChoice | TrueFalse | Numeric, Field(discriminator="kind")
]


class QuizFile(Document):
    """quizzes/<slug>.yaml."""

    title: Annotated[str, Field(min_length=1, max_length=200)]
    minutes: Annotated[int, Field(ge=1, le=600)]
    covers: list[str] = Field(default_factory=list)
    # How often it may be taken; the best attempt counts.
    attempts: Annotated[int, Field(ge=1, le=100)] = 1
    # Whether each attempt shows the choices in an order of its own.
    shuffle: bool = True
    questions: Annotated[list[Question], Field(min_length=1, max_length=200)]

    @model_validator(mode="after")
    def _ids_stand_once(self) -> Self:
        seen: set[str] = set()
        for question in self.questions:
            if question.id in seen:
                raise ValueError(f"two questions have the id {question.id!r}")
            seen.add(question.id)
        return self

    @property
    def max_points(self) -> float:
        """What a perfect attempt earns."""
        return sum(question.points for question in self.questions)

    def question(self, question_id: str) -> Question | None:
        """The question of that id, if the quiz has it."""
        return next((each for each in self.questions if each.id == question_id), None)


def _texts_stand_once(choices: list[Choice]) -> None:
    texts = [choice.text.strip() for choice in choices]
    if len(texts) != len(set(texts)):
        raise ValueError("two choices have the same text")
