"""Makes the diagnostic of a code: its texts, and the evidence it rests on in this one report."""

from __future__ import annotations

from ..codes import CODES
from ..report import Diagnostic, Source


def diagnose(code: str, source: Source, evidence: str) -> Diagnostic:
    """The diagnostic of a code, with the evidence it rests on. KeyError for an unknown code."""
    known = CODES[code]
    return Diagnostic(
        id=code,
        severity=known.severity,
        source=source,
        title=known.title,
        evidence=evidence,
        means=known.means,
        help=known.look,
        lesson=known.lesson,
    )
