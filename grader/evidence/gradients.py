"""Reads the penalty's kind from decomposed gradients and from optimizer settings: inside evidence."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..facts import Facts, Fit, PenaltyRow
from ..observation import Observation

# A fit that leaves less than this of the penalty's gradient unexplained is exact but for rounding.
_EXACT = 1e-4
_GOOD = 0.98
# Rounding of float32 gradients, relative to the data's gradient they were subtracted from.
_ROUNDING = 3e-7
# A component that makes up less than this of the penalty is none.
_LEAST_PART = 0.005


@dataclass(slots=True)
class PenaltySeen:
    """How often an L1 or L2 part was seen on weight matrices, and with the wrong sign.

    `looked` tells whether anything was looked at. `on_matrices` and `anywhere` name the parameters
    that a penalty's gradient reached; `decays` the optimizers that decay a weight matrix, and the
    matrices they decay.
    """

    looked: bool = False
    l1: int = 0
    l2: int = 0
    wrong_sign: int = 0
    anywhere: set[str] = field(default_factory=set)
    on_matrices: set[str] = field(default_factory=set)
    decays: list[tuple[str, float, frozenset[str]]] = field(default_factory=list)

    @property
    def sign_is_wrong(self) -> bool:
        """Whether most of what was seen makes weights grow."""
        return self.wrong_sign > 0 and self.wrong_sign >= 0.5 * (self.l1 + self.l2)

    @property
    def has_l1(self) -> bool:
        """Whether an L1 part acts."""
        return self.l1 > 0 and not self.sign_is_wrong

    @property
    def has_l2(self) -> bool:
        """Whether an L2 part or a weight decay acts."""
        return (self.l2 > 0 and not self.sign_is_wrong) or bool(self.decays)

    @property
    def decayed(self) -> frozenset[str]:
        """The names of all matrices that an optimizer decays."""
        return frozenset().union(*(names for _, _, names in self.decays))


def read_penalty(runs: list[tuple[Observation, Facts]]) -> PenaltySeen:
    """What was seen of a penalty in several runs of one program."""
    seen = PenaltySeen()
    for observation, facts in runs:
        if facts.steps is not None:
            seen.looked = True
            matrices = {n for n in observation.parameters if observation.initial[n].ndim >= 2}
            for group in facts.steps.groups:
                decayed = frozenset(matrices & set(group.names))
                acts = (group.weight_decay or 0) > 0 and (group.learning_rate or 0) > 0
                if acts and decayed:
                    seen.decays.append((group.optimizer, group.weight_decay or 0.0, decayed))
        if facts.gradients is not None:
            seen.looked = seen.looked or bool(facts.gradients.penalties)
            for row in facts.gradients.penalties:
                _add(seen, row)
        if facts.drift is not None:
            for row in facts.drift.moved:
                # A step of one's own, a norm constraint or an average moves weights too: only what
                # is a penalty's law to rounding counts.
                if row.fit is not None and (row.fit.joint or 0.0) > 1 - _EXACT:
                    _add(seen, row)
    return seen


def _add(seen: PenaltySeen, row: PenaltyRow) -> None:
    if row.fit is None or not row.penalty:
        return
    seen.anywhere.add(row.name)
    if row.dimensions < 2:
        return
    seen.on_matrices.add(row.name)
    noise = min(1.0, _ROUNDING * (row.data or 0.0) / row.penalty)
    l1, l2, wrong = _parts(row.fit, row.penalty, noise)
    seen.l1 += l1
    seen.l2 += l2
    seen.wrong_sign += wrong


def _parts(fit: Fit, penalty: float, noise: float) -> tuple[bool, bool, int]:
    """Whether an L1 and an L2 part stand out, and how many of them have the wrong sign."""
    joint, joint_l1, joint_l2 = fit.joint or 0.0, fit.joint_l1 or 0.0, fit.joint_l2 or 0.0
    size_l1 = abs(joint_l1) * (fit.sign_norm or 0.0) / penalty
    size_l2 = abs(joint_l2) * (fit.weight_norm or 0.0) / penalty
    # Parts far larger than their sum cancel each other: the two shapes are not told apart.
    if joint > 1 - max(_EXACT, (10 * noise) ** 2) and max(size_l1, size_l2) < 3:
        least = max(_LEAST_PART, 10 * noise)
        l1, l2 = size_l1 > least, size_l2 > least
        return l1, l2, int(l1 and joint_l1 < 0) + int(l2 and joint_l2 < 0)
    alone_l1, alone_l2 = fit.l1_alone or 0.0, fit.l2_alone or 0.0
    if max(alone_l1, alone_l2) > _GOOD:
        is_l2 = alone_l2 >= alone_l1
        wrong = (fit.l2 if is_l2 else fit.l1) or 0.0
        return not is_l2, is_l2, int(wrong < 0)
    if joint > _GOOD:
        return True, True, int(joint_l1 < 0) + int(joint_l2 < 0)
    return False, False, 0
