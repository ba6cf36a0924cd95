"""What a grading says: plain data, everything that is stored and shown. The same for page, API and CLI."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

REPORT_VERSION = 1

Source = Literal["outside", "inside"]
Severity = Literal["error", "warning", "question"]
Stage = Literal["reading", "building", "training", "predicting", "probing", "calling", "searching"]
Cell = str | float | int | bool | None


class Plain(BaseModel):
    """Immutable data that refuses unknown keys, so that a stored report is read back exactly."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Verdict(Plain):
    """What the evidence says of one question.

    `value` is None when the evidence is not certain: that never costs a point. `source` tells
    whether it was seen from outside the cell (nearly unforgeable) or only by hooks inside it.
    `disputed`: outside says no and inside yes, again with fresh seeds; the evidence gives both.
    """

    value: bool | None
    evidence: str
    source: Source = "outside"
    disputed: bool = False


class Criterion(Plain):
    """One line of the score: 0 <= points <= max_points.

    `waits`: two pieces of evidence, both given, contradict each other, and an instructor is to look.
    Until then nothing is held against the learner, so the points stand.
    """

    id: str
    title: str
    points: float
    max_points: float
    verdict: bool | None
    evidence: str
    help: str
    source: Source = "outside"
    waits: bool = False


class Diagnostic(Plain):
    """Something seen in the training program; `id` is one of the examiner's codes.

    `evidence` says what was seen, `means` what that does to a training, `help` where to look.
    `lesson` is where it is taught, `module/lesson#heading`. `line` is a hint found in the text of
    the program, never evidence.
    """

    id: str
    severity: Severity
    source: Source
    title: str = ""
    evidence: str
    means: str = ""
    help: str
    lesson: str = ""
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


class Counterexample(Plain):
    """The smallest input found on which a solution and the reference differ.

    `code` is Python that the learner can paste below their own file; `expected` and `got` say what
    the last line should have given and what it gave. `criterion` is the id of the one it decided.
    """

    criterion: str
    subject: str
    says: str
    code: str
    expected: str
    got: str


class Table(Plain):
    """A small table: `columns` name what each row holds; None is an empty cell."""

    title: str
    columns: list[str]
    rows: list[list[Cell]]
    note: str = ""


class Report(Plain):
    """One graded solution. Equal inputs give an equal report, bit for bit: no times, no host names."""

    version: int = REPORT_VERSION
    kind: str = "training"
    assignment: str
    title: str
    revision: str
    score: float
    max_score: float
    criteria: list[Criterion]
    techniques: Techniques = Field(default_factory=Techniques)
    behaviour: Behaviour = Field(default_factory=Behaviour)
    # What to do next, in a sentence or two.
    advice: str = ""
    diagnostics: list[Diagnostic] = Field(default_factory=list)
    curves: Curves = Field(default_factory=Curves)
    counterexamples: list[Counterexample] = Field(default_factory=list)
    tables: list[Table] = Field(default_factory=list)
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
