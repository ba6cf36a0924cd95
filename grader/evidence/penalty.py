"""Whether a weight penalty acted, and which: from canary columns outside, from gradients inside."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ..observation import Observation
from ..probes.real import RealWorld
from .canaries import CanaryReading, Movement, read_canaries, read_duplicates
from .gradients import PenaltySeen
from .matrices import input_matrices
from .reading import NOTHING, Opinion, Reading

# A penalty acts in every step. Weights that shrank as far in a few steps as in this many times more
# (a schedule may make early steps five times as long as late ones) were shrunk once, at the end.
_TIMES_MORE_STEPS, _AS_FAR = 8, 0.7
# A decay that fits this well leaves no room for an L1 part, and an L1 that fits so none for a decay.
_PURE_L2, _PURE_L1 = 0.01, 2e-3
# Zero columns decayed by more than this share while duplicated columns shrank less than a fifth as
# much, both by a clean law: the zero columns were shrunk on their own.
_DECAYED, _FORGED, _CLEAN = 1e-3, 0.2, 0.05

_PENALTIES = {Movement.L1, Movement.L2, Movement.BOTH, Movement.EITHER}
_AMBIGUOUS = {Movement.EITHER, Movement.UNKNOWN, Movement.SHRUNK}


@dataclass(frozen=True, slots=True)
class Canaries:
    """What the canary columns of one run say; `layers` are the matrices they belong to."""

    reading: CanaryReading | None
    forged: bool
    why: str
    layers: frozenset[str] = frozenset()
    steps: int = 0

    @property
    def movement(self) -> Movement:
        """UNKNOWN where no first layer was found."""
        return Movement.UNKNOWN if self.reading is None else self.reading.movement

    @property
    def ambiguous(self) -> bool:
        """Whether a look after fewer steps may tell more."""
        return self.reading is not None and self.movement in _AMBIGUOUS

    @property
    def shrank(self) -> float | None:
        """How far weights shrank, for a law whose effects of single steps add up; else None."""
        if self.reading is None or self.movement not in (Movement.L1, Movement.L2):
            return None
        law = self.reading.proportional if self.movement is Movement.L2 else self.reading.soft
        if law is None or law.residual > _CLEAN or not 0 < law.factor <= 1:
            return None
        return -math.log(law.factor) if self.movement is Movement.L2 else law.strength


def look_at_canaries(observation: Observation, world: RealWorld) -> Canaries:
    """Reads the first of the input matrices; several must agree, or nothing is known."""
    matrices = input_matrices(observation)
    if not matrices:
        return Canaries(None, False, "No layer multiplies the inputs themselves.")
    steps = sum(entry.batches_asked for entry in observation.log if entry.kind == "train")
    readings = [
        read_canaries(matrix.before, matrix.after, world.canaries, steps) for matrix in matrices
    ]
    moved = {r.movement for r in readings if r.movement is not Movement.NONE}
    if len(moved) > 1:
        return Canaries(CanaryReading(Movement.UNKNOWN), False, "Input layers moved differently.")
    first = next((r for r in readings if r.movement in moved), readings[0])
    matrix = matrices[readings.index(first)]
    forged = False
    if first.movement is Movement.L2 and first.proportional is not None:
        duplicates = read_duplicates(matrix.before, matrix.after, world.duplicates)
        decayed = 1 - first.proportional.factor
        forged = (
            first.proportional.residual < _CLEAN
            and decayed > _DECAYED
            and duplicates.deviation < 0.02
            and 1 - duplicates.ratio < _FORGED * decayed
        )
    return Canaries(first, forged, _words(first), frozenset(m.name for m in matrices), steps)


def shrank_at_once(real: Canaries, micro: Canaries) -> bool:
    """Whether the same movement came of many steps and of few: then no step had a part in it."""
    if real.movement is not micro.movement or real.steps < _TIMES_MORE_STEPS * micro.steps:
        return False
    long, short = real.shrank, micro.shrank
    return long is not None and short is not None and short > _AS_FAR * long


def _words(reading: CanaryReading) -> str:
    start = "Weights of input columns that were zero all along"
    size = f"their median size went to {reading.kept:.3g} of what it was"
    movement = reading.movement
    if movement is Movement.NONE:
        return f"{start} came back exactly as they were: no penalty reached the first layer."
    if movement is Movement.L2 and reading.proportional and reading.proportional.residual < 0.06:
        factor = reading.proportional.factor
        return f"{start} all shrank by one factor ({factor:.4g}), as under L2 or weight decay."
    laws = {
        Movement.L2: "as under L2 through an adaptive optimizer",
        Movement.L1: "by one amount each, as under L1",
        Movement.BOTH: "as under L1 and L2 together",
        Movement.EITHER: "as under a penalty, L1 or L2",
        Movement.SHRUNK: "by no law that is known",
        Movement.RESCALED: "unit by unit, as under a norm constraint",
    }
    if movement in laws:
        return f"{start} shrank {laws[movement]} ({size})."
    if movement is Movement.GREW:
        return f"{start} grew: the penalty has the wrong sign."
    return f"{start} moved by no law that is known ({size})."


@dataclass(frozen=True, slots=True)
class PenaltyOpinions:
    """Both sides on the three questions; whether the canaries were forged, and whether they grew."""

    penalty: Opinion
    l1: Opinion
    l2: Opinion
    forged: bool
    grew: bool


def judge_penalty(
    real: Canaries, micro: Canaries | None, seen: PenaltySeen | None, *, alive: bool
) -> PenaltyOpinions:
    """`micro` is the look after few steps, taken where `real` is ambiguous or disputed from inside."""
    best = real
    if micro is not None and micro.movement in _PENALTIES:
        best = micro
    forged = real.forged and not (seen is not None and seen.has_l2)
    if micro is not None and shrank_at_once(real, micro):
        no = Reading(
            False,
            f"Weights of always-zero columns shrank as far in {micro.steps} steps as in "
            f"{real.steps}: all at once and not by a penalty, which acts in every step.",
        )
        outside = no, no, no
    else:
        l2_only = seen is not None and alive and seen.has_l2 and not seen.has_l1
        outside = _outside(best, forged, l2_only=l2_only)
    inside = (NOTHING,) * 3 if seen is None or not seen.looked else _inside(best, seen)
    penalty, l1, l2 = (
        Opinion(out, within, alive) for out, within in zip(outside, inside, strict=True)
    )
    return PenaltyOpinions(penalty, l1, l2, forged, best.movement is Movement.GREW)


def _outside(
    canaries: Canaries, forged: bool, *, l2_only: bool
) -> tuple[Reading, Reading, Reading]:
    """Answers to: any penalty, L1, L2.

    `l2_only`: nothing but an L2 part was seen inside. RMSprop and its like turn its gradient into its
    sign, and weights then shrink as under L1; which of the two it was is open from outside.
    """
    movement, why = canaries.movement, canaries.why
    if forged:
        no = Reading(False, "Only the weights of always-zero columns shrank, no others.")
        return no, no, no
    # A norm constraint or weight normalization rescales whole units; no penalty does.
    if movement in (Movement.NONE, Movement.GREW, Movement.RESCALED):
        return (Reading(False, why),) * 3
    if movement is Movement.EITHER or (movement is Movement.L1 and l2_only):
        return Reading(True, why), Reading(None, why), Reading(None, why)
    if movement not in _PENALTIES or canaries.reading is None:
        return (Reading(None, why),) * 3
    l1: bool | None = movement in (Movement.L1, Movement.BOTH)
    if movement is Movement.BOTH and l2_only:
        l1 = None
    l2: bool | None = movement in (Movement.L2, Movement.BOTH)
    reading = canaries.reading
    if movement is Movement.L1 and not _is_pure_l1(reading):
        l2 = None
    if movement is Movement.L2 and not _is_pure_l2(reading):
        l1 = None
    return Reading(True, why), Reading(l1, why), Reading(l2, why)


def _is_pure_l1(reading: CanaryReading) -> bool:
    soft, elastic = reading.soft, reading.elastic
    if soft is None or elastic is None or soft.residual >= _PURE_L1:
        return False
    return elastic.residual > 0.5 * soft.residual and elastic.factor >= 1 - 1e-5


def _is_pure_l2(reading: CanaryReading) -> bool:
    laws = [law for law in (reading.proportional, reading.adam) if law is not None]
    return any(law.residual <= _PURE_L2 for law in laws)


def _inside(canaries: Canaries, seen: PenaltySeen) -> tuple[Reading, Reading, Reading]:
    if canaries.movement is Movement.NONE and canaries.layers & (seen.decayed | seen.on_matrices):
        # Said to act on the first layer, where nothing moved: a declaration without effect.
        no = Reading(False, "A penalty is declared for the first layer, but moved nothing there.")
        return no, no, no
    l1, l2 = seen.has_l1, seen.has_l2
    parts = []
    if seen.l1 or seen.l2:
        names = ", ".join(sorted(seen.on_matrices)[:3])
        kinds = " and ".join(k for k, part in (("L1", seen.l1), ("L2", seen.l2)) if part)
        parts.append(f"the loss's gradient carries a part of the kind {kinds} on {names}")
    for optimizer, decay, names_decayed in seen.decays[:1]:
        parts.append(
            f"{optimizer} has weight_decay={decay:g} on {', '.join(sorted(names_decayed)[:3])}"
        )
    words = "; ".join(parts) or "neither the loss's gradient nor an optimizer carries a penalty"
    evidence = words[0].upper() + words[1:] + "."
    return Reading(l1 or l2, evidence), Reading(l1, evidence), Reading(l2, evidence)
