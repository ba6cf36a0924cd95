"""A quiz as its author writes it: the questions, and what makes a quiz file wrong."""

from __future__ import annotations

from typing import Annotated, Any, Self, TypeAlias

from pydantic import Discriminator, Field, Tag, model_validator

from .kinds import Concrete
from .parameterised import Parameterised
from .policy import Policy, Pool


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


class QuizFile(Policy):
    """quizzes/<slug>.yaml: how it is taken, and what it asks."""

    title: Annotated[str, Field(min_length=1, max_length=200)]
    minutes: Annotated[int, Field(ge=1, le=600)]
    covers: list[str] = Field(default_factory=list)
    questions: Annotated[list[Question], Field(min_length=1, max_length=200)]

    @model_validator(mode="after")
    def _ids_stand_once(self) -> Self:
        seen: set[str] = set()
        for question in self.questions:
            if question.id in seen:
                raise ValueError(f"two questions have the id {question.id!r}")
            seen.add(question.id)
        return self

    @model_validator(mode="after")
    def _pools_are_fair(self) -> Self:
        for pool in self.pools:
            members = self.pooled(pool)
            if len(members) < pool.draw:
                raise ValueError(
                    f"the pool {pool.tag!r} draws {pool.draw} questions of {len(members)}"
                )
            if len({each.points for each in members}) > 1:
                raise ValueError(
                    f"the questions of the pool {pool.tag!r} must all have the same points"
                )
        return self

    @property
    def max_points(self) -> float:
        """What a perfect attempt earns, the same whatever is drawn."""
        always = sum(each.points for each in self.questions if not self.is_pooled(each))
        return always + sum(pool.draw * self.pooled(pool)[0].points for pool in self.pools)

    @property
    def question_count(self) -> int:
        """How many questions an attempt asks."""
        always = sum(not self.is_pooled(each) for each in self.questions)
        return always + sum(pool.draw for pool in self.pools)

    def is_pooled(self, question: Question) -> bool:
        """Whether the question is asked only if a pool draws it."""
        return any(pool.tag in question.tags for pool in self.pools)

    def pooled(self, pool: Pool) -> list[Question]:
        """What a pool draws from: the questions with its tag that no earlier pool has."""
        earlier = {each.tag for each in self.pools[: self.pools.index(pool)]}
        return [
            each
            for each in self.questions
            if pool.tag in each.tags and not earlier.intersection(each.tags)
        ]

    def question(self, question_id: str) -> Question | None:
        """The question of that id, if the quiz has it."""
        return next((each for each in self.questions if each.id == question_id), None)
