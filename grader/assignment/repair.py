"""kind: repair. A broken training program to mend; its mistakes are codes that the examiner knows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, field_validator, model_validator

from .base import CriterionBase, CriterionId
from .training import AccuracyCriterion, BehaviourCriterion, TrainedAssignment

# What an author may break: mistakes that the examiner names for certain.
MENDABLE = (
    "best_alias", "buffers_not_restored", "compares_to_previous", "counter_not_reset", "dead_relu",
    "diverged", "double_softmax", "dropout_active_in_eval", "dropout_off_after_first_validation",
    "dropout_on_output", "early_stop_on_train_loss", "grads_wiped_before_step", "history_mismatch",
    "loss_broadcast", "lr_too_high", "lr_too_low", "missing_zero_grad", "never_in_train_mode",
    "nll_on_logits", "no_early_stopping", "nothing_trained", "params_not_optimised",
    "partial_epoch", "partial_validation", "patience_ignored", "patience_off_by_one",
    "penalty_no_gradient", "penalty_wrong_params", "penalty_wrong_sign", "relu_on_output",
    "returns_last_weights", "sigmoid_before_ce", "train_on_val", "unregistered_params",
    "val_in_train_mode", "val_loss_last_batch", "validation_not_used", "vanishing_gradients",
    "wrong_epoch_restored",
)  # fmt: skip


class MendedCriterion(CriterionBase):
    """Points when none of `codes` is seen any more: all or none, and only if the program learns."""

    id: CriterionId
    codes: Annotated[list[str], Field(min_length=1)]

    @field_validator("codes")
    @classmethod
    def _are_known(cls, codes: list[str]) -> list[str]:
        for code in codes:
            if code not in MENDABLE:
                raise ValueError(f"no mistake is called {code!r}; there are: {', '.join(MENDABLE)}")
        return codes


def _criterion_kind(value: Any) -> str:
    keys = value if isinstance(value, dict) else vars(value)
    if "codes" in keys:
        return "a mistake mended"
    return "a figure" if keys.get("id") == "accuracy" else "a behaviour"


class RepairFile(TrainedAssignment):
    """assignment.yaml of kind repair.

    `learns_from` is the figure on hidden data from which on a program counts as one that learns:
    below it no mistake is mended, for a program that does nothing makes none.
    """

    kind: Literal["repair"]
    learns_from: float
    criteria: Annotated[
        Sequence[
            Annotated[
                Annotated[MendedCriterion, Tag("a mistake mended")]
                | Annotated[AccuracyCriterion, Tag("a figure")]
                | Annotated[BehaviourCriterion, Tag("a behaviour")],
                Discriminator(_criterion_kind),
            ]
        ],
        Field(min_length=1),
    ]

    @model_validator(mode="after")
    def _something_is_broken(self) -> Self:
        if not any(isinstance(criterion, MendedCriterion) for criterion in self.criteria):
            raise ValueError("no criterion asks for a mistake to be mended: give one `codes`")
        return self
