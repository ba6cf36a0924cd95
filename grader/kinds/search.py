"""A search over configurations: only the choice is judged, by what the reference makes of it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .. import datasets
from ..assignment import GainCriterion, SearchCriterion, SearchFile
from ..datasets import DataSet, Split
from ..errors import AssignmentError
from ..observing.failing import ProgramFailed
from ..observing.fitting import Workshop
from ..probes.world import Batch, in_batches
from ..report import Cell, Criterion, Progress, Table, Verdict
from ..sandbox.base import ConversationBroken
from ..sandbox.wire import Array, Json, Message
from ..scoring import by_figure, by_verdict
from .graded import Graded, Grading

_TEST_BATCH = 32
_TIE = 0.005
_MOST_SHOWN = 12
Config = dict[str, Json]


def grade_search(grading: Grading) -> Graded:
    """See `grade_by_kind`."""
    spec = grading.assignment.spec
    assert isinstance(spec, SearchFile)
    data = datasets.load(spec.data, grading.secret)
    limits = spec.limits.for_one_job()
    workshop = Workshop(grading.source, grading.sandbox, grading.seed, limits, names=spec.names)
    searching = _Searching(data)
    settings: dict[str, Json] = {
        "space": {name: list[Json](choices) for name, choices in spec.space.items()},
        "default": dict[str, Json](spec.default),
        "folds": spec.folds,
        "outputs": data.outputs,
        "test_size": len(data.validation),
        "batch_size": _TEST_BATCH,
    }
    grading.on_progress(Progress(stage="searching"))
    try:
        last_word = workshop.run("search", settings, searching, lambda: "searching")
    except ProgramFailed as error:
        return Graded.failed(grading, error.failure, output=workshop.output)
    found = _read(last_word, spec)
    grading.on_progress(Progress(stage="predicting"))
    judge = Workshop(grading.assignment.reference, grading.sandbox, grading.seed, limits)
    computed = _compute(found, spec, data, judge)
    return Graded(
        criteria=[
            _scored(criterion, spec, found, searching, computed) for criterion in spec.criteria
        ],
        output=workshop.output,
        tables=[_choice_table(found, spec, computed), _trials_table(found)],
    )


@dataclass(slots=True)
class _Searching:
    """The trusted side of a search: hands the data in, counts who asks for the test part."""

    data: DataSet
    asked: int = 0
    passes: int = 0
    _open: dict[int, list[Batch]] = field(default_factory=dict)

    def answer(self, message: Message) -> Message:
        """See `Conversation.answer`."""
        body = message.body
        match body.get("op"):
            case "data":
                train = self.data.train
                return Message({}, (train.inputs, train.targets))
            case "pass" if self.passes < 1000:
                self.passes += 1
                test = self.data.validation
                self._open = {self.passes: in_batches(test.inputs, test.targets, _TEST_BATCH)}
                return Message({"number": self.passes})
            case "batch":
                number = body.get("number")
                left = self._open.get(number) if isinstance(number, int) else None
                if not left:
                    return Message({})
                self.asked += 1
                batch = left.pop(0)
                return Message({}, (batch.inputs, batch.targets))
        raise ConversationBroken("an unexpected message")


@dataclass(frozen=True, slots=True)
class _Trial:
    config: Config | None
    scores: tuple[float | None, ...]

    @property
    def mean(self) -> float | None:
        """Of all its scores; None where one is no number."""
        known = [score for score in self.scores if score is not None]
        return float(np.mean(known)) if known and len(known) == len(self.scores) else None


@dataclass(frozen=True, slots=True)
class _Found:
    chosen: Config | None
    trials: list[_Trial]

    def trial_of(self, config: Config | None) -> _Trial | None:
        """The best trial of that configuration, which a search may try more than once."""
        of_it = [trial for trial in self.trials if trial.config == config]
        return max(of_it, key=lambda trial: trial.mean or 0.0, default=None)


@dataclass(frozen=True, slots=True)
class _Computed:
    """What the reference makes of it: hidden accuracies by seed, and cross-validated means."""

    chosen: list[float]
    default: list[float]
    means: dict[str, float]

    @property
    def gain(self) -> float:
        """By how much the chosen configuration is better, over all seeds."""
        return float(np.mean(self.chosen) - np.mean(self.default)) if self.chosen else -1.0


def _read(last_word: Message, spec: SearchFile) -> _Found:
    chosen, trials = last_word.body.get("chosen"), last_word.body.get("trials")
    listed = []
    for trial in trials if isinstance(trials, list) else []:
        scores = trial.get("scores") if isinstance(trial, dict) else None
        config = trial.get("config") if isinstance(trial, dict) else None
        known = config if isinstance(config, dict) and spec.contains(config) else None
        figures = tuple(_number(score) for score in scores) if isinstance(scores, list) else ()
        listed.append(_Trial(known, figures))
    valid = chosen if isinstance(chosen, dict) and spec.contains(chosen) else None
    return _Found(valid, listed)


def _number(value: Json) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return float(value) if np.isfinite(float(value)) else None


@dataclass(slots=True)
class _Refitting:
    """Hands one training after another to the reference's cell; keeps what each answered."""

    jobs: Sequence[tuple[Config, int, Split, Array]]
    answers: list[NDArray[np.float64]] = field(default_factory=list)
    _next: int = 0

    def answer(self, message: Message) -> Message | None:
        """See `Conversation.answer`."""
        if message.body.get("op") == "fitted":
            self.answers.append(message.arrays[0].astype(np.float64))
            return None
        if message.body.get("op") != "fit" or self._next > len(self.jobs):
            raise ConversationBroken("an unexpected message")
        if self._next == len(self.jobs):
            return Message({})
        config, seed, split, asked = self.jobs[self._next]
        self._next += 1
        body: dict[str, Json] = {"config": config, "seed": seed}
        return Message(body, (split.inputs, split.targets, asked))


