"""Whether training stopped early by a right rule, and whether the best weights came back.

In the scripted world validation is good after cycles 1, 3 and 5 and never again. Which passes were
asked for says when training stopped; stamps in the weights say which pass was learned from last.
Seen from inside, digests of the weights and the losses of every pass say the same more exactly.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ..observation import Observation
from ..probes.script import GOOD_CYCLES, ScriptWorld
from .pairs import PairReading, read_pairs
from .reading import Reading
from .rules import Explanation, Rule, Stopping
from .series import Series, follows_script, read_series
from .timeline import Timeline, read_timeline

# A reported history that follows the script less often than this is not the script's.
_FOLLOWS = 0.75
# The order in which several matching wrong rules are named: the most specific first.
_NAMED_FIRST = (
    Rule.OFF_BY_ONE,
    Rule.COUNTER_NOT_RESET,
    Rule.ON_TRAIN_LOSS,
    Rule.COMPARES_TO_PREVIOUS,
    Rule.ON_LAST_BATCH,
    Rule.PATIENCE_IGNORED,
    Rule.NEVER,
)
_TOLD_APART_BY_DATA = {
    Rule.OFF_BY_ONE,
    Rule.COUNTER_NOT_RESET,
    Rule.ON_TRAIN_LOSS,
    Rule.COMPARES_TO_PREVIOUS,
}


@dataclass(frozen=True, slots=True)
class StoppingReading:
    """Both answers, and the codes of what went wrong with the evidence for each.

    `ambiguous`: a right rule explains the stop, a wrong one the stop and the returned epoch as well;
    or several wrong rules do alike.
    """

    stopping: Reading
    restored: Reading
    codes: dict[str, str] = field(default_factory=dict)
    ambiguous: bool = False


def excused(reading: StoppingReading, why: str) -> StoppingReading:
    """The same, but for every "no", which is left open for the reason given."""
    stopping, restored = (
        Reading(None, f"{answer.evidence} {why}") if answer.value is False else answer
        for answer in (reading.stopping, reading.restored)
    )
    return StoppingReading(stopping, restored, reading.codes)


def open_question(why: str, codes: dict[str, str] | None = None) -> StoppingReading:
    """Neither question can be answered."""
    return StoppingReading(Reading(None, why), Reading(None, why), codes or {})


def read_stopping(
    observation: Observation, world: ScriptWorld, *, learned: bool
) -> StoppingReading:
    """Judges a run in the scripted world, with its facts from inside if it still carries them."""
    return _Judgement(observation, world, learned).read()


class _Judgement:
    """One run under judgement."""

    def __init__(self, observation: Observation, world: ScriptWorld, learned: bool) -> None:
        self.observation, self.world, self.learned = observation, world, learned
        self.timeline: Timeline = read_timeline(observation.log)
        self.pairs: PairReading = read_pairs(observation, world, self.timeline)
        self.series: Series = read_series(observation, self.timeline, world.task)
        self.inside = observation.facts is not None and "validation" in self.series.by_name
        self.follows = follows_script(observation.history.validation, self.timeline, world)
        self.epoch = self.timeline.last_validated
        self.ran_out = self.epoch >= observation.max_epochs
        self.stamped = self._stamped_epoch()
        self.returned = self._returned_epochs()
        rules = Stopping(
            self.epoch,
            observation.patience,
            observation.max_epochs,
            self.series.by_name,
            self.series.before,
        )
        self.right = rules.by_correct_rules()
        self.wrong = rules.by_wrong_rules()

    def read(self) -> StoppingReading:
        if (early := self._without_rules()) is not None:
            return early
        stopping, named, ambiguous = self._stopping()
        codes = {} if named is None else {named: stopping.evidence}
        restored, code = self._restored(named)
        if code is not None:
            codes[code] = restored.evidence
        return StoppingReading(stopping, restored, codes, ambiguous)

    # What came back.

    def _stamped_epoch(self) -> int | None:
        """The epoch the returned weights learned from last, by the stamps; None if unreadable."""
        pairs = self.pairs
        validated_first = 0 in self.timeline.validation.values()
        if not pairs.readable:
            return None
        # The first pass (or a look at the data and then the first pass) must have left its stamp,
        # else the first layer does not react at all. Weights from before any training may come back.
        if not pairs.stamped:
            return 0 if validated_first and self.learned else None
        return pairs.last_stamped_cycle(self.timeline) if min(pairs.stamped) <= 2 else None

    def _returned_epochs(self) -> set[int]:
        """The epochs whose weights came back: by digests from inside, else by the stamps."""
        facts = self.observation.facts
        if facts is not None and facts.weights is not None and self.inside:
            final = facts.weights.final.parameters
            epochs = {
                self.timeline.validation[shot.number]
                for shot in facts.weights.snapshots
                if shot.kind == "validation"
                and shot.parameters == final
                and shot.number in self.timeline.validation
            }
            if epochs:
                return epochs
            foreign = facts.modes.foreign_validation_calls if facts.modes else 0
            # Weights of no epoch: an averaged copy that was itself validated proves nothing.
            if self.stamped == self.epoch or not foreign:
                return set()
        return set() if self.stamped is None else {self.stamped}

    # When it stopped.

    def _without_rules(self) -> StoppingReading | None:
        """Answers that need no rule: validation never used, or asked for once only."""
        timeline, observation = self.timeline, self.observation
        train, validation = len(timeline.train), len(timeline.validation)
        if train == 1 and (validation >= 3 or validation == 1 < self.observation.max_epochs):
            return self._read_once("train_loader_read_once", "training", "train")
        if validation == 1 and train >= 3 and self._validated_at_once():
            return self._read_once("val_loader_read_once", "validation", "val")
        if self.epoch == 0:
            evidence = f"In {train} passes over the training data, validation was never asked for."
            no = Reading(False, evidence)
            return StoppingReading(no, no, {"validation_not_used": evidence})
        if self.epoch == 1 and train >= 3 and len(self.pairs.stamped) >= 3:
            evidence = (
                f"All {train} training passes came before the only validation; "
                f"max_epochs was {observation.max_epochs}."
            )
            no = Reading(False, evidence)
            return StoppingReading(no, no, {"no_early_stopping": evidence})
        return self._model_never_asked()

    def _read_once(self, code: str, words: str, name: str) -> StoppingReading:
        evidence = (
            f"The {words} loader was iterated once for {self.observation.max_epochs} epochs; "
            "so when training stopped cannot be seen."
        )
        return open_question(evidence, {code: evidence})

    def _validated_at_once(self) -> bool:
        """Whether the only validation pass came among the first three passes: it was kept."""
        kinds = [entry.kind for entry in self.observation.log if entry.batches_asked]
        return "validation" in kinds[:3]

    def _model_never_asked(self) -> StoppingReading | None:
        facts = self.observation.facts
        modes = facts.modes if facts is not None else None
        if modes is None or modes.validation_calls or modes.foreign_validation_calls:
            return None
        # Who computes the outputs without calling the model reports losses that follow the script.
        if not modes.train_calls or (self.follows is not None and self.follows >= _FOLLOWS):
            return None
        evidence = "Validation batches were taken, but the model was never called on them."
        no = Reading(False, evidence)
        return StoppingReading(no, no, {"validation_not_used": evidence})

    def _stopping(self) -> tuple[Reading, str | None, bool]:
        epoch, patience = self.epoch, self.observation.patience
        where = (
            f"Validation was scripted to be best after epoch 5 and worse from then on; with "
            f"patience {patience} training stopped after epoch {epoch}"
            f"{' (max_epochs)' if self.ran_out else ''}."
        )
        believed = self.inside or self.follows is None or self.follows >= _FOLLOWS
        if self.right and believed:
            value = None if self.ran_out else True
            return Reading(value, where), None, self._wrong_rule_fits_better()
        if not self.learned and not self.inside:
            return Reading(None, where + " But the program hardly learned at all."), None, False
        if self.stamped in GOOD_CYCLES and epoch - self.stamped == patience:
            return (
                Reading(True, f"{where} The weights returned are epoch {self.stamped}'s."),
                None,
                False,
            )
        explained = [*self.right, *self.wrong]
        if self.stamped == epoch and epoch - patience in GOOD_CYCLES and not explained:
            return Reading(True, where), None, False
        if explained:
            named = self._name(explained)
            return Reading(False, where), named, self._undecided(explained)
        if self.ran_out:
            return Reading(False, where), "no_early_stopping", False
        if self.stamped is not None:
            return Reading(False, where), "early_stopping_wrong", False
        return Reading(None, where + " No known rule explains that."), None, False

    def _wrong_rule_fits_better(self) -> bool:
        """The right rules do not lead to the returned weights, and a wrong one does."""
        if not self.returned or self.epoch in self.returned:
            return False
        if any(rule.best in self.returned for rule in self.right):
            return False
        return any(rule.best in self.returned for rule in self.wrong)

    def _pool(self, explained: list[Explanation]) -> list[Explanation]:
        """The likeliest explanations: that lead to the returned weights, and are plain, if any do.

        Weights kept rightly say nothing of the rule: keeping and stopping may be written apart.
        """
        fitting = [rule for rule in explained if rule.best in self.returned]
        telling = self.epoch not in self.returned and not self.returned & self._best_epochs()
        pool = fitting if fitting and telling else explained
        return [rule for rule in pool if rule.plain] or pool

    def _undecided(self, explained: list[Explanation]) -> bool:
        """Whether several mistakes explain the stop equally well, so that other data must decide."""
        names = {rule.rule for rule in self._pool(explained)} & _TOLD_APART_BY_DATA
        return len(names) > 1 and not self.ran_out

    def _name(self, explained: list[Explanation]) -> str | None:
        """The most specific wrong rule, among those that lead to the returned weights if any do."""
        names = {rule.rule for rule in self._pool(explained)}
        fitting = [rule for rule in explained if rule.best in self.returned]
        if self.ran_out:
            names = {Rule.NEVER}
            validation = self.series.by_name.get("validation")
            best = int(np.argmin(validation)) + 1 if validation else None
            if any(
                rule.rule is Rule.COMPARES_TO_PREVIOUS
                and rule.best < self.epoch != best
                and rule.best != best
                for rule in fitting
            ):
                names = {Rule.COMPARES_TO_PREVIOUS}
        return next((str(rule) for rule in _NAMED_FIRST if rule in names), None)

    # Which weights came back.

    def _restored(self, named: str | None) -> tuple[Reading, str | None]:
        if not self.returned:
            return Reading(None, "The returned weights cannot be traced to an epoch."), None
        good = self._best_epochs()
        returned = min(self.returned)
        best = ", ".join(map(str, sorted(good)))
        evidence = (
            f"The returned weights are those of epoch {returned}; the best validation was after "
            f"epoch {best}, the last epoch was {self.epoch}."
        )
        patience_fits = self.stamped in GOOD_CYCLES and (
            self.epoch - (self.stamped or 0) == self.observation.patience
        )
        if self.returned & good or (not self.inside and patience_fits):
            return Reading(True, evidence), self._buffers_code()
        if self.epoch in self.returned:
            return Reading(False, evidence), self._last_weights_code()
        wrong_epoch = named is None or named == "no_early_stopping"
        return Reading(False, evidence), "wrong_epoch_restored" if wrong_epoch else None

    def _best_epochs(self) -> set[int]:
        """Epochs a right program may call the best: by rules with a margin, or by any score."""
        good = {rule.best for rule in self.right}
        believed = self.inside or self.follows is None or self.follows >= _FOLLOWS
        for name in ("validation", "accuracy", "absolute_error", "reported"):
            losses = self.series.by_name.get(name)
            if losses and (name != "reported" or believed):
                figures = np.array(losses)
                good |= {int(at) + 1 for at in np.flatnonzero(figures == figures.min())}
        return good or set(GOOD_CYCLES)

    def _last_weights_code(self) -> str:
        facts = self.observation.facts
        loads = facts.weights.loads if facts is not None and facts.weights is not None else []
        return "best_alias" if any(load.aliased for load in loads) else "returns_last_weights"

    def _buffers_code(self) -> str | None:
        """Parameters of one epoch with running statistics of another."""
        facts = self.observation.facts
        if facts is None or facts.weights is None or not self.inside:
            return None
        weights = facts.weights
        shots = [shot for shot in weights.snapshots if shot.kind == "validation"]
        parameters = {s.number for s in shots if s.parameters == weights.final.parameters}
        buffers = {s.number for s in shots if s.buffers == weights.final.buffers}
        apart = parameters and buffers and not parameters & buffers
        return "buffers_not_restored" if apart else None
