"""Several settings compared by the learner; every figure of the table is computed again from the models."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .. import datasets
from ..assignment import BestFigureCriterion, ComparisonCriterion, ComparisonFile
from ..datasets import DataSet
from ..observation import Tensor
from ..observing.failing import ProgramFailed
from ..observing.fitting import Workshop, broken
from ..observing.training import Training
from ..probes.plain import PlainWorld
from ..report import Cell, Criterion, Progress, Table, Verdict
from ..sandbox.wire import Json, Message
from ..scoring import by_figure, by_verdict
from .graded import Graded, Grading

# Two settings this near are equally good: naming either as the best is right.
_TIE = 0.005
# Better than always naming the most frequent class by so much: something was learned.
_LEARNED = 0.1


def grade_comparison(grading: Grading) -> Graded:
    """See `grade_by_kind`."""
    spec = grading.assignment.spec
    assert isinstance(spec, ComparisonFile)
    data = datasets.load(spec.data, grading.secret)
    workshop = Workshop(
        grading.source,
        grading.sandbox,
        grading.seed,
        spec.limits.for_one_job(),
        names=spec.names,
    )
    try:
        compared = _compared(grading, spec, data, workshop)
    except ProgramFailed as error:
        return Graded.failed(grading, error.failure, output=workshop.output)
    return Graded(
        criteria=[_scored(criterion, spec, compared) for criterion in spec.criteria],
        output=workshop.output,
        tables=[_table(compared)],
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """One setting: what was reported of it, and what its model really reaches."""

    setting: str
    size: int
    reported: float | None
    validation: float | None
    hidden: float | None
    outputs: NDArray[np.float64] | None
    failure: str = ""


@dataclass(frozen=True, slots=True)
class _Compared:
    rows: dict[str, _Row]
    best: str
    asked: list[str]
    train_passes: int
    whole_passes: int
    constant: float
    budget: int
    alone: dict[str, bytes] | None

    @property
    def missing(self) -> list[str]:
        """Settings without a row whose model can be rebuilt."""
        return [s for s in self.asked if s not in self.rows or self.rows[s].validation is None]


def _compared(
    grading: Grading, spec: ComparisonFile, data: DataSet, workshop: Workshop
) -> _Compared:
    grading.on_progress(Progress(stage="training"))
    last_word, conversation = _run(spec, data, workshop, spec.settings, spec.training.max_epochs)
    rows = {}
    grading.on_progress(Progress(stage="predicting"))
    for described, weights in _parts(last_word):
        row = _computed_again(described, weights, spec, data, workshop)
        rows[row.setting] = row
    grading.on_progress(Progress(stage="probing"))
    passes = [entry for entry in conversation.log if entry.kind == "train"]
    most_frequent = np.bincount(data.validation.targets.astype(np.int64)).max()
    return _Compared(
        rows=rows,
        best=str(last_word.body.get("best")),
        asked=list(spec.settings),
        train_passes=len(passes),
        whole_passes=sum(entry.coverage == 1.0 for entry in passes),
        constant=float(most_frequent / len(data.validation)),
        budget=spec.training.max_epochs,
        alone=_each_alone(spec, data, workshop),
    )


def _run(
    spec: ComparisonFile, data: DataSet, workshop: Workshop, settings: list[str], max_epochs: int
) -> tuple[Message, Training]:
    """One call of `compare`, in a fresh cell and on the same batches as any other."""
    world = PlainWorld(
        data,
        workshop.seed_for("real"),
        # Every setting may use the whole budget.
        max_epochs=max_epochs * len(settings),
        patience=spec.training.patience,
        batch_size=spec.training.batch_size,
    )
    conversation = Training(world)
    given: dict[str, Json] = {
        "settings": list[Json](settings),
        "in_features": data.features,
        "out_features": data.outputs,
        "max_epochs": max_epochs,
        "batch_size": world.batch_size,
        "train_size": world.train_size,
        "validation_size": world.validation_size,
    }
    return workshop.run("compare", given, conversation, lambda: "training"), conversation


def _each_alone(spec: ComparisonFile, data: DataSet, workshop: Workshop) -> dict[str, bytes] | None:
    """The weights after one epoch of each setting alone, from one seed on one order of batches.

    A program that does not look at the setting gives the same weights each time. None where it
    cannot be called so.
    """
    found = {}
    for setting in spec.settings:
        try:
            last_word, _ = _run(spec, data, workshop, [setting], 1)
            ((_, weights),) = _parts(last_word)
        except (ProgramFailed, ValueError):
            return None
        found[setting] = b"".join(weights[name].tobytes() for name in sorted(weights))
    return found


def _parts(last_word: Message) -> list[tuple[dict[str, Json], dict[str, Tensor]]]:
    """The rows with their models' weights. Raises ProgramFailed where they do not fit together."""
    rows, left = last_word.body.get("rows"), list(last_word.arrays)
    parts = []
    for row in rows if isinstance(rows, list) else []:
        names = row.get("names") if isinstance(row, dict) else None
        if not isinstance(row, dict) or not isinstance(names, list) or len(names) > len(left):
            raise ProgramFailed(broken("training"))
        known = [name for name in names if isinstance(name, str)]
        weights = dict(zip(known, left[: len(names)], strict=False))
        del left[: len(names)]
        parts.append((row, weights))
    return parts


