"""Shows on a terminal: the bar while a grading runs, its report, codes, and walls."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as RichProgress
from rich.table import Table
from rich.text import Text

from .assignment import AccuracyCriterion, Assignment, Calibration, MeasuredProgram
from .codes import Code
from .doctor import Diagnosis
from .report import Counterexample, Criterion, Diagnostic, Progress, Report
from .report import Table as SmallTable

_VERDICTS = {True: ("yes", "green"), False: ("no", "red"), None: ("not certain", "yellow")}
_KINDS = {"error": "Bug", "warning": "Look again", "question": "Question"}
_STAGES = {
    "reading": "Reading", "building": "Building", "training": "Training",
    "predicting": "Predicting", "probing": "Examining", "calling": "Calling",
    "searching": "Searching",
}  # fmt: skip


class Bar:
    """A progress bar fed by `grade`'s on_progress."""

    def __init__(self, console: Console) -> None:
        columns = (TextColumn("{task.description:<11}"), BarColumn(), MofNCompleteColumn())
        self._progress = RichProgress(*columns, TextColumn("{task.fields[loss]}"), console=console)
        self._task = self._progress.add_task("Starting", total=None, loss="")

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def update(self, progress: Progress) -> None:
        """Shows the newest state."""
        loss = progress.validation_loss
        self._progress.update(
            self._task,
            description=_STAGES[progress.stage],
            total=progress.max_epochs,
            completed=progress.epoch or 0,
            loss="" if loss is None else f"validation loss {loss:.4f}",
        )


def show_report(report: Report, console: Console) -> None:
    """The report as the command line shows it. Nothing in it can act on the terminal."""
    report = Report.model_validate(_printable(report.model_dump()))
    console.print(Text(report.title, style="bold"))
    if report.failure is not None:
        line = f" (line {report.failure.line})" if report.failure.line else ""
        console.print(Text(f"{report.failure.message}{line}", style="red"))
        console.print(Text(report.failure.help))
    if report.advice:
        console.print(Text(report.advice, style="italic"))
    console.print(_criteria_table(report))
    told = [] if report.is_unexamined else report.criteria
    for criterion in sorted(told, key=lambda c: c.points == c.max_points):
        console.print(_in_words(criterion))
    for example in report.counterexamples:
        console.print(_counterexample(example))
    for table in report.tables:
        console.print(_small_table(table))
    for diagnostic in report.diagnostics:
        console.print(_finding(diagnostic))
    if report.curves.stop_epoch is not None:
        best = report.curves.best_epoch
        console.print(Text(f"Stopped after epoch {report.curves.stop_epoch}; best epoch {best}."))


def _counterexample(example: Counterexample) -> Text:
    return Text.assemble(
        (f"\n{example.subject}: {example.says}", "bold yellow"),
        f"\n{example.code}\n",
        (f"# expected {example.expected}\n# yours gave {example.got}", "dim"),
    )


def _small_table(small: SmallTable) -> Table:
    table = Table(*small.columns, title=small.title, caption=small.note or None)
    for row in small.rows:
        table.add_row(*(Text("–" if cell is None else str(cell)) for cell in row))
    return table


def _printable(value: Any) -> Any:
    """Plain data without characters that are no text: an escape could write anywhere on a screen."""
    if isinstance(value, str):
        return "".join(
            c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in value
        )
    if isinstance(value, dict):
        return {key: _printable(inner) for key, inner in value.items()}
    return [_printable(inner) for inner in value] if isinstance(value, list) else value


def _finding(diagnostic: Diagnostic) -> Text:
    title = diagnostic.title or diagnostic.id
    line = f", line {diagnostic.line}" if diagnostic.line else ""
    texts = filter(None, [diagnostic.evidence, diagnostic.means, diagnostic.help])
    return Text.assemble(
        (f"{_KINDS[diagnostic.severity]}: {title}", "bold yellow"),
        (f" ({diagnostic.id}{line})", "dim"),
        *(f"\n  {text}" for text in texts),
    )


