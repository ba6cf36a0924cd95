"""How a claimed submission comes to its report, or to none."""

from __future__ import annotations

import pytest

from assessments.submissions import claiming
from assessments.submissions.grading import Recorder, grade_submission, report_of
from assessments.submissions.models import Submission
from grader.errors import AssignmentError, SandboxError, WallMissing
from grader.report import Progress

from .benches import ScriptedBench

State = Submission.State


def test_a_queued_submission_gets_its_report(submission: Submission) -> None:
    grade_submission(submission.pk, bench=ScriptedBench())
    submission.refresh_from_db()
    assert submission.state == State.GRADED
    assert (submission.points, submission.max_points) == (10, 10)
    assert submission.graded_at is not None
    assert submission.lease_token is None
    report = report_of(submission)
    assert report is not None
    assert report.score == 10


def test_it_is_graded_with_its_stored_seed(submission: Submission) -> None:
    bench = ScriptedBench()
    grade_submission(submission.pk, bench=bench)
    assert bench.graded == [(submission.source, submission.seed)]


def test_a_second_message_for_it_does_nothing(submission: Submission) -> None:
    bench = ScriptedBench()
    grade_submission(submission.pk, bench=bench)
    grade_submission(submission.pk, bench=bench)
    assert len(bench.graded) == 1


def test_progress_is_stored_while_it_is_graded(submission: Submission) -> None:
    seen: list[Submission] = []

    def look() -> None:
        seen.append(Submission.objects.get(pk=submission.pk))

    grade_submission(submission.pk, bench=ScriptedBench(meanwhile=look))
    assert seen[0].state == State.GRADING
    assert seen[0].progress["stage"] == "probing"
    assert seen[0].progress["max_epochs"] == 3
    assert seen[0].progress["epochs"] == [
        {"train_loss": 1 / epoch, "validation_loss": None} for epoch in (1, 2, 3)
    ]


def test_progress_is_not_stored_at_every_step(
    submission: Submission, django_assert_num_queries: object
) -> None:
    held = claiming.claim(submission.pk)
    assert held is not None
    recorder = Recorder(held, every_seconds=60)
    with django_assert_num_queries(1):  # type: ignore[operator]
        for epoch in range(1, 100):
            recorder(Progress(stage="training", epoch=epoch))


def test_after_a_fault_of_the_sandbox_it_is_queued_again(submission: Submission) -> None:
    grade_submission(submission.pk, bench=ScriptedBench(errors=[SandboxError("zygote died")]))
    submission.refresh_from_db()
    assert (submission.state, submission.tries) == (State.QUEUED, 1)
    grade_submission(submission.pk, bench=ScriptedBench())
    submission.refresh_from_db()
    assert submission.state == State.GRADED


def test_after_three_faults_of_the_sandbox_it_is_failed_with_the_reason(
    submission: Submission,
) -> None:
    bench = ScriptedBench(errors=[SandboxError("zygote died")] * 3)
    for _ in range(4):
        grade_submission(submission.pk, bench=bench)
    submission.refresh_from_db()
    assert (submission.state, submission.tries) == (State.FAILED, 3)
    assert "zygote died" in submission.failure
    assert submission.points is None


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (WallMissing("no Landlock"), "no Landlock"),
        (AssignmentError("no such data", file="a.yaml"), "AssignmentError: a.yaml: no such data"),
        (ZeroDivisionError("division by zero"), "ZeroDivisionError"),
    ],
)
def test_what_another_try_would_not_mend_fails_at_once(
    submission: Submission, error: Exception, reason: str
) -> None:
    grade_submission(submission.pk, bench=ScriptedBench(errors=[error]))
    submission.refresh_from_db()
    assert submission.state == State.FAILED
    assert reason in submission.failure


def test_a_worker_that_is_stopped_hands_it_back_uncounted(submission: Submission) -> None:
    with pytest.raises(SystemExit):
        grade_submission(submission.pk, bench=ScriptedBench(errors=[SystemExit()]))
    submission.refresh_from_db()
    assert (submission.state, submission.tries) == (State.QUEUED, 0)


def test_a_report_is_stored_only_by_the_holder_of_the_claim(submission: Submission) -> None:
    def lose_claim() -> None:
        Submission.objects.filter(pk=submission.pk).update(
            state=State.QUEUED, lease_token=None, lease_expires_at=None
        )
        grade_submission(submission.pk, bench=ScriptedBench(output="the second"))

    grade_submission(submission.pk, bench=ScriptedBench(meanwhile=lose_claim, output="the first"))
    submission.refresh_from_db()
    assert submission.report is not None
    assert submission.report["output"] == "the second"


def test_terminal_commands_and_nul_in_the_output_are_not_stored(submission: Submission) -> None:
    grade_submission(submission.pk, bench=ScriptedBench(output="a\0b\x1b[31mred\x1b[0m"))
    submission.refresh_from_db()
    assert submission.report is not None
    assert submission.report["output"] == "a⟨U+0000⟩bred"