def _computed_again(
    row: dict[str, Json],
    weights: dict[str, Tensor],
    spec: ComparisonFile,
    data: DataSet,
    workshop: Workshop,
) -> _Row:
    setting = str(row.get("setting"))
    reported = _number(row.get("accuracy"))
    arguments: dict[str, int | str] = {
        "in_features": data.features, "out_features": data.outputs, "setting": setting,
    }  # fmt: skip
    validation = hidden = outputs = None
    failure = ""
    try:
        answered = workshop.answer(
            weights, arguments, (data.outputs,), [data.validation.inputs, data.hidden.inputs]
        )
    except ProgramFailed as error:
        failure = error.failure.message
    else:
        outputs = answered.outputs[0]
        validation = _accuracy(outputs, data.validation.targets)
        hidden = _accuracy(answered.outputs[1], data.hidden.targets)
    return _Row(
        setting=setting,
        size=sum(tensor.size for tensor in weights.values()),
        reported=reported,
        validation=validation,
        hidden=hidden,
        outputs=outputs,
        failure=failure,
    )


def _number(value: Json) -> float | None:
    """A finite number, or None: JSON from a cell may hold NaN, which no comparison would refuse."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return float(value) if np.isfinite(float(value)) else None


def _accuracy(outputs: NDArray[np.float64], targets: NDArray[np.generic]) -> float:
    finite = np.isfinite(outputs).all(axis=1)
    return float(np.mean(finite & (outputs.argmax(axis=1) == targets)))


def _scored(
    criterion: ComparisonCriterion | BestFigureCriterion, spec: ComparisonFile, compared: _Compared
) -> Criterion:
    if isinstance(criterion, BestFigureCriterion):
        best = compared.rows.get(compared.best)
        figure = best.hidden if best is not None and best.hidden is not None else 0.0
        return by_figure(criterion, figure, "accuracy of the model named best")
    verdict = {
        "complete": _complete,
        "fair": _fair,
        "consistent": _consistent,
        "distinct": _distinct,
        "conclusion": _conclusion,
    }[criterion.id](spec, compared)
    return by_verdict(criterion, verdict)


def _complete(spec: ComparisonFile, compared: _Compared) -> Verdict:
    if compared.missing:
        first = compared.missing[0]
        why = compared.rows[first].failure if first in compared.rows else "it has no row"
        says = f"There is no model for {', '.join(compared.missing)}: {why.rstrip('.')}."
        return Verdict(value=False, evidence=says)
    best = max(row.validation or 0.0 for row in compared.rows.values())
    if best < compared.constant + _LEARNED:
        says = f"No model learned anything: the best reaches {best:.0%} of the validation rows."
        return Verdict(value=False, evidence=says)
    return Verdict(value=True, evidence=f"All {len(compared.asked)} settings have a trained model.")


def _fair(spec: ComparisonFile, compared: _Compared) -> Verdict:
    due = compared.budget * len(compared.asked)
    passes = f"{compared.train_passes} passes over the training data were made"
    if compared.train_passes != due or compared.whole_passes != compared.train_passes:
        says = f"{passes}, {compared.whole_passes} of them whole; {due} are due, {compared.budget} a setting."
        return Verdict(value=False, evidence=says)
    sizes = {row.size for row in compared.rows.values()}
    if spec.same_size and len(sizes) > 1:
        listed = ", ".join(f"{size:,}" for size in sorted(sizes))
        says = f"The models differ in size: {listed} numbers in their weights."
        return Verdict(value=False, evidence=says)
    return Verdict(value=True, evidence=f"{passes}, {compared.budget} for each setting.")


def _consistent(spec: ComparisonFile, compared: _Compared) -> Verdict:
    for row in compared.rows.values():
        if row.validation is None:
            continue
        if row.reported is None or abs(row.reported - row.validation) > spec.tolerance:
            said = "nothing usable" if row.reported is None else f"{row.reported:.3f}"
            says = (
                f"For {row.setting} you report {said}; the model you returned reaches "
                f"{row.validation:.3f} on the validation data."
            )
            return Verdict(value=False, evidence=says)
    if compared.missing:
        return Verdict(value=False, evidence="Not every setting has a figure to compare.")
    return Verdict(value=True, evidence="Every reported figure was computed again and is right.")


def _distinct(spec: ComparisonFile, compared: _Compared) -> Verdict:
    if compared.alone is None:
        says = "The settings could not be tried one at a time, so this stays open."
        return Verdict(value=None, evidence=says)
    for one, other in itertools.combinations(compared.asked, 2):
        if _same_answers(compared, one, other) or compared.alone[one] == compared.alone[other]:
            says = (
                f"Trained alone, from the same seed on the same batches, {one} and {other} give "
                "the same model: the setting makes no difference."
            )
            return Verdict(value=False, evidence=says)
    return Verdict(value=True, evidence="Every setting gives a model of its own.")


def _same_answers(compared: _Compared, one: str, other: str) -> bool:
    first, second = (
        row.outputs if (row := compared.rows.get(setting)) is not None else None
        for setting in (one, other)
    )
    if first is None or second is None:
        return False
    return bool(np.allclose(first, second, rtol=1e-6, atol=1e-7))


def _conclusion(spec: ComparisonFile, compared: _Compared) -> Verdict:
    figures = {s: row.validation for s, row in compared.rows.items() if row.validation is not None}
    if compared.best not in figures:
        return Verdict(value=False, evidence="What you name best is none of the settings.")
    top = max(figures, key=lambda setting: figures[setting] or 0.0)
    if figures[compared.best] < figures[top] - _TIE:
        says = (
            f"You name {compared.best} best, with {figures[compared.best]:.3f}; "
            f"{top} reaches {figures[top]:.3f} on the validation data."
        )
        return Verdict(value=False, evidence=says)
    says = f"{compared.best} is best, with {figures[compared.best]:.3f} on the validation data."
    return Verdict(value=True, evidence=says)


def _table(compared: _Compared) -> Table:
    rows: list[list[Cell]] = []
    for setting in compared.asked:
        row = compared.rows.get(setting)
        if row is None:
            rows.append([setting, None, None, None, None])
            continue
        rows.append([setting, _rounded(row.reported), _rounded(row.validation),
                     None if row.hidden is None else round(row.hidden, 2), row.size])  # fmt: skip
    return Table(
        title="Your table, computed again",
        columns=[
            "setting",
            "you report",
            "on validation data",
            "on hidden data",
            "numbers in the model",
        ],
        rows=rows,
        note=f"Named best: {compared.best}.",
    )


def _rounded(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 3)
