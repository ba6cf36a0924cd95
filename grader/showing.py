"""Shows a grading on a terminal: the bar while it runs, the report as a table."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as RichProgress
from rich.table import Table
from rich.text import Text

from .doctor import Diagnosis
from .report import Criterion, Progress, Report

_VERDICTS = {True: ("yes", "green"), False: ("no", "red"), None: ("not certain", "yellow")}
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
    console.print(Text(report.title, style="bold"))
    if report.failure is not None:
        line = f" (line {report.failure.line})" if report.failure.line else ""
        console.print(Text(f"{report.failure.message}{line}", style="red"))
        console.print(Text(report.failure.help))
    console.print(_criteria_table(report))
    for diagnostic in report.diagnostics:
        line = f" line {diagnostic.line}" if diagnostic.line else ""
        console.print(
            Text.assemble(
                (f"{diagnostic.severity}: {diagnostic.id}{line}", "bold yellow"),
                f"\n  {diagnostic.evidence}\n  {diagnostic.help}",
            )
        )
    if report.curves.stop_epoch is not None:
        best = report.curves.best_epoch
        console.print(Text(f"Stopped after epoch {report.curves.stop_epoch}; best epoch {best}."))


def _criteria_table(report: Report) -> Table:
    table = Table(show_footer=True, expand=False)
    table.add_column("criterion", footer="total")
    table.add_column("points", justify="right", footer=f"{report.score:g} / {report.max_score:g}")
    table.add_column("verdict")
    table.add_column("evidence", ratio=1)
    for criterion in report.criteria:
        word, style = _VERDICTS[criterion.verdict]
        if 0 < criterion.points < criterion.max_points:
            word, style = "in part", "yellow"
        points = f"{criterion.points:g} / {criterion.max_points:g}"
        table.add_row(
            Text(criterion.title), points, Text(word, style=style), Text(_in_words(criterion))
        )
    return table


def _in_words(criterion: Criterion) -> str:
    seen = " (seen from inside only)" if criterion.source == "inside" else ""
    words = f"{criterion.evidence}{seen}"
    return f"{words}\n{criterion.help}" if criterion.help else words


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
