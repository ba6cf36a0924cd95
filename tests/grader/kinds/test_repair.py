"""When a mistake counts as mended: not seen, by a program that learns and whose hooks stood."""

from __future__ import annotations

import pytest

from grader.assignment import MendedCriterion, RepairFile
from grader.kinds.repair import _scored
from grader.report import Diagnostic, Findings, Severity, Verdict

CRITERION = MendedCriterion(
    id="softmax", title="Logits", points=10, help="Look.", codes=["double_softmax"]
)
SPEC = RepairFile(
    kind="repair",
    title="Mend it",
    task="classification",
    data="digits",
    learns_from=0.5,
    criteria=[CRITERION],
)


def findings(metric: float, code: str | None = None, severity: Severity = "error") -> Findings:
    yes = Verdict(value=True, evidence="seen")
    listed = []
    if code is not None:
        listed.append(
            Diagnostic(id=code, severity=severity, source="inside", evidence="Seen.", help="")
        )
    names = ("penalty", "l1", "l2", "dropout", "early_stopping", "best_restored")
    return Findings(metric=metric, diagnostics=listed, **dict.fromkeys(names, yes))


@pytest.mark.parametrize(
    ("found", "points", "verdict"),
    [
        (findings(0.9), 10, True),
        (findings(0.9, "missing_zero_grad"), 10, True),
        (findings(0.9, "double_softmax"), 0, False),
        (findings(0.9, "double_softmax", "question"), 10, None),
        (findings(0.3), 0, False),
        (findings(0.9, "tampering"), 0, False),
    ],
)
def test_a_mistake_is_mended_or_not(found: Findings, points: float, verdict: bool | None) -> None:
    scored = _scored(CRITERION, SPEC, found)
    assert (scored.points, scored.verdict) == (points, verdict)
