"""A quiz as a learner of any seed would meet it, for those who write it: nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from pydantic import JsonValue

from assessments.courses.deadlines import terms_of
from assessments.courses.models import Enrolment, Quiz
from assessments.courses.questions import draw

from .answering import read_all
from .judging import Judged
from .marking import mark
from .models import Attempt
from .reviewing import ReviewedQuestion, review_of
from .starting import SEED_BITS, pinned_policy

LARGEST_SEED = (1 << SEED_BITS) - 1


def previewed_attempt(*, enrolment: Enrolment, quiz: Quiz, seed: int) -> Attempt:
    """An attempt of that seed at the quiz as it now stands, which is not in the database."""
    revision = quiz.current
    assert revision is not None
    attempt = Attempt(
        enrolment=enrolment,
        quiz=quiz,
        revision=revision,
        number=1,
        seed=seed,
        max_points=revision.max_points,
        policy=pinned_policy(revision, terms_of(None, revision.document)),
    )
    attempt.drawn = [asdict(each) for each in draw(attempt.paper, seed=seed, turn=str(seed))]
    return attempt


def previewed_review(
    attempt: Attempt, answers: Mapping[str, JsonValue]
) -> tuple[list[ReviewedQuestion], Mapping[str, str]]:
    """What a learner would see who finished with these answers, and what is wrong with the others.

    What a cell or a person must look at is shown as waiting.
    """
    readable, refused = read_all(attempt, answers)
    judged = []
    for question in attempt.questions:
        answer = readable.get(question.id)
        marked = mark(question, answer)
        points = None if marked.is_waiting else marked.points
        judged.append(Judged(question, answer, None, points, question.points))
    return review_of(attempt, judged), refused
