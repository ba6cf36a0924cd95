"""What a learner should do next: the most important thing first, in the order in which it is mended."""

from __future__ import annotations

from collections.abc import Sequence

from .codes import CODES
from .report import Criterion, Diagnostic, Failure

_SEVERITIES = ("error", "warning", "question")
# Codes are listed causes first: a network whose weights do not move has no other worry.
_ORDER = {code: place for place, code in enumerate(CODES)}


def in_order(diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The gravest first, and among equally grave ones what causes others before what it causes."""
    return sorted(
        diagnostics,
        key=lambda d: (_SEVERITIES.index(d.severity), _ORDER.get(d.id, len(_ORDER)), d.id),
    )


def advise(
    criteria: Sequence[Criterion], diagnostics: Sequence[Diagnostic], failure: Failure | None
) -> str:
    """One short paragraph: what stands, and where to begin."""
    if failure is not None:
        return (
            "Nothing is judged yet. Mend this one thing, try your program at home, send it again."
        )
    lost = [each for each in criteria if each.points < each.max_points and not each.waits]
    errors = [d for d in in_order(diagnostics) if d.severity == "error"]
    standing = _standing(len(criteria), sum(each.points >= each.max_points for each in criteria))
    if any(criterion.waits for criterion in criteria):
        standing += (
            " Where evidence contradicts itself, an instructor will look; you need do nothing."
        )
    if errors:
        line = (
            "" if errors[0].line is None else f" Line {errors[0].line} is a place to begin looking."
        )
        return f"{standing} Begin with “{errors[0].title or errors[0].id}”.{line}"
    if lost:
        most = max(lost, key=lambda criterion: criterion.max_points - criterion.points)
        return f"{standing} Most is to be gained with “{most.title}”."
    if diagnostics:
        return f"{standing} What is listed below costs nothing and is worth a look."
    return f"{standing} Well done."


def _standing(count: int, full: int) -> str:
    if full == count:
        return "All points are yours." if count == 1 else f"All {count} criteria are met in full."
    if full == 0:
        return "No criterion is met in full yet."
    are = "is" if full == 1 else "are"
    return f"{full} of {count} criteria {are} met in full: keep what works there."
