"""An open attempt of the learner, and the letters of its choices."""

from __future__ import annotations

import pytest

from assessments.courses.models import Enrolment, Quiz
from assessments.quizzes.finishing import finish_attempt
from assessments.quizzes.models import Attempt
from assessments.quizzes.starting import start_attempt

# The answers of tests/assets/content's quiz, which does not shuffle.
RIGHT = {
    "what-it-pulls": "a",
    "which-regularize": ["a", "b"],
    "active-in-evaluation": False,
    "shrink-factor": "0.9",
}
# What must not leave the server before an attempt is finished.
SECRETS = (
    "in proportion to its size",
    "Nothing in",
    "hides units while training",
    "passes its input on",
    "factor 2",
    "so a step shrinks",
    "keep the network from fitting",
    "turns it off",
    "is_correct",
    "0.9",
)


@pytest.fixture
def attempt(enrolment: Enrolment, quiz: Quiz) -> Attempt:
    """The learner's first attempt, just begun."""
    attempt, _ = start_attempt(enrolment=enrolment, quiz=quiz)
    return attempt


@pytest.fixture
def finished(attempt: Attempt) -> Attempt:
    """The learner's first attempt, finished with one answer wrong: five points of six."""
    finish_attempt(attempt=attempt, answers={**RIGHT, "what-it-pulls": "b"})
    return attempt
