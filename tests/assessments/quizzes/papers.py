"""Strategies and samples for tests of quizzes: any question, any JSON."""

from __future__ import annotations

from hypothesis import strategies as st
from pydantic import JsonValue

from assessments.courses.questions import (
    Choice,
    Mistake,
    MultipleChoice,
    Numeric,
    Question,
    QuizFile,
    SingleChoice,
    Tolerance,
    TrueFalse,
    TrueFalseFeedback,
)
from assessments.quizzes.reading import arrangement

ANY_JSON: st.SearchStrategy[JsonValue] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=10,
)
_POINTS = st.floats(min_value=0.01, max_value=1000)
_FLAGS = st.lists(st.booleans(), min_size=2, max_size=8)


def single_choice(count: int, correct: int, points: float = 1.0) -> SingleChoice:
    """A question whose choice number `correct` is right."""
    return SingleChoice(
        id="single",
        kind="single_choice",
        prompt="Which?",
        explanation="That one.",
        points=points,
        choices=[
            Choice(text=f"choice {place}", correct=place == correct, feedback=f"on {place}")
            for place in range(count)
        ],
    )


def multiple_choice(
    flags: list[bool], scoring: str = "per_choice", points: float = 1.0
) -> MultipleChoice:
    """A question whose choices are right where `flags` says so."""
    return MultipleChoice.model_validate(
        {
            "id": "multiple",
            "kind": "multiple_choice",
            "prompt": "Which?",
            "explanation": "Those.",
            "points": points,
            "scoring": scoring,
            "choices": [
                {"text": f"choice {place}", "correct": flag} for place, flag in enumerate(flags)
            ],
        }
    )


def true_false(answer: bool, points: float = 1.0) -> TrueFalse:
    """A statement that holds or not."""
    return TrueFalse(
        id="statement",
        kind="true_false",
        prompt="It holds.",
        explanation="Because.",
        points=points,
        answer=answer,
        feedback=TrueFalseFeedback(true="said true", false="said false"),
    )


def numeric(
    answer: float,
    *,
    absolute: float | None = None,
    relative: float | None = None,
    unit: str | None = None,
    mistakes: dict[float, str] | None = None,
    points: float = 1.0,
) -> Numeric:
    """A number to be found."""
    return Numeric(
        id="number",
        kind="numeric",
        prompt="How many?",
        explanation="That many.",
        points=points,
        answer=answer,
        tolerance=Tolerance(absolute=absolute, relative=relative),
        unit=unit,
        mistakes=[Mistake(value=value, feedback=text) for value, text in (mistakes or {}).items()],
    )


def quiz_of(*questions: Question, shuffle: bool = True, attempts: int = 3) -> QuizFile:
    """A quiz of these questions."""
    return QuizFile(
        title="A quiz", minutes=5, attempts=attempts, shuffle=shuffle, questions=list(questions)
    )


def choice_order(quiz: QuizFile, question: SingleChoice | MultipleChoice, seed: int) -> list[int]:
    """The places of the choices in the order in which an attempt of that seed shows them."""
    return arrangement(quiz, question, seed).order(len(question.choices))


SINGLE_CHOICES = st.integers(2, 8).flatmap(
    lambda count: st.builds(
        single_choice, count=st.just(count), correct=st.integers(0, count - 1), points=_POINTS
    )
)
MULTIPLE_CHOICES = st.builds(
    multiple_choice,
    flags=_FLAGS.filter(lambda flags: any(flags) and not all(flags)),
    scoring=st.sampled_from(["per_choice", "every_decision", "coverage", "all_or_nothing"]),
    points=_POINTS,
)
TRUE_FALSES = st.builds(true_false, answer=st.booleans(), points=_POINTS)
NUMERICS = st.builds(
    numeric,
    answer=st.floats(-1e6, 1e6).filter(lambda value: abs(value) > 1e-6),
    absolute=st.floats(1e-6, 1e3),
    points=_POINTS,
) | st.builds(
    numeric,
    answer=st.floats(-1e6, 1e6).filter(lambda value: abs(value) > 1e-6),
    relative=st.floats(1e-6, 0.5),
    points=_POINTS,
)
QUESTIONS: st.SearchStrategy[Question] = SINGLE_CHOICES | MULTIPLE_CHOICES | TRUE_FALSES | NUMERICS
