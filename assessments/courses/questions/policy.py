"""How a quiz is taken, as its author writes it: attempts, time, feedback, pools, order."""

from __future__ import annotations

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, field_validator, model_validator

from grader.documents import Document

from ..terms import LateStep, check_late_steps
from .asked import Slug

Counts: TypeAlias = Literal["best", "last", "average", "first"]
Feedback: TypeAlias = Literal["deferred", "immediate", "adaptive"]


class Pool(Document):
    """So many of the questions that carry a tag, drawn anew for each attempt."""

    tag: Slug
    draw: Annotated[int, Field(ge=1, le=200)]


class Mastery(Document):
    """New variants of each question until so many in a row were right, `most` of them at most."""

    in_a_row: Annotated[int, Field(ge=1, le=10)] = 3
    most: Annotated[int, Field(ge=1, le=100)] = 30

    @model_validator(mode="after")
    def _can_be_reached(self) -> Self:
        if self.most < self.in_a_row:
            raise ValueError("`most` must leave room for `in_a_row`")
        return self


class Policy(Document):
    """What an attempt pins at its start. A course's schedule may set `attempts` and times anew.

    `feedback`: deferred, once the attempt is finished; immediate, after each answer, which then
    stands; adaptive, after each try, where every try that came before takes `penalty` percent of
    what is still gained.
    """

    attempts: Annotated[int, Field(ge=1, le=100)] = 1
    counts: Counts = "best"
    feedback: Feedback = "deferred"
    penalty: Annotated[float, Field(ge=0, lt=100)] = 100 / 3
    # How often one question may be tried in an adaptive quiz.
    tries: Annotated[int, Field(ge=1, le=100)] = 10
    # Learners say how sure they are; see `quizzes.earning`.
    certainty: bool = False
    mastery: Mastery | None = None
    # Minutes for one attempt.
    time_limit: Annotated[int, Field(ge=1, le=60 * 24)] | None = None
    late: Annotated[list[LateStep], Field(max_length=20)] = Field(default_factory=list)
    # Whether each attempt shows the choices, and the questions, in an order of its own.
    shuffle: bool = True
    shuffle_questions: bool = False
    # All questions on one page, or one at a time.
    page: Literal["all", "one"] = "all"
    pools: Annotated[list[Pool], Field(max_length=50)] = Field(default_factory=list)

    @field_validator("late")
    @classmethod
    def _late_steps_fall(cls, late: list[LateStep]) -> list[LateStep]:
        check_late_steps(late)
        return late

    @field_validator("pools")
    @classmethod
    def _pools_stand_once(cls, pools: list[Pool]) -> list[Pool]:
        tags = [pool.tag for pool in pools]
        for tag in tags:
            if tags.count(tag) > 1:
                raise ValueError(f"two pools draw from the tag {tag!r}")
        return pools

    @model_validator(mode="after")
    def _go_together(self) -> Self:
        if self.certainty and (self.feedback == "adaptive" or self.mastery):
            raise ValueError("certainty is for questions that are answered once")
        if self.mastery and self.feedback == "deferred":
            raise ValueError("mastery needs `feedback: immediate` or `adaptive`")
        return self

    @property
    def is_checked(self) -> bool:
        """Whether answers are marked one by one, before the end."""
        return self.feedback != "deferred"