def _criteria_table(report: Report) -> Table:
    table = Table(show_footer=True, expand=False)
    table.add_column("criterion", footer="total")
    table.add_column("points", justify="right", footer=f"{report.score:g} / {report.max_score:g}")
    table.add_column("verdict")
    for criterion in report.criteria:
        word, style = _VERDICTS[criterion.verdict]
        if 0 < criterion.points < criterion.max_points:
            word, style = "in part", "yellow"
        points = f"{criterion.points:g} / {criterion.max_points:g}"
        table.add_row(Text(criterion.title), points, Text(word, style=style))
    return table


def _in_words(criterion: Criterion) -> Text:
    seen = "Seen from inside your program only." if criterion.source == "inside" else ""
    if criterion.waits:
        seen = "Waits for an instructor: two observations contradict each other."
    texts = filter(None, [criterion.evidence, seen, criterion.help])
    return Text.assemble((criterion.title, "bold"), *(f"\n  {text}" for text in texts))


def show_walls(diagnosis: Diagnosis, console: Console) -> None:
    """The walls of each engine as a table, whether it held a hostile cell, and what `auto` takes."""
    for engine in diagnosis.engines:
        table = Table(title=f"engine {engine.name}", title_justify="left")
        for title in ("wall", "stands", "what to do"):
            table.add_column(title)
        for wall in engine.walls:
            word, style = _VERDICTS[wall.stands]
            table.add_row(wall.name, Text(word, style=style), Text(wall.remedy))
        console.print(table)
        console.print(
            Text("A cell tried to break out and was held." if engine.holds else engine.proof)
        )
    console.print(Text(f"auto: {diagnosis.auto or 'refuses to run anything'}", style="bold"))


def show_codes(codes: Mapping[str, Code], console: Console) -> None:
    """Every code with its title, causes before what they cause."""
    table = Table()
    for title in ("code", "gravity", "what it is called"):
        table.add_column(title)
    for name, code in codes.items():
        table.add_row(name, _KINDS[code.severity].lower(), Text(code.title))
    console.print(table)


def show_code(name: str, code: Code, console: Console) -> None:
    """One code in full."""
    console.print(Text.assemble((code.title, "bold"), (f" ({name})", "dim")))
    parts = {
        _KINDS[code.severity]: code.seen,
        "What it means": code.means,
        "Where to look": code.look,
        "Taught in": code.lesson,
    }
    for head, text in parts.items():
        console.print(Text.assemble((f"{head}. ", "bold"), text))


def show_measured(program: MeasuredProgram, console: Console) -> None:
    """One line of a calibration, as soon as it is measured."""
    failed = f"  {program.failed} failed" if program.failed else ""
    figures = "no figure"
    if program.mean is not None:
        figures = (
            f"mean {program.mean:.3f}  spread {program.spread or 0:.3f}"
            f"  least {program.least:.3f}  greatest {program.greatest:.3f}"
        )
    console.print(Text(f"{program.name:<44} {figures}  {program.seconds:.2f} s{failed}"))


def show_calibration(calibration: Calibration, assignment: Assignment, console: Console) -> None:
    """What follows from it, beside what the assignment says now."""
    spread = f"One training of one program differs from the next by {calibration.spread:.4f}."
    console.print(Text(spread))
    proposed = calibration.proposed
    for criterion in assignment.spec.criteria:
        if not isinstance(criterion, AccuracyCriterion):
            continue
        now = f"baseline {criterion.baseline:g}, target {criterion.target:g}"
        if proposed is None:
            text = f"No thresholds can be proposed: the starter leaves no room below. Now: {now}."
        else:
            text = (
                f"Proposed: baseline {proposed.baseline:g}, target {proposed.target:g}. Now: {now}."
            )
        console.print(Text(text))
    if calibration.ablated is not None:
        for name, fit in (
            ("reference", calibration.ablated.reference),
            ("without regularization", calibration.ablated.plain),
        ):
            gap = fit.train - fit.validation
            text = (
                f"{name}: {fit.train:.3f} on training data, {fit.validation:.3f} on validation data"
            )
            console.print(Text(f"{text}, a gap of {gap:.3f}"))
