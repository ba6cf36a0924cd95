"""What a grading says: plain data, everything that is stored and shown. The same for page, API and CLI."""

from __future__ import annotations

import statistics
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
    `disputed`: two observations contradict each other, again with fresh seeds; the evidence gives
    both. `denied`: one of them is a plain no from outside, which nothing said inside outweighs.
    """

    value: bool | None
    evidence: str
    source: Source = "outside"
    disputed: bool = False
    denied: bool = False


class Criterion(Plain):
    """One line of the score: 0 <= points <= max_points.

    `waits`: two pieces of evidence, both given, contradict each other, and an instructor is to look.
    Nothing is decided until then. The points stand, unless outside evidence says a plain no: then they
    wait too.
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


class Fit(Plain):
    """A trained model on the data it learned from and on validation data, in evaluation mode.

    `train` and `validation` are accuracies (or R squared), the losses mean cross-entropy of the
    outputs as logits (or mean squared error). Their distance is what over-fitting looks like.
    """

    train: float
    validation: float
    train_loss: float
    validation_loss: float

    @property
    def gap(self) -> float:
        """How much better the model does on what it learned from."""
        return self.train - self.validation


class Ablation(Plain):
    """What regularization is worth: the learner's fit beside the reference's with it and without.

    The reference's are means over the runs of the assignment's calibration.
    """

    yours: Fit
    reference: Fit
    plain: Fit


class Shrinkage(Plain):
    """Sizes of weights that only a penalty can move, before and after training, in order of size."""

    before: list[float]
    after: list[float]

    @property
    def pairs(self) -> list[tuple[float, float]]:
        """Each weight's size before and after."""
        return list(zip(self.before, self.after, strict=True))

    @property
    def medians(self) -> tuple[float, float]:
        """The median size before and after."""
        return statistics.median(self.before), statistics.median(self.after)


class Answers(Plain):
    """How much two answers to the same inputs differ, relative to the outputs' size, by mode."""

    evaluation: float
    training: float

    @property
    def per_cent(self) -> tuple[float, float]:
        """In evaluation mode and in training mode, in per cent."""
        return 100 * self.evaluation, 100 * self.training


class LayerGradient(Plain):
    """The size of the data's gradient on one weight matrix, early in training."""

    name: str
    size: float


class ByClass(Plain):
    """Of each class, how many per cent were taken for each class, in steps of five.

    Measured on hidden rows that never count for points. Rows are true classes, columns predicted.
    """

    percent: list[list[int]]
    rows: int


class Pictures(Plain):
    """What a report draws beside its curves; each is None or empty where there is nothing to see."""

    shrinkage: Shrinkage | None = None
    answers: Answers | None = None
    gradients: list[LayerGradient] = Field(default_factory=list)
    by_class: ByClass | None = None
    ablation: Ablation | None = None


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
    # Whether the assignment had been calibrated as it stood; a stale calibration is not used.
    calibration: Literal["none", "stale", "current"] = "none"


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
    the program never got that far. It rests on `runs` trainings.
    """

    metric: float | None
    runs: int = 1
    penalty: Verdict
    l1: Verdict
    l2: Verdict
    dropout: Verdict
    early_stopping: Verdict
    best_restored: Verdict
    diagnostics: list[Diagnostic] = Field(default_factory=list)
    curves: Curves = Field(default_factory=Curves)
    pictures: Pictures = Field(default_factory=Pictures)


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
    pictures: Pictures = Field(default_factory=Pictures)
    counterexamples: list[Counterexample] = Field(default_factory=list)
    tables: list[Table] = Field(default_factory=list)
    failure: Failure | None = None
    output: str = ""
    provenance: Provenance

    @property
    def is_unexamined(self) -> bool:
        """Whether the program failed before anything could be said of any criterion."""
        return self.failure is not None and all(
            criterion.verdict is None and criterion.points == 0 for criterion in self.criteria
        )

    @property
    def is_behaviour_known(self) -> bool:
        """Whether anything is said of techniques or of the loop's behaviour."""
        answers = (*self.techniques.model_dump().values(), *self.behaviour.model_dump().values())
        return any(answer is not None for answer in answers)


class Progress(Plain):
    """What a watcher may know while a program is graded. Losses come from inside: shown, never scored."""

    stage: Stage
    epoch: int | None = None
    max_epochs: int | None = None
    train_loss: float | None = None
    validation_loss: float | None = None
