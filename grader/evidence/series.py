"""The series a training loop may have watched, one figure an epoch; lower is better in all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from ..datasets import Task
from ..facts import Kind, LossRow
from ..observation import Observation
from ..probes.script import GOOD_CYCLES, LAST_RIGHT_CYCLES, ScriptWorld
from .timeline import Timeline


@dataclass(frozen=True, slots=True)
class Series:
    """By name: `validation`, `last_batch`, `accuracy` (negated) or `absolute_error`, `train` as seen
    from inside; `reported` and `reported_train` as the program says. `before`: before any training.
    """

    by_name: dict[str, list[float]] = field(default_factory=dict)
    before: dict[str, float] = field(default_factory=dict)


def read_series(observation: Observation, timeline: Timeline, task: Task) -> Series:
    """Every series that is complete up to the last validated epoch."""
    series = Series()
    epochs = timeline.last_validated
    reported, train = observation.history.validation, observation.history.train
    if reported and epochs and len(reported) in (epochs, epochs + 1):
        series.by_name["reported"] = list(reported[-epochs:])
        if len(reported) == epochs + 1:
            series.before["reported"] = reported[0]
    if train and len(train) == epochs:
        series.by_name["reported_train"] = list(train)
    if observation.facts is not None and observation.facts.losses is not None:
        _add_seen(series, observation.facts.losses.rows, timeline, task)
    return series


def mean_losses(rows: Sequence[LossRow], kind: Kind, timeline: Timeline) -> dict[int, float]:
    """The mean loss that was seen in each epoch (0: before any training)."""
    epochs = timeline.train if kind == "train" else timeline.validation
    return _by_epoch([(row.number, row.loss) for row in rows if row.kind == kind], epochs)


def _add_seen(series: Series, rows: Sequence[LossRow], timeline: Timeline, task: Task) -> None:
    validation = [row for row in rows if row.kind == "validation"]
    score, sign = ("accuracy", -1.0) if task == "classification" else ("absolute_error", 1.0)
    last = [(row.number, row.last) for row in validation]
    scores = [(row.number, None if row.score is None else sign * row.score) for row in validation]
    seen = {
        "validation": mean_losses(rows, "validation", timeline),
        "last_batch": _by_epoch(last, timeline.validation),
        score: _by_epoch(scores, timeline.validation),
        "train": mean_losses(rows, "train", timeline),
    }
    for name, figures in seen.items():
        whole = [figures.get(epoch) for epoch in range(1, timeline.last_validated + 1)]
        complete = [figure for figure in whole if figure is not None]
        if complete and len(complete) == len(whole):
            series.by_name[name] = complete
        first = figures.get(0)
        if first is not None and name != "train":
            series.before[name] = first


def _by_epoch(
    figures: Sequence[tuple[int, float | None]], epochs: dict[int, int]
) -> dict[int, float]:
    """The first figure of each epoch."""
    found: dict[int, float] = {}
    for number, figure in figures:
        epoch = epochs.get(number)
        if epoch is not None and figure is not None:
            found.setdefault(epoch, figure)
    return found


def follows_script(
    losses: Sequence[float] | None, timeline: Timeline, world: ScriptWorld
) -> float | None:
    """How well validation losses, one a validated cycle, follow the script: 1 is always, 0.5 is chance.

    The share of pairs of a bad and a good cycle in which the bad one has the greater loss. None
    where there are too few. The first cycles are left out: a net that has hardly learned may do as
    badly on right labels as on wrong ones.
    """
    if losses is None or len(losses) < 4:
        return None
    first = 0 if len(losses) == timeline.last_validated + 1 else 1
    cycles = np.arange(len(losses)) + first
    badness = np.array([world.badness(int(cycle)) for cycle in cycles])
    values = np.array(losses)
    bad = values[(badness >= 0.5) & (cycles >= 1)]
    good = values[np.isin(cycles, GOOD_CYCLES[1:])]
    if not len(bad) or not len(good):
        return None
    return float(np.mean(bad[:, None] > good[None]))


def taken_for_good(
    observation: Observation, timeline: Timeline, world: ScriptWorld
) -> float | None:
    """Where the reported losses of cycles stand that only the last batch was good in: 0 beside the
    good cycles, 1 beside the bad ones. A mean over all batches stands near 0.9, the last batch at 0.

    None where too little was reported, or good and bad cycles are not told apart.
    """
    reported = observation.history.validation
    if reported is None or timeline.last_validated < 6 or len(reported) < timeline.last_validated:
        return None
    losses = dict(enumerate(reported[-timeline.last_validated :], 1))
    good = [losses[c] for c in GOOD_CYCLES[1:] if c in losses]
    bad = [loss for c, loss in losses.items() if world.badness(c) == 1.0]
    almost = [losses[c] for c in LAST_RIGHT_CYCLES if c in losses]
    if not good or not bad or len(almost) < 2:
        return None
    # Good and bad must stand apart, else a model that hardly learned says anything by chance.
    if min(bad) - max(good) < 0.5 * (np.mean(bad) - np.mean(good)):
        return None
    return float((np.mean(almost) - np.mean(good)) / (np.mean(bad) - np.mean(good)))
