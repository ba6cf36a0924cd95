"""A quiz as its author writes it: the questions, and what makes a quiz file wrong."""

from __future__ import annotations

from typing import Annotated, Self, TypeAlias

from pydantic import Field, model_validator

from grader.documents import Document

from .multiple_choice import MultipleChoice
from .numeric import Numeric
from .single_choice import SingleChoice
from .true_false import TrueFalse

# Every kind of question there is: to add one is to add it here.
Question: TypeAlias = Annotated[
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
