"""kind: search. Cross-validation over a space of configurations, with a test part left alone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from ..datasets import NAMES
from .base import AssignmentBase, CriterionBase, GradedFigure

Choice = bool | int | float | str


class SearchCriterion(CriterionBase):
    """All or none.

    untouched  no batch of the test part was asked for before the choice was made
    trials     enough configurations were tried, each on every fold, and the best of them chosen
    honest     scores reported for two of them are near those that the reference computes
    """

    id: Literal["untouched", "trials", "honest"]


class GainCriterion(GradedFigure):
    """Points for how much the chosen configuration is better than the default, on hidden data."""

    id: Literal["gain"]


class SearchFile(AssignmentBase):
    """assignment.yaml of kind search.

    The reference trains with the chosen and with the default configuration, over `seeds` seeds, so
    that only the choice is judged: it defines `fit(inputs, targets, config, *, outputs)`.
    """

    kind: Literal["search"]
    data: str
    space: Annotated[
        dict[
            Annotated[str, Field(pattern=r"^[a-z_]\w{0,39}$")],
            Annotated[list[Choice], Field(min_length=1, max_length=12)],
        ],
        Field(min_length=1, max_length=8),
    ]
    default: dict[str, Choice]
    folds: Annotated[int, Field(ge=2, le=10)] = 4
    least_trials: Annotated[int, Field(ge=2, le=500)] = 6
    seeds: Annotated[int, Field(ge=1, le=10)] = 3
    # How far a reported mean score may lie from the reference's own.
    tolerance: Annotated[float, Field(gt=0, le=0.5)] = 0.08
    criteria: Annotated[
        Sequence[Annotated[SearchCriterion | GainCriterion, Field(discriminator="id")]],
        Field(min_length=1),
    ]

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if NAMES.get(self.data) != "classification":
            known = ", ".join(n for n, task in sorted(NAMES.items()) if task == "classification")
            raise ValueError(
                f"no classification data set is named {self.data!r}; there are: {known}"
            )
        if not self.contains(self.default):
            raise ValueError("default must give every key of space one of its values")
        size = math.prod(len(choices) for choices in self.space.values())
        if self.least_trials > size:
            raise ValueError(
                f"least_trials is {self.least_trials}, but the space has {size} points"
            )
        return self

    def contains(self, config: object) -> bool:
        """Whether it is a configuration of the space."""
        return (
            isinstance(config, dict)
            and set(config) == set(self.space)
            and all(
                any(_equal(config[key], choice) for choice in choices)
                for key, choices in self.space.items()
            )
        )

    @property
    def names(self) -> list[str]:
        return ["search"]


def _equal(value: object, choice: Choice) -> bool:
    """Equal, and a number only to a number: True is no 1."""
    return value == choice and isinstance(value, bool) == isinstance(choice, bool)
