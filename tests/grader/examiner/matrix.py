"""A confusion matrix of verdicts against truths, with confidence intervals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from scipy.stats import beta

from grader.report import Findings

from .truth import TECHNIQUES, Truth


@dataclass(frozen=True, slots=True)
class Judged:
    """What was said of one program in one run. `codes` by name: whether each is an accusation."""

    name: str
    truth: Truth
    verdicts: dict[str, bool | None]
    codes: dict[str, bool]
    failure: str = ""

    @classmethod
    def by(cls, name: str, truth: Truth, findings: Findings) -> Judged:
        """From the findings of an examination."""
        return cls(
            name,
            truth,
            {technique: getattr(findings, technique).value for technique in TECHNIQUES},
            {found.id: found.severity != "question" for found in findings.diagnostics},
        )

    @property
    def denied(self) -> list[str]:
        """Techniques that the program has and the verdicts deny."""
        return [t for t in TECHNIQUES if self.truth.of(t) and self.verdicts.get(t) is False]

    @property
    def credited(self) -> list[str]:
        """Techniques that the program has not and the verdicts grant."""
        return [t for t in TECHNIQUES if self.truth.of(t) is False and self.verdicts.get(t) is True]

    @property
    def extra(self) -> list[str]:
        """Accusations that are not true."""
        allowed = {*self.truth.bugs, *self.truth.also}
        return sorted(
            code for code, accuses in self.codes.items() if accuses and code not in allowed
        )

    @property
    def missed(self) -> list[str]:
        """Mistakes that were not named."""
        return [code for code in self.truth.bugs if code not in self.codes]

    @property
    def faults(self) -> str:
        """Everything that was not as the truth is, in words; empty where all was."""
        found = {
            "failed": [self.failure] if self.failure and self.truth.correct else [],
            "denied": self.denied,
            "granted": self.credited,
            "untrue": self.extra,
            "missed": self.missed,
        }
        return "; ".join(f"{kind} {', '.join(names)}" for kind, names in found.items() if names)

    @property
    def accused(self) -> bool:
        """Whether a correct program was told of a mistake, or could not be run to its end."""
        return self.truth.correct and bool(self.extra or self.failure)


@dataclass(slots=True)
class Matrix:
    """All runs of a corpus."""

    judged: list[Judged] = field(default_factory=list)

    @property
    def correct(self) -> list[Judged]:
        """Runs of programs without a mistake."""
        return [one for one in self.judged if one.truth.correct]

    @property
    def wrong(self) -> list[Judged]:
        """Runs of programs with one."""
        return [one for one in self.judged if not one.truth.correct]

    def lines(self) -> Iterator[str]:
        """The matrix in words and figures, for a terminal."""
        correct, wrong = self.correct, self.wrong
        yield f"{len(self.judged)} runs: {len(correct)} of correct programs, {len(wrong)} of wrong"
        yield rate("correct programs accused", sum(one.accused for one in correct), len(correct))
        had = [(one, t) for one in self.judged for t in TECHNIQUES if one.truth.of(t)]
        yield rate("techniques denied", sum(t in one.denied for one, t in had), len(had))
        lacked = [(one, t) for one in self.judged for t in TECHNIQUES if one.truth.of(t) is False]
        yield rate("techniques granted that are not there",
                   sum(t in one.credited for one, t in lacked), len(lacked))  # fmt: skip
        bugs = [(one, code) for one in wrong for code in one.truth.bugs]
        yield rate("mistakes named", sum(code not in one.missed for one, code in bugs), len(bugs))
        yield rate(
            "wrong programs with an untrue code", sum(bool(w.extra) for w in wrong), len(wrong)
        )
        yield ""
        yield from self._by_technique()
        yield ""
        yield from self._by_code()
        yield ""
        yield from self._worst()

    def _by_technique(self) -> Iterator[str]:
        yield f"{'technique':<16}{'has: yes':>9}{'open':>6}{'no':>5}{'has not: yes':>15}{'open':>6}{'no':>5}"
        for technique in TECHNIQUES:
            counts = Counter(
                (one.truth.of(technique), one.verdicts.get(technique)) for one in self.judged
            )
            cells = [counts[truth, said] for truth in (True, False) for said in (True, None, False)]
            yield "{:<16}{:>9}{:>6}{:>5}{:>15}{:>6}{:>5}".format(technique, *cells)

    def _by_code(self) -> Iterator[str]:
        yield f"{'code':<36}{'planted':>8}{'named':>7}{'untrue':>8}"
        planted = Counter(code for one in self.wrong for code in one.truth.bugs)
        missed = Counter(code for one in self.wrong for code in one.missed)
        extra = Counter(code for one in self.judged for code in one.extra)
        for code in sorted({*planted, *extra}):
            named = planted[code] - missed[code]
            yield f"{code:<36}{planted[code]:>8}{named:>7}{extra[code]:>8}"

    def _worst(self) -> Iterator[str]:
        """Every run in which something was wrong, by name."""
        yield from (f"{one.name}: {one.faults}" for one in self.judged if one.faults)


def rate(name: str, count: int, of: int) -> str:
    """A share with its 95 % interval after Clopper and Pearson (1934)."""
    low, high = interval(count, of)
    share = f"{count / of:.2%}" if of else "-"
    return f"{name:<40}{count:>6} of {of:<6}{share:>9}   [{low:.2%}, {high:.2%}]"


def interval(count: int, of: int, confidence: float = 0.95) -> tuple[float, float]:
    """The exact binomial interval of Clopper and Pearson; (0, 1) where nothing was counted."""
    tail = (1 - confidence) / 2
    low = float(beta.ppf(tail, count, of - count + 1)) if count else 0.0
    high = float(beta.ppf(1 - tail, count + 1, of - count)) if count < of else 1.0
    return low, high
