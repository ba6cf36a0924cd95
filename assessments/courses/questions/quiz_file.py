"""A quiz as its author writes it: the questions, and what makes a quiz file wrong."""

from __future__ import annotations

from typing import Annotated, Any, Self, TypeAlias

from pydantic import Discriminator, Field, Tag, model_validator

from grader.documents import Document

from .kinds import Concrete
from .parameterised import Parameterised


def _which(data: Any) -> str:
    """A template is told by its `parameters`, whatever its kind."""
    is_template = (
        "parameters" in data if isinstance(data, dict) else isinstance(data, Parameterised)
    )
    return "parameterised" if is_template else "concrete"


Question: TypeAlias = Annotated[
    Annotated[Concrete, Tag("concrete")] | Annotated[Parameterised, Tag("parameterised")],
    Discriminator(_which),
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

    def drawn(self, seed: int) -> Self:
        """The quiz as an attempt of that seed has it: every question in one variant."""
        questions = [question.variant(seed % question.variants) for question in self.questions]
        return self.model_copy(update={"questions": questions})

    def question(self, question_id: str) -> Question | None:
        """The question of that id, if the quiz has it."""
        return next((each for each in self.questions if each.id == question_id), None)
