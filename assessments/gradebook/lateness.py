"""What lateness costs: pure arithmetic of a late rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from assessments.courses.policies import LateRule
from assessments.courses.terms import Deadline

from .arithmetic import HUNDRED, ZERO, exact

INTERVALS = {"hour": timedelta(hours=1), "day": timedelta(days=1)}


@dataclass(frozen=True, slots=True)
class Lateness:
    """How late work was, the points that costs, and the rule that says so, in words."""

    by: timedelta
    cost: Fraction
    text: str


def lateness(
    rule: LateRule, *, due_at: datetime, handed_in_at: datetime, points: Fraction, of: Fraction
) -> Lateness | None:
    """What it costs to have handed in `points` of `of` points so late; None when it was in time.

    Every begun interval after due_at + grace takes rule.percent of `of`. What is left is never less
    than rule.floor percent of `of`, nor more than the points themselves.
    """
    by = handed_in_at - due_at
    over = by - timedelta(minutes=rule.grace_minutes)
    if over <= timedelta(0):
        return None
    begun = -(-over // INTERVALS[rule.every])
    full = begun * exact(rule.percent) / HUNDRED * of
    floor = min(points, exact(rule.floor) / HUNDRED * of)
    left = max(points - full, floor, ZERO)
    text = f"Late: {begun} {rule.every}{'' if begun == 1 else 's'} begun, {rule.percent:g} % each"
    if points - full < floor:
        text += f", never below {rule.floor:g} %"
    return Lateness(by, points - left, text)


def stepped(deadline: Deadline, *, handed_in_at: datetime, points: Fraction) -> Lateness | None:
    """What it costs by the item's own steps, which say what share of the points late work earns."""
    if deadline.due_at is None or handed_in_at <= deadline.due_at:
        return None
    credit = exact(deadline.credit_at(handed_in_at))
    text = f"Late: work handed in then earns {float(credit * HUNDRED):g} % of its points"
    return Lateness(handed_in_at - deadline.due_at, points * (1 - credit), text)
