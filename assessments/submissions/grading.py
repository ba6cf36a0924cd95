"""Grades one claimed submission: the only door from submissions to the grader."""

from __future__ import annotations

import json
import logging
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from django.conf import settings
from django.db import DatabaseError, connection

from assessments.courses.models import AssignmentRevision
from grader.assignment import Assignment
from grader.errors import SandboxError, WallMissing
from grader.exporting import FORMATS, Json
from grader.grading import grade
from grader.report import Diagnostic, Progress, Report
from grader.sandbox import open_sandbox
from grader.sandbox.base import Sandbox
from grader.sandbox.engines import read_settings

from .claiming import Claim, Heartbeat, claim
from .models import Submission
from .printable import printable
from .repeating import earlier_twin

logger = logging.getLogger(__name__)

# An assignment as it stood in a revision, for those who may not ask the grader themselves.
AssignmentDocument: TypeAlias = Assignment
# And what a report holds, for those who lay it out.
ReportDocument: TypeAlias = Report
DiagnosticDocument: TypeAlias = Diagnostic

# A learner's eye follows a curve that grows this often; the database need not be asked for more.
RECORD_EVERY_SECONDS = 0.25


class Bench(Protocol):
    """Where a worker grades. Raises SandboxError when the place failed, not the solution."""

    def grade(
        self,
        assignment: Assignment,
        source: str,
        *,
        seed: int,
        on_progress: Callable[[Progress], None],
    ) -> Report:
        """The report on one solution; `on_progress` is called from this thread."""

    def would_repeat(self, report: Report) -> bool:
        """Whether grading here, on equal terms, would give that report again."""


class WarmBench:
    """Keeps one sandbox warm, and replaces it after it failed."""

    def __init__(self) -> None:
        self._sandbox: Sandbox | None = None
        self._opening = threading.Lock()

    def warm(self) -> None:
        """Opens the sandbox before the first solution waits for it."""
        try:
            self._warm_sandbox()
        except SandboxError:
            # The first solution meets the same fault, and is treated as the fault is.
            logger.exception("the sandbox could not be opened ahead of need")

    def grade(
        self,
        assignment: Assignment,
        source: str,
        *,
        seed: int,
        on_progress: Callable[[Progress], None],
    ) -> Report:
        """See Bench."""
        try:
            return grade(
                assignment,
                source,
                self._warm_sandbox(),
                seed=seed,
                secret=settings.GRADER_SECRET,
                on_progress=on_progress,
            )
        except BaseException:
            # Whatever went wrong, the next solution must find nothing of this one.
            self.close()
            raise

    def would_repeat(self, report: Report) -> bool:
        """See Bench. A program that failed is run again: how busy the machine was may have failed it."""
        sandbox = self._warm_sandbox()
        made = report.provenance
        return report.failure is None and (made.engine, made.versions, made.walls) == (
            sandbox.engine,
            sandbox.versions,
            sandbox.walls,
        )

    def close(self) -> None:
        """Ends the sandbox's processes. Safe to call twice."""
        sandbox, self._sandbox = self._sandbox, None
        if sandbox is not None:
            sandbox.close()

    def _warm_sandbox(self) -> Sandbox:
        with self._opening:
            if self._sandbox is None:
                self._sandbox = open_sandbox(settings=read_settings(settings.GRADER_SANDBOX))
            return self._sandbox


class Recorder:
    """Gathers progress and stores it, not more often than a learner can see."""

    def __init__(self, held: Claim, *, every_seconds: float = RECORD_EVERY_SECONDS) -> None:
        self._claim = held
        self._every_seconds = every_seconds
        self._stored_at = float("-inf")
        self._stage: str | None = None
        self._max_epochs: int | None = None
        self._epochs: list[dict[str, float | None]] = []

    def __call__(self, progress: Progress) -> None:
        """One step further. A database that is away for a moment does not end a grading."""
        new_stage = progress.stage != self._stage
        self._stage = progress.stage
        if progress.max_epochs is not None:
            self._max_epochs = progress.max_epochs
        if progress.epoch is not None and progress.stage == "training":
            self._keep(progress)
        if new_stage or time.monotonic() - self._stored_at >= self._every_seconds:
            self._store()

    def _keep(self, progress: Progress) -> None:
        losses = {
            "train_loss": progress.train_loss,
            "validation_loss": progress.validation_loss,
        }
        if progress.epoch == len(self._epochs):
            self._epochs[-1] = losses
        elif progress.epoch == len(self._epochs) + 1:
            self._epochs.append(losses)

    def _store(self) -> None:
        self._stored_at = time.monotonic()
        gathered = {
            "stage": self._stage,
            "epochs": self._epochs,
            "max_epochs": self._max_epochs,
        }
        try:
            self._claim.record(_finite(gathered))
        except DatabaseError:
            logger.exception("progress of %s is not stored", self._claim.submission_id)
            connection.close_if_unusable_or_obsolete()