def _compute(found: _Found, spec: SearchFile, data: DataSet, judge: Workshop) -> _Computed:
    """Trains the reference with chosen and default, and cross-validates the choice that was reported."""
    default: Config = dict[str, Json](spec.default)
    jobs: list[tuple[Config, int, Split, Array]] = []
    configs = [default] if found.chosen is None else [found.chosen, default]
    for config, number in itertools.product(configs, range(spec.seeds)):
        jobs.append((config, judge.seed_for(f"fit {number}"), data.train, data.hidden.inputs))
    honest = [] if found.chosen is None or found.trial_of(found.chosen) is None else [found.chosen]
    folds = np.array_split(np.arange(len(data.train)), spec.folds)
    for config, fold in itertools.product(honest, folds):
        kept = np.setdiff1d(np.arange(len(data.train)), fold)
        split = Split(data.train.inputs[kept], data.train.targets[kept])
        jobs.append((config, judge.seed_for("fold"), split, data.train.inputs[fold]))
    refitting = _Refitting(jobs)
    try:
        judge.run("refit", {"outputs": data.outputs}, refitting, lambda: "predicting")
    except ProgramFailed as error:
        reason = f"the reference fails: {error.failure.message}"
        raise AssignmentError(reason, file="reference.py") from error
    hidden = [
        _accuracy(a, data.hidden.targets) for a in refitting.answers[: len(configs) * spec.seeds]
    ]
    left = iter(refitting.answers[len(configs) * spec.seeds :])
    means = {
        _key(config): float(
            np.mean([_accuracy(next(left), data.train.targets[fold]) for fold in folds])
        )
        for config in honest
    }
    chosen = hidden[: spec.seeds] if found.chosen is not None else []
    return _Computed(chosen, hidden[-spec.seeds :], means)


def _accuracy(outputs: NDArray[np.float64], targets: NDArray[np.generic]) -> float:
    return float(np.mean(outputs.argmax(axis=1) == targets))


