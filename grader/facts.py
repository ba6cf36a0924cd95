"""What hooks inside the cell say, read strictly. Forgeable by a hostile program: feedback, not proof.

A figure that could not be measured, or was no finite number, arrives as None; so does a whole part
whose observer failed.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, FiniteFloat


def _printable(text: str) -> str:
    if not text.isprintable():
        raise ValueError("a name that acts on whoever reads it")
    return text


Count = Annotated[int, Field(ge=0, le=1 << 40)]
Name = Annotated[str, Field(max_length=300), AfterValidator(_printable)]
Digest = Annotated[str, Field(max_length=64)]
Figure = FiniteFloat | None
Kind = Literal["train", "validation"]
MOST_ROWS = 2000


class Fact(BaseModel):
    """Base of all facts: unknown keys and silent conversions are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class LossRow(Fact):
    """One pass: mean loss, the last batch's loss, and accuracy (or mean absolute error)."""

    kind: Kind
    number: Count
    loss: Figure
    last: Figure
    score: Figure


class Losses(Fact):
    """Losses of all passes, in order. `not_finite` counts batches whose loss was no number."""

    rows: Annotated[list[LossRow], Field(max_length=MOST_ROWS)]
    first_loss: Figure
    not_finite: Count


class Replay(Fact):
    """One batch answered twice under two seeds: the mean difference over the outputs' mean size."""

    kind: Kind
    number: Count
    train_mode: bool
    difference: Figure
    zeros_moved: Figure
    operations: Annotated[list[Name], Field(max_length=10)]


class Randomness(Fact):
    """Replays of first batches, and the same for the returned model in evaluation mode."""

    replays: Annotated[list[Replay], Field(max_length=10)]
    evaluation_noise: Figure


class OutputRow(Fact):
    """One batch of outputs: the share that is exactly zero, and the least of them."""

    kind: Kind
    zeros: Figure
    least: Figure


class Modes(Fact):
    """In which mode the model was called, by kind of pass."""

    train_calls: Count
    train_calls_in_train_mode: Count
    validation_calls: Count
    validation_calls_in_train_mode: Count
    validation_calls_with_gradients: Count
    foreign_validation_calls: Count
    mode_matters: bool
    unregistered: Count
    outputs: Annotated[list[OutputRow], Field(max_length=100)]


class Snapshot(Fact):
    """Digests of parameters and buffers as a pass began."""

    kind: Kind
    number: Count
    parameters: Digest
    buffers: Digest


class FinalDigests(Fact):
    """Digests of what was returned."""

    parameters: Digest
    buffers: Digest


class Load(Fact):
    """One `load_state_dict` of the model: how many of its tensors were the model's own all along."""

    aliased: Count
    tensors: Count


class Weights(Fact):
    """Where the weights stood at each pass, and at the end."""

    snapshots: Annotated[list[Snapshot], Field(max_length=MOST_ROWS)]
    loads: Annotated[list[Load], Field(max_length=MOST_ROWS)]
    final: FinalDigests


class Group(Fact):
    """One parameter group of an optimizer."""

    optimizer: Name
    weight_decay: Figure
    learning_rate: Figure
    names: Annotated[list[Name], Field(max_length=500)]


class Steps(Fact):
    """Counts of steps and of backward calls; `updates` are relative sizes of single updates."""

    steps: Count
    steps_checked: Count
    empty: Count
    in_validation: Count
    backwards: Count
    backwards_in_validation: Count
    stale: Count
    stale_checked: Count
    groups: Annotated[list[Group], Field(max_length=40)]
    uncovered: Annotated[list[Name], Field(max_length=500)]
    updates: Annotated[list[Figure], Field(max_length=100)]
    gradient_ratios: Annotated[list[Figure], Field(max_length=100)]


class Fit(Fact):
    """A penalty's gradient fitted by a w + b sign(w): shares explained (1 is all), and coefficients."""

    joint: Figure
    l2_alone: Figure
    l1_alone: Figure
    l2: Figure
    l1: Figure
    joint_l2: Figure
    joint_l1: Figure
    weight_norm: Figure
    sign_norm: Figure


class PenaltyRow(Fact):
    """One parameter in one step: sizes of the gradient outside and through the outputs."""

    name: Name
    dimensions: Count
    penalty: Figure
    data: Figure
    fit: Fit | None


class LossRecord(Fact):
    """One loss, compared with known ones by the direction of its gradient at the output."""

    cosines: dict[Name, Figure]
    family: Figure
    data_loss: Figure
    loss: Figure
    probabilities: bool
    log_probabilities: bool
    between_0_and_1: bool


class Gradients(Fact):
    """Decomposed gradients of a few training steps."""

    penalties: Annotated[list[PenaltyRow], Field(max_length=5000)]
    losses: Annotated[list[LossRecord], Field(max_length=100)]


class Drift(Fact):
    """What moved matrices between an optimizer's steps, fitted as a penalty's gradient is."""

    moved: Annotated[list[PenaltyRow], Field(max_length=2000)]


class Activity(Fact):
    """Shares of dead units, one figure a rectifier."""

    dead_at_start: Annotated[list[Figure], Field(max_length=100)]
    dead_at_end: Annotated[list[Figure], Field(max_length=100)]


class Facts(Fact):
    """Everything from inside one training run. `alive`: every hook still stood at the end."""

    alive: bool
    errors: Annotated[list[Annotated[str, Field(max_length=300)]], Field(max_length=20)]
    losses: Losses | None = None
    randomness: Randomness | None = None
    modes: Modes | None = None
    weights: Weights | None = None
    steps: Steps | None = None
    gradients: Gradients | None = None
    drift: Drift | None = None
    activity: Activity | None = None
