"""What a grading says: plain data, everything that is stored and shown. The same for page, API and CLI."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

REPORT_VERSION = 1

Source = Literal["outside", "inside"]
Severity = Literal["error", "warning", "question"]
Stage = Literal["reading", "building", "training", "predicting", "probing"]


class Plain(BaseModel):
    """Immutable data that refuses unknown keys, so that a stored report is read back exactly."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Verdict(Plain):
    """What the evidence says of one question.

    `value` is None when the evidence is not certain: that never costs a point. `source` tells
    whether it was seen from outside the cell (nearly unforgeable) or only by hooks inside it.
    """

    value: bool | None
    evidence: str
    source: Source = "outside"


class Criterion(Plain):
    """One line of the score: 0 <= points <= max_points."""

    id: str
    title: str
    points: float
    max_points: float
    verdict: bool | None
    evidence: str
    help: str
    source: Source = "outside"


class Diagnostic(Plain):
    """Something seen in the training program; `id` is one of the examiner's codes."""

    id: str
    severity: Severity
    source: Source
    evidence: str
    help: str
    line: int | None = None


class Curves(Plain):
    """One figure an epoch (None where unknown); epochs count from 1. `source` says who measured."""

    train: list[float | None] = Field(default_factory=list)
    validation: list[float | None] = Field(default_factory=list)
    best_epoch: int | None = None
    stop_epoch: int | None = None
    source: Literal["observed", "reported"] = "observed"


class Failure(Plain):
    """Why a solution could not be examined to the end: the learner's mistake, said in one sentence.

    `line` is a line of the learner's own file, counted from 1.
    """

    stage: Stage
    message: str
    help: str
    line: int | None = None


class Provenance(Plain):
    """What a report was made from; equal provenance means an equal report."""

    solution: str
    assignment: str
    data: str
    seed: int
    engine: str
    walls: list[str]
    versions: dict[str, str]


class Techniques(Plain):
    """Which regularization acted."""

    l1: bool | None = None
    l2: bool | None = None
    dropout: bool | None = None


class Behaviour(Plain):
    """What the training loop did with its validation data."""

    early_stopping: bool | None = None
    best_restored: bool | None = None


class Findings(Plain):
    """What the examination of one training program found, before any arithmetic of points.

    `metric` is the figure reached on hidden data (accuracy, or R squared for regression), None when
    the program never got that far.
    """

    metric: float | None
    penalty: Verdict
    l1: Verdict
    l2: Verdict
    dropout: Verdict
    early_stopping: Verdict
    best_restored: Verdict
    diagnostics: list[Diagnostic] = Field(default_factory=list)
    curves: Curves = Field(default_factory=Curves)


class Report(Plain):
    """One graded solution. Equal inputs give an equal report, bit for bit: no times, no host names."""

    version: int = REPORT_VERSION
    assignment: str
    title: str
    revision: str
    score: float
    max_score: float
    criteria: list[Criterion]
    techniques: Techniques = Field(default_factory=Techniques)
    behaviour: Behaviour = Field(default_factory=Behaviour)
    diagnostics: list[Diagnostic] = Field(default_factory=list)
    curves: Curves = Field(default_factory=Curves)
    failure: Failure | None = None
    output: str = ""
    provenance: Provenance


class Progress(Plain):
    """What a watcher may know while a program is graded. Losses come from inside: shown, never scored."""

    stage: Stage
    epoch: int | None = None
    max_epochs: int | None = None
    train_loss: float | None = None
    validation_loss: float | None = None
