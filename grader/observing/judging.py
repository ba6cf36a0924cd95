"""From everything observed of a program to the findings: verdicts, diagnostics, curves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..evidence.curves import read_curves
from ..evidence.datause import data_use
from ..evidence.dossier import Dossier, ScriptedRun
from ..evidence.graded import held_against, ran_on
from ..evidence.gradients import PenaltySeen
from ..evidence.helps import diagnose
from ..evidence.history import history_mistakes
from ..evidence.losses import loss_mistakes
from ..evidence.optimization import optimization
from ..evidence.penalty import PenaltyOpinions
from ..evidence.reading import NOTHING, Opinion, Reading
from ..evidence.stopping import StoppingReading, excused, open_question, read_stopping
from ..evidence.usage import usage
from ..report import Diagnostic, Failure, Findings, Source

_UNTRAINED = Reading(False, "No weight changed in training, so nothing can have acted.")
# Codes that accuse of a verdict's "no" are left out where the verdict is not no.
_OF_STOPPING = {
    "patience_off_by_one",
    "counter_not_reset",
    "compares_to_previous",
    "early_stop_on_train_loss",
    "val_loss_last_batch",
    "patience_ignored",
    "no_early_stopping",
    "early_stopping_wrong",
}
_OF_RESTORING = {"returns_last_weights", "best_alias", "wrong_epoch_restored"}
_ORDER = {"error": 0, "warning": 1, "question": 2}


@dataclass(frozen=True, slots=True)
class StoppingOpinions:
    """Both sides on early stopping and on the weights that came back, and the codes they named."""

    outside: StoppingReading
    inside: StoppingReading | None
    alive: bool

    @property
    def stopping(self) -> Opinion:
        """On early stopping."""
        inside = self.inside.stopping if self.inside else NOTHING
        return Opinion(self.outside.stopping, inside, self.alive)

    @property
    def restored(self) -> Opinion:
        """On the best weights."""
        inside = self.inside.restored if self.inside else NOTHING
        return Opinion(self.outside.restored, inside, self.alive)

    @property
    def needs_another_look(self) -> bool:
        """Whether a second scripted run, with wider steps and fresh seeds, may settle something."""
        doubtful = {"early_stopping_wrong", "wrong_epoch_restored"}
        readings = [self.outside, *([self.inside] if self.inside and self.alive else [])]
        return (
            self.stopping.disputed
            or self.restored.disputed
            or any(reading.ambiguous or doubtful & set(reading.codes) for reading in readings)
        )

    def named(self, verdict: bool | None, opinion: Opinion) -> bool:
        """Whether codes of a question may be named: where the answer is no, or where outside sees
        nothing and those inside, who saw it all, say no. The latter costs no point.
        """
        seen_inside = self.alive and opinion.inside.value is False
        return verdict is False or (opinion.outside.value is None and seen_inside)

    @property
    def codes(self) -> dict[str, tuple[Source, str]]:
        """What was named, by whom. Where hooks stood, they see more exactly which rule it was."""
        if self.inside is None or not self.alive:
            return {code: ("outside", evidence) for code, evidence in self.outside.codes.items()}
        return {
            code: ("outside" if code in self.outside.codes else "inside", evidence)
            for code, evidence in self.inside.codes.items()
        }


def judge_stopping(dossier: Dossier, run: ScriptedRun) -> StoppingOpinions:
    """Both sides' readings of one scripted run."""
    if dossier.untrained:
        no = StoppingReading(_UNTRAINED, _UNTRAINED)
        return StoppingOpinions(no, None, dossier.alive)
    if not run.observation.finite:
        why = "In the scripted run the weights became infinite or not a number."
        return StoppingOpinions(open_question(why), None, dossier.alive)
    outside = read_stopping(run.observation.without_facts(), run.world, learned=dossier.learned)
    alive = run.observation.facts is not None and run.observation.facts.alive
    inside = read_stopping(run.observation, run.world, learned=dossier.learned) if alive else None
    losses = run.observation.facts.losses if run.observation.facts is not None and alive else None
    if losses is not None and losses.not_finite:
        # Only the graded run counts; that a learner diverges on the script's noise is no mistake.
        why = "But the losses of this run were infinite or not a number at times."
        outside, inside = excused(outside, why), inside and excused(inside, why)
    return StoppingOpinions(outside, inside, alive)


