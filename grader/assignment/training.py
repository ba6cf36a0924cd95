"""kind: training. A model and its training loop, examined from what they do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from ..datasets import NAMES, Task
from ..documents import Document
from .base import AssignmentBase, CriterionBase, GradedFigure


class AccuracyCriterion(GradedFigure):
    """Points for the figure on hidden data: accuracy, or R squared for regression."""

    id: Literal["accuracy"]


class BehaviourCriterion(CriterionBase):
    """Points for a technique that acted: all or none."""

    id: Literal["weight_penalty", "l1", "l2", "dropout", "early_stopping", "best_weights_restored"]


class Training(Document):
    """The graded run. `max_epochs` and `patience` are what `train` is called with."""

    max_epochs: Annotated[int, Field(ge=1, le=1000)] = 40
    patience: Annotated[int, Field(ge=1, le=100)] = 6
    batch_size: Annotated[int, Field(ge=1, le=4096)] = 32


class TrainedAssignment(AssignmentBase):
    """Any kind whose solution is `build_model` and `train`, examined in all worlds."""

    task: Task
    data: str
    training: Training = Field(default_factory=Training)

    @model_validator(mode="after")
    def _data_is_known(self) -> Self:
        if NAMES.get(self.data) != self.task:
            known = ", ".join(name for name, task in sorted(NAMES.items()) if task == self.task)
            raise ValueError(f"no {self.task} data set is named {self.data!r}; there are: {known}")
        return self

    @property
    def names(self) -> list[str]:
        return ["build_model", "train"]


class TrainingFile(TrainedAssignment):
    """assignment.yaml of kind training."""

    kind: Literal["training"]
    criteria: Annotated[
        Sequence[Annotated[AccuracyCriterion | BehaviourCriterion, Field(discriminator="id")]],
        Field(min_length=1),
    ]