def _key(config: Config | None) -> str:
    return ", ".join(f"{name} {value}" for name, value in sorted((config or {}).items()))


def _scored(
    criterion: SearchCriterion | GainCriterion,
    spec: SearchFile,
    found: _Found,
    searching: _Searching,
    computed: _Computed,
) -> Criterion:
    if isinstance(criterion, GainCriterion):
        return by_figure(criterion, computed.gain, "accuracy gained over the default")
    if criterion.id == "untouched":
        return by_verdict(criterion, _untouched(searching))
    if criterion.id == "trials":
        return by_verdict(criterion, _trials(spec, found))
    return by_verdict(criterion, _honest(spec, found, computed))


def _untouched(searching: _Searching) -> Verdict:
    if searching.asked:
        says = f"The search asked for {searching.asked} batches of the test part."
        return Verdict(value=False, evidence=says)
    return Verdict(value=True, evidence="No batch of the test part was asked for.")


def _trials(spec: SearchFile, found: _Found) -> Verdict:
    if found.chosen is None:
        says = "What was chosen is no configuration of the space that was given."
        return Verdict(value=False, evidence=says)
    usable = [t for t in found.trials if t.config is not None and t.mean is not None]
    different = {_key(trial.config) for trial in usable}
    if len(different) < spec.least_trials:
        says = (
            f"{len(different)} configurations of the space were tried; {spec.least_trials} are due."
        )
        return Verdict(value=False, evidence=says)
    if any(len(trial.scores) != spec.folds for trial in usable):
        says = (
            f"A trial has another number of scores than the {spec.folds} folds that were asked for."
        )
        return Verdict(value=False, evidence=says)
    mine = found.trial_of(found.chosen)
    best = max(usable, key=lambda trial: trial.mean or 0.0)
    if mine is None or mine.mean is None or mine.mean < (best.mean or 0.0) - _TIE:
        says = f"By your own scores {_key(best.config)} is better than what you chose."
        return Verdict(value=False, evidence=says)
    says = f"{len(different)} configurations were tried on {spec.folds} folds each, and the best chosen."
    return Verdict(value=True, evidence=says)


def _honest(spec: SearchFile, found: _Found, computed: _Computed) -> Verdict:
    # A default that hardly trains scores by luck, and a score that is too low deceives nobody.
    trial, mean = found.trial_of(found.chosen), computed.means.get(_key(found.chosen))
    if trial is None or mean is None:
        return Verdict(value=False, evidence="The choice has no trial.")
    if trial.mean is None or trial.mean - mean > spec.tolerance:
        said = "no number" if trial.mean is None else f"{trial.mean:.3f}"
        says = f"For {_key(found.chosen)} you report {said}; the reference comes to {mean:.3f}."
        return Verdict(value=False, evidence=says)
    return Verdict(
        value=True, evidence="The reported score is no better than what the reference comes to."
    )


def _choice_table(found: _Found, spec: SearchFile, computed: _Computed) -> Table:
    rows: list[list[Cell]] = [
        ["default", _key(dict[str, Json](spec.default)), round(float(np.mean(computed.default)), 2)]
    ]
    if computed.chosen:
        rows.append(["your choice", _key(found.chosen), round(float(np.mean(computed.chosen)), 2)])
    return Table(
        title="Your choice against the default",
        columns=["which", "configuration", "accuracy on hidden data"],
        rows=rows,
        note=f"Each trained by the reference with {spec.seeds} seeds.",
    )


def _trials_table(found: _Found) -> Table:
    usable = [t for t in found.trials if t.config is not None and t.mean is not None]
    best = sorted(usable, key=lambda trial: -(trial.mean or 0.0))[:_MOST_SHOWN]
    rows: list[list[Cell]] = [
        [_key(t.config), round(t.mean or 0.0, 3), len(t.scores)] for t in best
    ]
    return Table(
        title="Your best trials",
        columns=["configuration", "mean score, as you report it", "folds"],
        rows=rows,
        note=f"{len(usable)} trials in all.",
    )
