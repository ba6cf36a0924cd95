"""How a program and its report are laid out on a page: numbered lines, and findings that point to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assessments.courses.models import Course
from assessments.courses.teaching import Place, places

from .grading import DiagnosticDocument, ReportDocument
from .printable import printable_text


@dataclass(frozen=True, slots=True)
class Listing:
    """A program's lines, counted from 1 as Python counts them, each safe to look at."""

    source: str

    def __iter__(self) -> Iterator[tuple[int, str]]:
        return enumerate(printable_text(self.source).split("\n"), start=1)

    def __len__(self) -> int:
        return self.source.count("\n") + 1


@dataclass(frozen=True, slots=True)
class Finding:
    """A diagnostic, and where the course teaches what it speaks of."""

    diagnostic: DiagnosticDocument
    place: Place | None


def findings(report: ReportDocument | None, course: Course) -> list[Finding]:
    """The report's diagnostics in its order. One query, whatever their number."""
    if report is None:
        return []
    taught = places(course, (diagnostic.lesson for diagnostic in report.diagnostics))
    return [Finding(diagnostic, taught.get(diagnostic.lesson)) for diagnostic in report.diagnostics]
