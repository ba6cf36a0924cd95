"""kind: comparison. One network under several settings; the table it reports is computed again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from ..datasets import NAMES
from .base import AssignmentBase, CriterionBase, GradedFigure
from .training import Training


class ComparisonCriterion(CriterionBase):
    """All or none.

    complete    every setting has a row, and a model that was trained and can be rebuilt
    fair        all settings had the same budget of epochs and models of the same size
    consistent  the reported figures are those that the returned models reach
    distinct    the settings made a difference: no two models are the same
    conclusion  what is named best is the best by the figures computed again
    """

    id: Literal["complete", "fair", "consistent", "distinct", "conclusion"]


class BestFigureCriterion(GradedFigure):
    """Points for the accuracy on hidden data of the model that is named best."""

    id: Literal["accuracy"]


class ComparisonFile(AssignmentBase):
    """assignment.yaml of kind comparison. `settings` are what `compare` is given."""

    kind: Literal["comparison"]
    data: str
    settings: Annotated[
        list[Annotated[str, Field(pattern=r"^[\w.+-]{1,40}$")]], Field(min_length=2, max_length=12)
    ]
    training: Training = Field(default_factory=Training)
    # How far a reported accuracy may lie from the one computed again.
    tolerance: Annotated[float, Field(gt=0, le=0.1)] = 0.011
    same_size: bool = True
    criteria: Annotated[
        Sequence[Annotated[ComparisonCriterion | BestFigureCriterion, Field(discriminator="id")]],
        Field(min_length=1),
    ]

    @model_validator(mode="after")
    def _data_is_known(self) -> Self:
        if NAMES.get(self.data) != "classification":
            known = ", ".join(n for n, task in sorted(NAMES.items()) if task == "classification")
            raise ValueError(
                f"no classification data set is named {self.data!r}; there are: {known}"
            )
        if len(set(self.settings)) != len(self.settings):
            raise ValueError("a setting stands twice")
        return self

    @property
    def names(self) -> list[str]:
        return ["build_model", "compare"]
