"""What every kind of assignment.yaml has in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import Field, model_validator

from ..documents import Document
from ..sandbox.base import MEBIBYTE, Limits

Points = Annotated[float, Field(gt=0, le=1000)]
# A criterion's id stands in headers, exports and addresses.
CriterionId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]


class CriterionBase(Document):
    """One thing that gives points. `help` is shown to those who do not get all of them."""

    id: str
    title: Annotated[str, Field(min_length=1, max_length=200)]
    points: Points
    help: str


class GradedFigure(CriterionBase):
    """Points for a figure: none at `baseline`, all at `target`, linear between."""

    baseline: float
    target: float

    @model_validator(mode="after")
    def _target_above_baseline(self) -> Self:
        if self.target <= self.baseline:
            raise ValueError("target must be greater than baseline")
        return self


class AllowedUse(Document):
    """What the whole grading of one solution may use; `seconds` are of computing, on one core."""

    seconds: Annotated[float, Field(gt=0, le=3600)] = 60
    memory_mib: Annotated[int, Field(ge=256, le=262144)] = 2048
    source_kib: Annotated[int, Field(ge=1, le=1024)] = 64

    def for_one_job(self) -> Limits:
        """The limits of each cell of the grading."""
        return Limits(
            # On a busy machine computing takes longer than it should: never the learner's fault.
            wall_seconds=3 * self.seconds,
            cpu_seconds=self.seconds,
            memory_bytes=self.memory_mib * MEBIBYTE,
        )


class AssignmentBase(Document):
    """assignment.yaml, whatever its kind. Each kind narrows `criteria` to its own."""

    kind: str
    title: Annotated[str, Field(min_length=1, max_length=200)]
    summary: Annotated[str, Field(max_length=500)] = ""
    minutes: Annotated[int, Field(ge=1, le=6000)] = 60
    covers: list[str] = Field(default_factory=list)
    limits: AllowedUse = Field(default_factory=AllowedUse)
    # One of `solutions/`: the reference without its regularization, to show what that is worth.
    plain: Annotated[str, Field(pattern=r"^wrong_[a-z0-9_]{1,80}\.py$")] | None = None
    submissions_per_hour: Annotated[int, Field(ge=1, le=1000)] = 10
    criteria: Annotated[Sequence[CriterionBase], Field(min_length=1, max_length=100)]

    @model_validator(mode="after")
    def _criteria_stand_once(self) -> Self:
        ids = [criterion.id for criterion in self.criteria]
        for each in ids:
            if ids.count(each) > 1:
                raise ValueError(f"the criterion {each!r} stands twice")
        return self

    @property
    def names(self) -> list[str]:
        """What a solution must define, for whoever handed in nothing."""
        raise NotImplementedError
