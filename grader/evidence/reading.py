"""What one side of the wall says of one question, and how two sides make a verdict.

An outside "yes" decides. Where outside is not certain, an inside "yes" does, and the verdict says so.
An outside "no" against an inside "yes" accuses nobody: the question stays open, with both pieces of
evidence, and waits for an instructor. Only where outside says "no" and inside does not disagree is
the answer no.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..report import Verdict


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer (None: not certain) and the words and figures it rests on."""

    value: bool | None
    evidence: str


NOTHING = Reading(None, "nothing was seen from inside")


@dataclass(frozen=True, slots=True)
class Opinion:
    """Both sides' readings of one question. `trusted` tells whether the hooks stood to the end."""

    outside: Reading
    inside: Reading = NOTHING
    trusted: bool = False

    @property
    def disputed(self) -> bool:
        """Whether outside says no against an inside yes: worth another look with fresh seeds."""
        return self.outside.value is False and self._inside_value is True

    @property
    def _inside_value(self) -> bool | None:
        return self.inside.value if self.trusted else None

    def verdict(self) -> Verdict:
        """The answer for the report."""
        if self.outside.value is True:
            return Verdict(value=True, evidence=self.outside.evidence)
        if self.disputed:
            return Verdict(
                value=None,
                evidence=f"From outside: {self.outside.evidence} From inside: "
                f"{self.inside.evidence} The two disagree, so nothing is decided.",
                disputed=True,
                denied=True,
            )
        if self.outside.value is False:
            return Verdict(value=False, evidence=self.outside.evidence)
        if self._inside_value is True:
            return Verdict(value=True, evidence=self.inside.evidence, source="inside")
        return Verdict(value=None, evidence=self.outside.evidence)