def grade_submission(submission_id: uuid.UUID, *, bench: Bench) -> None:
    """Claims a queued submission, grades it and stores the report; does nothing if it is not queued.

    After a SandboxError it is queued again, at most three tries in all. A wall that this machine
    cannot build fails it at once: the next try would end alike, and in the queue nobody would be
    told. Any other error is our mistake and fails it too. Staff see the reason, the learner pays
    nothing.
    """
    held = claim(submission_id)
    if held is None:
        logger.info("submission %s is not queued; nothing to do", submission_id)
        return
    logger.info("submission %s: try %d begins", submission_id, held.tries)
    started = time.monotonic()
    try:
        with Heartbeat(held):
            report = _examine(submission_id, bench, Recorder(held))
    except WallMissing as error:
        logger.error("no wall on this machine: %s", error)
        held.fail(f"This machine cannot hold a learner's program safely: {error}")
    except SandboxError as error:
        logger.exception("the sandbox failed on submission %s", submission_id)
        held.give_up(f"The sandbox failed: {error}")
    except Exception as error:
        logger.exception("submission %s cannot be graded", submission_id)
        held.fail(f"{type(error).__name__}: {error}")
    except BaseException:
        held.hand_back()
        raise
    else:
        _store(held, report, seconds=time.monotonic() - started)


class GradingFailed(Exception):
    """There is no report, by our fault; trying again may help."""

    def __init__(self, reason: str, *, may_be_tried_again: bool) -> None:
        super().__init__(reason)
        self.may_be_tried_again = may_be_tried_again


@dataclass(frozen=True, slots=True)
class GradedAnew:
    """A report that stands beside the submission's own."""

    report: Any
    points: float
    max_points: float


def grade_anew(submission: Submission, revision: AssignmentRevision, *, bench: Bench) -> GradedAnew:
    """The report on a submission's program by another revision, with the seed it had.

    The submission stays as it is. Raises GradingFailed.
    """
    try:
        report = bench.grade(
            assignment_of(revision),
            submission.source,
            seed=submission.seed,
            on_progress=lambda progress: None,
        )
    except WallMissing as error:
        raise GradingFailed(f"no wall: {error}", may_be_tried_again=False) from error
    except SandboxError as error:
        raise GradingFailed(f"the sandbox failed: {error}", may_be_tried_again=True) from error
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        raise GradingFailed(reason, may_be_tried_again=False) from error
    stored = printable(json.loads(report.model_dump_json()))
    return GradedAnew(stored, report.score, report.max_score)


def assignment_of(revision: AssignmentRevision) -> Assignment:
    """The assignment as it stood in that revision."""
    return Assignment.model_validate_json(json.dumps(revision.document))


def exported(submission: Submission, dialect: str) -> Json | None:
    """The report in a format of `grader.exporting`; None where there is no report, or no such one."""
    report, export = report_of(submission), FORMATS.get(dialect)
    return None if report is None or export is None else export(report)


def report_of(submission: Submission) -> Report | None:
    """The stored report of a graded submission."""
    return None if submission.report is None else Report.model_validate(submission.report)


def _examine(submission_id: uuid.UUID, bench: Bench, recorder: Recorder) -> Report:
    submission = Submission.objects.select_related("revision").get(pk=submission_id)
    twin = earlier_twin(submission)
    stored = None if twin is None else report_of(twin)
    if stored is not None and bench.would_repeat(stored):
        logger.info("submission %s: the same program was graded before", submission_id)
        return stored
    return bench.grade(
        assignment_of(submission.revision),
        submission.source,
        seed=submission.seed,
        on_progress=recorder,
    )


def _store(held: Claim, report: Report, *, seconds: float) -> None:
    stored = held.finish(
        report=printable(json.loads(report.model_dump_json())),
        points=report.score,
        max_points=report.max_score,
    )
    logger.info(
        "submission %s: %g of %g points in %.1f s%s",
        held.submission_id,
        report.score,
        report.max_score,
        seconds,
        "" if stored else "; not stored, for the claim was lost",
    )


def _finite(value: Any) -> Any:
    """The value with null for every number that JSON does not know."""
    if isinstance(value, float):
        return value if abs(value) < float("inf") else None
    if isinstance(value, dict):
        return {key: _finite(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_finite(inner) for inner in value]
    return value
