"""A class as large as one likes, stored as the flows store it: for benchmarks and for looking at pages."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from assessments.accounts.models import User
from assessments.courses.models import (
    Assignment,
    AssignmentRevision,
    Course,
    Enrolment,
    Module,
    Quiz,
    QuizRevision,
    Schedule,
)
from assessments.courses.opening import open_course
from assessments.courses.policies import Policy
from assessments.gradebook.policy import set_policy
from assessments.quizzes.models import Attempt
from assessments.submissions.models import Submission

TERM = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ROWS_AT_ONCE = 2000
FIRST = (
    "Ada Bao Carl Dina Emre Fay Gus Hana Ivo Jun Kim Lea Mia Nils Oki Pia Quy Rosa Sam Tea".split()
)
LAST = "Adler Bauer Chen Diaz Ek Fuchs Garcia Horn Ito Jansen Kaya Lang Meyer Novak Okoye".split()
TITLES = (
    "Backpropagation", "Optimizers and learning rates", "Dropout", "Weight decay",
    "Early stopping", "Batch normalization", "Convolutions", "Attention", "Embeddings",
    "Learning curves",
)  # fmt: skip
FINDINGS = {
    "no_zero_grad": "Gradients add up over the batches: `zero_grad` is never called.",
    "validation_in_train_mode": "The model stays in training mode while it is validated.",
    "patience_off_by_one": "Training stopped one epoch later than the patience says.",
    "last_weights_kept": "The weights of the last epoch are returned, not those of the best.",
}
POLICY = {
    "total": "weights",
    "categories": [
        {"id": "quizzes", "title": "Quizzes", "weight": 40, "holds": ["quiz"], "drop_lowest": 2},
        {"id": "labs", "title": "Labs", "weight": 60, "holds": ["assignment"]},
    ],
    "late": {"every": "day", "percent": 10, "floor": 40, "grace_minutes": 30},
    "letters": [
        {"letter": "A", "at": 90}, {"letter": "B", "at": 80}, {"letter": "C", "at": 70},
        {"letter": "D", "at": 60}, {"letter": "F", "at": 0},
    ],
}  # fmt: skip


def make_class(*, slug: str, learners: int, items: int, tries: int = 2, seed: int = 1) -> Course:
    """A course of `items` items, three quizzes to each assignment, in which everybody has worked."""
    draw = random.Random(seed)
    module = Module.objects.create(slug=slug, title="A term", items=list(_items(items)))
    quizzes = [_quiz(module, number) for number in range(items) if number % 4 != 3]
    assignments = [_assignment(module, number) for number in range(items) if number % 4 == 3]
    course = open_course(slug=slug, title="Deep learning", modules=[module])
    Schedule.objects.bulk_create(
        [
            Schedule(course=course, due_at=TERM + timedelta(days=3 * place), **{kind: item})
            for kind, rows in (("quiz", quizzes), ("assignment", assignments))
            for place, item in enumerate(rows)
        ]
    )
    set_policy(course=course, policy=Policy.model_validate(POLICY), by=None, note="Of the term")
    people = User.objects.bulk_create(
        [
            User(
                username=f"{slug}-{number}",
                first_name=FIRST[number % len(FIRST)],
                last_name=f"{LAST[number // len(FIRST) % len(LAST)]}",
                email=f"{slug}-{number}@example.org",
                password="!",
            )
            for number in range(learners)
        ],
        batch_size=ROWS_AT_ONCE,
    )
    enrolments = Enrolment.objects.bulk_create(
        [Enrolment(course=course, user=person) for person in people], batch_size=ROWS_AT_ONCE
    )
    _attempts(quizzes, enrolments, tries, draw)
    _submissions(assignments, enrolments, draw)
    return course


def _items(items: int) -> Iterator[dict[str, str]]:
    for number in range(items):
        yield {"kind": "assignment" if number % 4 == 3 else "quiz", "slug": f"item-{number}"}


def _title(number: int) -> str:
    title = TITLES[number % len(TITLES)]
    return title if number < len(TITLES) else f"{title} {number // len(TITLES) + 1}"


def _quiz(module: Module, number: int) -> Quiz:
    points = 4.0 + number % 5
    quiz = Quiz.objects.create(module=module, slug=f"item-{number}", title=_title(number))
    quiz.current = QuizRevision.objects.create(
        quiz=quiz, number=1, digest=f"{number:064x}", document={"attempts": 3}, max_points=points
    )
    quiz.save()
    return quiz


def _assignment(module: Module, number: int) -> Assignment:
    assignment = Assignment.objects.create(
        module=module, slug=f"item-{number}", title=f"Lab: {_title(number)}"
    )
    assignment.current = AssignmentRevision.objects.create(
        assignment=assignment,
        number=1,
        digest=f"{number:064x}",
        document={"starter": "import torch\n"},
        max_points=100.0,
        statement_html="",
    )
    assignment.save()
    return assignment


def _attempts(
    quizzes: list[Quiz], enrolments: list[Enrolment], tries: int, draw: random.Random
) -> None:
    rows = []
    for enrolment in enrolments:
        skill = min(0.98, max(0.1, draw.gauss(0.75, 0.15)))
        for place, quiz in enumerate(quizzes):
            revision = quiz.current
            assert revision is not None
            if draw.random() < 0.06:
                continue
            for number in range(1, 1 + draw.randint(1, tries)):
                share = min(1.0, max(0.0, draw.gauss(skill, 0.12)))
                late = draw.random() < 0.05
                days = 3 * place + (1 if late else -draw.random())
                rows.append(
                    Attempt(
                        enrolment=enrolment,
                        quiz=quiz,
                        revision=revision,
                        number=number,
                        seed=number,
                        finished_at=TERM + timedelta(days=days),
                        points=round(share * revision.max_points * 4) / 4,
                        max_points=revision.max_points,
                    )
                )
    Attempt.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)


def _submissions(
    assignments: list[Assignment], enrolments: list[Enrolment], draw: random.Random
) -> None:
    rows = []
    for enrolment in enrolments:
        for place, assignment in enumerate(assignments):
            revision = assignment.current
            assert revision is not None
            if draw.random() < 0.08:
                continue
            report = _report(draw)
            at = TERM + timedelta(days=3 * place + draw.uniform(-2, 0.2))
            rows.append(
                Submission(
                    id=uuid.UUID(int=draw.getrandbits(128), version=4),
                    enrolment=enrolment,
                    revision=revision,
                    source="import torch\n\n\ndef train(model):\n    return model\n",
                    seed=1,
                    submitted_at=at,
                    state="graded",
                    graded_at=at + timedelta(seconds=draw.uniform(4, 60)),
                    report=report,
                    points=report["score"],
                    max_points=100.0,
                )
            )
    Submission.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)
    # `submitted_at` is set by the database layer when a row is made.
    for start in range(0, len(rows), ROWS_AT_ONCE):
        Submission.objects.bulk_update(
            [_dated(row) for row in rows[start : start + ROWS_AT_ONCE]], ["submitted_at"]
        )


def _dated(row: Submission) -> Submission:
    assert row.graded_at is not None
    row.submitted_at = row.graded_at - timedelta(seconds=20)
    return row


def _report(draw: random.Random) -> dict[str, Any]:
    score = float(min(100, max(0, round(draw.gauss(78, 15)))))
    epochs, floor = draw.randint(8, 25), draw.uniform(0.2, 0.5)
    return {
        "score": score,
        "max_score": 100.0,
        "criteria": [{"points": score}],
        "diagnostics": [
            {"id": code, "severity": "warning", "evidence": evidence}
            for code, evidence in FINDINGS.items()
            if draw.random() < 0.2
        ],
        "curves": {
            "train": [2.3 / (1 + 0.5 * epoch) for epoch in range(epochs)],
            "validation": [
                floor + 2.0 / (1 + epoch) + draw.uniform(0, 0.05) for epoch in range(epochs)
            ],
        },
        "failure": None,
    }
