"""A bench that needs no sandbox: it says what it was told to say, or fails as it was told to."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from grader.assignment import Assignment
from grader.report import Criterion, Curves, Diagnostic, Progress, Provenance, Report


class ScriptedBench:
    """Grades everything with full points; an error in `errors` is raised in its turn instead."""

    def __init__(
        self,
        *,
        errors: Sequence[BaseException | None] = (),
        epochs: int = 3,
        meanwhile: Callable[[], None] = lambda: None,
        output: str = "done\n",
        repeats: bool = False,
    ) -> None:
        self.errors = list(errors)
        self.epochs = epochs
        self.meanwhile = meanwhile
        self.output = output
        self.repeats = repeats
        self.graded: list[tuple[str, int]] = []

    def grade(
        self,
        assignment: Assignment,
        source: str,
        *,
        seed: int,
        on_progress: Callable[[Progress], None],
    ) -> Report:
        """See assessments.submissions.grading.Bench."""
        self.graded.append((source, seed))
        for epoch in range(1, self.epochs + 1):
            on_progress(
                Progress(
                    stage="training",
                    epoch=epoch,
                    max_epochs=self.epochs,
                    train_loss=1 / epoch,
                    validation_loss=float("nan"),
                )
            )
        on_progress(Progress(stage="probing"))
        self.meanwhile()
        if self.errors and (error := self.errors.pop(0)) is not None:
            raise error
        return report_on(assignment, seed=seed, output=self.output)

    def would_repeat(self, report: Report) -> bool:
        """See assessments.submissions.grading.Bench."""
        return self.repeats


def report_on(assignment: Assignment, *, seed: int = 1, output: str = "done\n") -> Report:
    """A report with full points and something in every part."""
    return Report(
        assignment=assignment.slug,
        title=assignment.spec.title,
        revision=assignment.revision,
        score=assignment.max_score,
        max_score=assignment.max_score,
        criteria=[
            Criterion(
                id=criterion.id,
                title=criterion.title,
                points=criterion.points,
                max_points=criterion.points,
                verdict=True,
                evidence=f"seen: {criterion.id}",
                help=criterion.help,
            )
            for criterion in assignment.spec.criteria
        ],
        diagnostics=[
            Diagnostic(
                id="no_zero_grad",
                severity="warning",
                source="outside",
                evidence="Gradients add up.",
                help="Call zero_grad.",
                line=2,
            )
        ],
        curves=Curves(train=[1.0, 0.5], validation=[1.1, 0.9], best_epoch=2, stop_epoch=2),
        output=output,
        provenance=Provenance(
            solution="5" * 64,
            assignment=assignment.revision,
            data="d" * 64,
            seed=seed,
            engine="scripted",
            walls=["none"],
            versions={"python": "3"},
        ),
    )
