"""Which questions an attempt asks: fair, reproducible, and never more than the pools say."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from assessments.courses.questions import QuizFile, draw

SEEDS = st.integers(0, 2**53 - 1)


def question(name: str, *tags: str, points: float = 1.0) -> dict[str, Any]:
    """A statement with tags."""
    return {
        "id": name,
        "kind": "true_false",
        "prompt": "It holds.",
        "explanation": "Because.",
        "answer": True,
        "points": points,
        "tags": list(tags),
    }


def quiz(*questions: dict[str, Any], **policy: Any) -> QuizFile:
    """A quiz of these."""
    return QuizFile.model_validate(
        {"title": "A quiz", "minutes": 5, "questions": list(questions), **policy}
    )


POOLED = quiz(
    question("always"),
    *(question(f"easy-{number}", "easy") for number in range(4)),
    *(question(f"hard-{number}", "hard", points=2) for number in range(3)),
    question("both", "easy", "hard"),
    pools=[{"tag": "easy", "draw": 2}, {"tag": "hard", "draw": 1}],
    shuffle_questions=True,
)


@given(SEEDS)
def test_each_pool_gives_as_many_as_it_says_and_what_is_in_none_is_always_asked(
    seed: int,
) -> None:
    ids = [each.question for each in draw(POOLED, seed=seed, turn="")]
    assert len(ids) == len(set(ids)) == POOLED.question_count == 4
    assert "always" in ids
    assert sum(name.startswith("hard") for name in ids) == 1


@given(SEEDS)
def test_every_draw_is_worth_the_same(seed: int) -> None:
    drawn = [POOLED.question(each.question) for each in draw(POOLED, seed=seed, turn="")]
    assert sum(each.points for each in drawn if each) == POOLED.max_points == 5


@given(SEEDS)
def test_the_same_seed_always_draws_the_same(seed: int) -> None:
    assert draw(POOLED, seed=seed, turn="a") == draw(POOLED, seed=seed, turn="a")


def test_every_question_of_a_pool_has_its_turn() -> None:
    seen = {each.question for seed in range(200) for each in draw(POOLED, seed=seed, turn="")}
    assert seen == {each.id for each in POOLED.questions}
    places = {draw(POOLED, seed=seed, turn="")[0].question for seed in range(200)}
    assert places == seen


def test_without_shuffling_the_order_is_the_files() -> None:
    plain = quiz(question("a", "t"), question("b"), question("c", "t"), question("d", "t"),
                 pools=[{"tag": "t", "draw": 2}])  # fmt: skip
    for seed in range(20):
        ids = [each.question for each in draw(plain, seed=seed, turn="")]
        assert ids == sorted(ids)


@pytest.mark.parametrize(
    ("questions", "policy", "reason"),
    [
        ([question("a", "t")], {"pools": [{"tag": "t", "draw": 2}]}, "draws 2 questions of 1"),
        (
            [question("a", "t"), question("b", "t", points=2)],
            {"pools": [{"tag": "t", "draw": 1}]},
            "the same points",
        ),
        (
            [question("a", "t")],
            {"pools": [{"tag": "t", "draw": 1}, {"tag": "t", "draw": 1}]},
            "two pools",
        ),
        ([question("a")], {"certainty": True, "feedback": "adaptive"}, "answered once"),
        ([question("a")], {"mastery": {"in_a_row": 3}}, "mastery needs"),
        (
            [question("a")],
            {"mastery": {"in_a_row": 3, "most": 2}, "feedback": "adaptive"},
            "leave room",
        ),
    ],
)
def test_a_policy_that_cannot_be_kept_is_refused(
    questions: list[dict[str, Any]], policy: dict[str, Any], reason: str
) -> None:
    with pytest.raises(ValidationError, match=reason):
        quiz(*questions, **policy)