def stopping_unseen(failure: Failure, alive: bool) -> StoppingOpinions:
    """What stands where the program failed in the scripted world, twice."""
    no = Reading(False, f"This could not be observed: {failure.message}")
    return StoppingOpinions(StoppingReading(no, no), None, alive)


@dataclass(frozen=True, slots=True)
class Opinions:
    """Both sides on every question."""

    penalty: PenaltyOpinions
    dropout: Opinion
    stopping: StoppingOpinions
    seen: PenaltySeen | None
    probe_failure: Failure | None


def findings(dossier: Dossier, opinions: Opinions) -> Findings:
    """Everything that goes into the report."""
    penalty = opinions.penalty
    result = Findings(
        metric=dossier.metric,
        penalty=penalty.penalty.verdict(),
        l1=penalty.l1.verdict(),
        l2=penalty.l2.verdict(),
        dropout=opinions.dropout.verdict(),
        early_stopping=held_against(
            opinions.stopping.stopping.verdict(), ran_on(dossier.real, dossier.task)
        ),
        best_restored=opinions.stopping.restored.verdict(),
        curves=read_curves(dossier.real),
    )
    return result.model_copy(update={"diagnostics": _diagnostics(dossier, opinions, result)})


def _diagnostics(dossier: Dossier, opinions: Opinions, found: Findings) -> list[Diagnostic]:
    listed = [
        *_probe(opinions.probe_failure),
        *_stopping(opinions.stopping, found),
        *data_use(dossier),
        *usage(dossier),
        *loss_mistakes(dossier, opinions.seen),
        *_penalty(opinions),
        *_tampering(dossier),
        *history_mistakes(dossier),
    ]
    codes = {diagnostic.id for diagnostic in listed}
    penalized = found.penalty.value is True
    listed += optimization(dossier, codes, penalized=penalized)
    if any(diagnostic.id == "diverged" for diagnostic in listed):
        # Weights that ran away carry rounding with them, by which any pair of columns comes apart.
        listed = [d for d in listed if d.id != "train_on_val"]
    elif "train_on_val" in codes or dossier.untrained:
        # Losses on data that was learned from, or of a model that never moved, say nothing.
        listed = [d for d in listed if d.id not in ("history_mismatch", "val_loss_last_batch")]
    return _once_each(listed)


def _once_each(listed: Iterable[Diagnostic]) -> list[Diagnostic]:
    by_code: dict[str, Diagnostic] = {}
    for diagnostic in listed:
        by_code.setdefault(diagnostic.id, diagnostic)
    return sorted(by_code.values(), key=lambda d: (_ORDER[d.severity], d.id))


def _probe(failure: Failure | None) -> list[Diagnostic]:
    if failure is None:
        return []
    diagnostic = diagnose("probe_failed", "outside", failure.message)
    return [diagnostic.model_copy(update={"line": failure.line})]


def _stopping(opinions: StoppingOpinions, found: Findings) -> list[Diagnostic]:
    left_out = set()
    if not opinions.named(found.early_stopping.value, opinions.stopping):
        left_out |= _OF_STOPPING
    if not opinions.named(found.best_restored.value, opinions.restored):
        left_out |= _OF_RESTORING
    return [
        diagnose(code, source, evidence)
        for code, (source, evidence) in opinions.codes.items()
        if code not in left_out
    ]


def _penalty(opinions: Opinions) -> list[Diagnostic]:
    penalty, seen = opinions.penalty, opinions.seen
    if penalty.forged:
        return [diagnose("canary_forged", "outside", penalty.penalty.outside.evidence)]
    if penalty.grew and not (seen is not None and (seen.has_l1 or seen.has_l2)):
        return [diagnose("penalty_wrong_sign", "outside", penalty.penalty.outside.evidence)]
    if seen is not None and seen.sign_is_wrong:
        evidence = "The loss's gradient carries a part that makes weights grow."
        return [diagnose("penalty_wrong_sign", "inside", evidence)]
    if seen is not None and seen.anywhere and not seen.on_matrices and not seen.decays:
        evidence = f"A penalty's gradient reaches {', '.join(sorted(seen.anywhere)[:4])} only."
        return [diagnose("penalty_wrong_params", "inside", evidence)]
    return []


def _tampering(dossier: Dossier) -> list[Diagnostic]:
    gone = [run.world for run in dossier.runs if run.facts is not None and not run.facts.alive]
    if not gone:
        return []
    evidence = (
        f"In {len(gone)} of {len(dossier.runs)} runs the grader's hooks were gone at the end."
    )
    return [diagnose("tampering", "inside", evidence)]
