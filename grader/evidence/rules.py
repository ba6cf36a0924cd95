"""Early-stopping rules, right and wrong, replayed on a series of validation losses."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """How a training loop decides when to stop. Values are the examiner's codes for the wrong ones."""

    CORRECT = "correct"
    OFF_BY_ONE = "patience_off_by_one"
    COUNTER_NOT_RESET = "counter_not_reset"
    COMPARES_TO_PREVIOUS = "compares_to_previous"
    ON_TRAIN_LOSS = "early_stop_on_train_loss"
    ON_LAST_BATCH = "val_loss_last_batch"
    PATIENCE_IGNORED = "patience_ignored"
    NEVER = "no_early_stopping"


@dataclass(frozen=True, slots=True)
class Margin:
    """By how much a loss must fall to count as better: absolute, or relative to the best so far."""

    size: float
    relative: bool = False

    def below(self, best: float) -> float:
        """What the next loss must be smaller than."""
        if self.relative and math.isfinite(best):
            return best - abs(best) * self.size
        return best - self.size


# The margins (min_delta) found in use.
MARGINS = (
    *(Margin(size) for size in (0.0, 1e-5, 1e-4, 1e-3, 5e-3, 1e-2)),
    *(Margin(size, relative=True) for size in (1e-4, 1e-3, 1e-2)),
)


@dataclass(frozen=True, slots=True)
class Stop:
    """Where a rule stops (None: not within the series) and which epoch it calls the best (0: none)."""

    epoch: int | None
    best: int


def replay(
    losses: Sequence[float],
    patience: int,
    max_epochs: int,
    *,
    margin: Margin = MARGINS[0],
    resets: bool = True,
    against_previous: bool = False,
) -> Stop:
    """Runs a rule over losses of epochs 1, 2, ...; it stops after `patience` epochs without gain."""
    best, best_epoch, waited, previous = math.inf, 0, 0, math.inf
    for epoch, loss in enumerate(losses, 1):
        if loss < (previous if against_previous else margin.below(best)):
            best, best_epoch = loss, epoch
            if resets:
                waited = 0
        else:
            waited += 1
        previous = loss
        if waited >= patience:
            return Stop(epoch, best_epoch)
    return Stop(max_epochs if len(losses) >= max_epochs else None, best_epoch)


@dataclass(frozen=True, slots=True)
class Explanation:
    """One rule on one series that reproduces the observed stop, and the epoch it calls the best.

    `plain`: on losses and without a margin, as most programs are.
    """

    rule: Rule
    series: str
    best: int
    plain: bool = True


# Series a correct rule may watch, and those a program may compare with the epoch before.
_VALIDATION = ("validation", "reported", "accuracy", "absolute_error")
_SCORES = ("accuracy", "absolute_error")
_LOSSES = ("validation", "reported", "last_batch")
_TRAINING = ("train", "reported_train")


@dataclass(frozen=True, slots=True)
class Stopping:
    """An observed stop: after which epoch, under which settings, with which series in sight.

    `before` holds, by series, the figure of a validation before any training, where there was one.
    """

    epoch: int
    patience: int
    max_epochs: int
    series: Mapping[str, Sequence[float]]
    before: Mapping[str, float]

    def by_correct_rules(self) -> list[Explanation]:
        """Every correct rule, with any usual margin, that stops where training stopped."""
        return list(self._by(Rule.CORRECT, _VALIDATION, self.patience))

    def by_wrong_rules(self) -> list[Explanation]:
        """Every known wrong rule that stops where training stopped."""
        found = [
            *self._by(Rule.OFF_BY_ONE, _VALIDATION, self.patience + 1),
            *(self._by(Rule.OFF_BY_ONE, _VALIDATION, self.patience - 1)),
            *self._by(Rule.COUNTER_NOT_RESET, _VALIDATION, self.patience, resets=False),
            *self._by(Rule.COMPARES_TO_PREVIOUS, _LOSSES, self.patience, against_previous=True),
            *self._by(Rule.ON_TRAIN_LOSS, _TRAINING, self.patience),
            *self._by(Rule.ON_LAST_BATCH, ("last_batch",), self.patience),
        ]
        if self.epoch >= self.max_epochs:
            return [*found, Explanation(Rule.NEVER, "", 0)]
        near = (self.patience - 1, self.patience, self.patience + 1)
        for patience in range(1, self.max_epochs):
            if patience not in near or patience == 1:
                found += self._by(Rule.PATIENCE_IGNORED, _VALIDATION, patience)
        return found

    def _by(
        self,
        rule: Rule,
        names: Sequence[str],
        patience: int,
        *,
        resets: bool = True,
        against_previous: bool = False,
    ) -> Iterator[Explanation]:
        if patience < 1:
            return
        for name in names:
            losses = list(self.series.get(name, ()))[: self.epoch]
            if len(losses) < self.epoch:
                continue
            # A validation before the first epoch may or may not take part in the rule.
            shifted = [(0, losses)]
            if name in self.before:
                shifted.append((1, [self.before[name], *losses]))
            for margin in MARGINS[:1] if against_previous else MARGINS:
                for shift, seen in shifted:
                    stop = replay(
                        seen,
                        patience,
                        self.max_epochs + shift,
                        margin=margin,
                        resets=resets,
                        against_previous=against_previous,
                    )
                    if stop.epoch == self.epoch + shift:
                        plain = margin is MARGINS[0] and name not in _SCORES
                        yield Explanation(rule, name, stop.best - shift, plain)
                        if against_previous:
                            # Only the counter may be wrong, and the best epoch kept rightly.
                            least = min(range(len(seen)), key=seen.__getitem__) + 1
                            yield Explanation(rule, name, least - shift, plain)
