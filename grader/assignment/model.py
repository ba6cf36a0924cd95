"""kind: model. Any network on pictures, series or words, judged on hidden data by a declared metric."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from ..shaped import METRICS, SHAPED, Metric
from .base import AssignmentBase, CriterionBase, CriterionId, GradedFigure
from .training import Training

Operation = Literal[
    "convolution", "pooling", "batch_norm", "layer_norm", "embedding", "softmax", "recurrence"
]


class FigureCriterion(GradedFigure):
    """Points for a metric on hidden data. All metrics are such that more is better."""

    id: CriterionId
    metric: Metric


class SizeCriterion(CriterionBase):
    """Points for a model of at most so many parameters: all or none."""

    id: CriterionId
    parameters_at_most: Annotated[int, Field(ge=1)]


class UseCriterion(CriterionBase):
    """Points when the model's answer is computed with these operations; seen from inside the cell."""

    id: CriterionId
    uses: Annotated[list[Operation], Field(min_length=1)]


def _criterion_kind(value: Any) -> str | None:
    keys = set(value) if isinstance(value, dict) else set(type(value).model_fields)
    for key, tag in (
        ("metric", "a figure"),
        ("parameters_at_most", "a size"),
        ("uses", "operations"),
    ):
        if key in keys:
            return tag
    return None


class ModelFile(AssignmentBase):
    """assignment.yaml of kind model."""

    kind: Literal["model"]
    data: str
    training: Training = Field(default_factory=Training)
    criteria: Annotated[
        Sequence[
            Annotated[
                Annotated[FigureCriterion, Tag("a figure")]
                | Annotated[SizeCriterion, Tag("a size")]
                | Annotated[UseCriterion, Tag("operations")],
                Discriminator(
                    _criterion_kind,
                    custom_error_type="criterion_kind",
                    custom_error_message="a criterion has one of the keys metric, "
                    "parameters_at_most, uses",
                ),
            ]
        ],
        Field(min_length=1),
    ]

    @model_validator(mode="after")
    def _data_fits_metrics(self) -> Self:
        task = SHAPED.get(self.data)
        if task is None:
            raise ValueError(
                f"no data set of this kind is named {self.data!r}; there are: "
                f"{', '.join(sorted(SHAPED))}"
            )
        for criterion in self.criteria:
            if isinstance(criterion, FigureCriterion) and criterion.metric not in METRICS[task]:
                raise ValueError(
                    f"{self.data!r} is judged by one of {', '.join(METRICS[task])}, "
                    f"not by {criterion.metric!r}"
                )
        return self

    @property
    def names(self) -> list[str]:
        task = SHAPED[self.data]
        return ["build_model", "train", *(["sample"] if task == "generation" else [])]
