"""What a marked piece of work was made of, as a digest: nobody changes it unnoticed afterwards."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from assessments.quizzes.models import Attempt, Response
from assessments.submissions.models import Submission

WORKS_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A marked work, whose it is, what it gave, and the digest of all it was made of."""

    work: uuid.UUID
    enrolment: uuid.UUID
    item: str
    points: float
    max_points: float
    digest: str


def fingerprints(
    enrolments: Collection[uuid.UUID], *, but: Collection[uuid.UUID] = ()
) -> Iterator[Fingerprint]:
    """Of every marked work of these learners, those of `but` left out. Two queries a part, and two more."""
    left_out = set(but)
    yield from _of_attempts(enrolments, left_out)
    yield from _of_submissions(enrolments, left_out)


def _of_attempts(enrolments: Collection[uuid.UUID], but: set[uuid.UUID]) -> Iterator[Fingerprint]:
    attempts = [
        row
        for row in Attempt.objects.filter(
            enrolment__in=enrolments, finished_at__isnull=False, points__isnull=False
        )
        .order_by("pk")
        .values_list(
            "pk", "enrolment_id", "quiz_id", "points", "max_points", "seed", "number",
            "finished_at", "revision__digest",
        )
        if row[0] not in but
    ]  # fmt: skip
    for start in range(0, len(attempts), WORKS_AT_ONCE):
        part = attempts[start : start + WORKS_AT_ONCE]
        answers: dict[uuid.UUID, list[Any]] = defaultdict(list)
        for attempt, question, answer, points in (
            Response.objects.filter(attempt__in=[row[0] for row in part])
            .order_by("question")
            .values_list("attempt_id", "question", "answer", "points")
        ):
            answers[attempt].append([question, answer, points])
        for pk, enrolment, quiz, points, of, seed, number, finished_at, revision in part:
            made_of = [revision, seed, number, _instant(finished_at), points, of, answers[pk]]
            yield Fingerprint(pk, enrolment, f"quiz-{quiz}", points or 0.0, of, _digest(made_of))


def _of_submissions(
    enrolments: Collection[uuid.UUID], but: set[uuid.UUID]
) -> Iterator[Fingerprint]:
    rows = (
        Submission.objects.filter(enrolment__in=enrolments, state=Submission.State.GRADED)
        .order_by("pk")
        .exclude(pk__in=but if len(but) < WORKS_AT_ONCE else ())
        .values_list(
            "pk", "enrolment_id", "revision__assignment_id", "points", "max_points", "seed",
            "submitted_at", "source", "report", "revision__digest",
        )
        .iterator(chunk_size=WORKS_AT_ONCE)
    )  # fmt: skip
    for pk, enrolment, assignment, points, of, seed, at, source, report, revision in rows:
        if pk in but:
            continue
        made_of = [revision, seed, _instant(at), points, of, source, report]
        yield Fingerprint(
            pk, enrolment, f"assignment-{assignment}", points or 0.0, of, _digest(made_of)
        )


def _instant(at: datetime | None) -> str:
    return "" if at is None else at.astimezone(UTC).isoformat(timespec="microseconds")


def _digest(made_of: list[Any]) -> str:
    text = json.dumps(made_of, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
