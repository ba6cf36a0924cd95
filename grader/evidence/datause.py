"""Mistakes in how data was used, from outside: learned-from validation, half-read passes."""

from __future__ import annotations

from ..report import Diagnostic
from .dossier import Dossier
from .helps import diagnose
from .pairs import SEAL

# Whoever drops a last incomplete batch is far above this, whoever breaks out of the loop far below.
_WHOLE = 0.6


def data_use(dossier: Dossier) -> list[Diagnostic]:
    """train_on_val, partial_epoch, partial_validation."""
    scripted = dossier.scripted
    if scripted is None:
        return []
    found = []
    if scripted.pairs.readable and scripted.pairs.seal > SEAL:
        evidence = (
            "Two columns that differ in validation batches only got different weights "
            f"(apart by {scripted.pairs.seal:.2g} of their movement)."
        )
        found.append(diagnose("train_on_val", "outside", evidence))
    elif (steps := _steps_on_validation(dossier)) and not scripted.pairs.readable:
        evidence = f"{steps} optimizer steps were taken while validation batches were read."
        found.append(diagnose("train_on_val", "inside", evidence))
    timeline = scripted.timeline
    for code, share in (
        ("partial_epoch", timeline.train_coverage),
        ("partial_validation", timeline.validation_coverage),
    ):
        if 0 < share < _WHOLE:
            found.append(
                diagnose(code, "outside", f"Typically {share:.0%} of the batches were read.")
            )
    return found


def _steps_on_validation(dossier: Dossier) -> int:
    steps = [facts.steps for facts in dossier.facts if facts.steps is not None]
    return sum(s.in_validation for s in steps if s.backwards_in_validation)
