"""Item analysis on classes that were made up so that one thing is wrong with them, or nothing."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable

import pytest

from assessments.courses.questions import QuizFile
from assessments.quizzes.analysis.gathering import Answered, Sitting, Sittings
from assessments.quizzes.analysis.items import Analysis, ItemFigures, analyse

LEARNERS = 120
Chooses = Callable[[float, random.Random], int]


def paper(right: int = 0) -> QuizFile:
    """Ten questions of four choices; of the first one, the key is `right`."""
    return QuizFile.model_validate(
        {
            "title": "A quiz",
            "minutes": 5,
            "questions": [
                {
                    "id": f"q{number}",
                    "kind": "single_choice",
                    "prompt": "Which?",
                    "explanation": "That.",
                    "choices": [
                        {"text": f"choice {place}", "correct": place == (0 if number else right)}
                        for place in range(4)
                    ],
                }
                for number in range(10)
            ],
        }
    )


def able(skill: float, chance: random.Random) -> int:
    """Right as often as one is able, else any of the others."""
    return 0 if chance.random() < skill else chance.randrange(1, 4)


def sitting(
    quiz: QuizFile, skill: float, chance: random.Random, first: Chooses, number: int = 1
) -> Sitting:
    """One attempt; `first` says what is taken of the first question."""
    answered = {}
    for place, question in enumerate(quiz.questions):
        choice = (first if place == 0 else able)(skill, chance)
        points = question.mark(choice).points
        answered[question.id] = Answered(
            question.id, 0, points, points, 1.0, choice, frozenset({choice}), 30.0
        )
    return Sitting(uuid.uuid4(), number, 1, answered)


def class_of(
    quiz: QuizFile, first: Chooses = able, *, seed: int = 1, n: int = LEARNERS
) -> Analysis:
    """The analysis of a class with skills from 0.2 to 0.95."""
    chance = random.Random(seed)
    sittings = [sitting(quiz, 0.2 + 0.75 * chance.random(), chance, first) for _ in range(n)]
    return analyse(quiz, Sittings(sittings))


def reasons(item: ItemFigures) -> set[int]:
    """The ranks of what is said against it."""
    return {each.rank for each in item.suspicions}


def test_a_fair_quiz_accuses_nothing() -> None:
    assert [class_of(paper(), seed=seed).suspects for seed in range(20)] == [[]] * 20


def test_a_fair_question_tells_who_knows() -> None:
    item = class_of(paper()).items[0]
    assert item.item_rest is not None
    assert item.item_rest.low > 0
    right, *wrong = item.options
    assert right.is_right
    assert right.point_biserial is not None
    assert right.point_biserial.low > 0
    assert right.upper > right.lower
    assert all(each.point_biserial is None or each.point_biserial.high < 0.2 for each in wrong)


@pytest.mark.parametrize("seed", range(5))
def test_a_wrong_key_is_found(seed: int) -> None:
    analysis = class_of(paper(right=2), seed=seed)
    assert [item.id for item in analysis.suspects] == ["q0"]
    assert 1 in reasons(analysis.items[0])


@pytest.mark.parametrize("seed", range(5))
def test_a_question_that_punishes_knowing_is_found(seed: int) -> None:
    def misled(skill: float, chance: random.Random) -> int:
        return able(1 - skill, chance)

    assert 2 in reasons(class_of(paper(), misled, seed=seed, n=300).items[0])


def test_a_question_that_nearly_all_miss_is_found() -> None:
    def trapped(skill: float, chance: random.Random) -> int:
        return 0 if chance.random() < 0.05 else 1

    assert 3 in reasons(class_of(paper(), trapped).items[0])


def test_an_unfair_variant_is_found_and_a_fair_one_is_not() -> None:
    def with_variants(quiz: QuizFile, hardness: float, seed: int) -> Analysis:
        chance = random.Random(seed)
        sittings = []
        for place in range(LEARNERS):
            skill = 0.2 + 0.75 * chance.random()
            variant = place % 3

            def first(skill: float, chance: random.Random, variant: int = variant) -> int:
                return able(skill * (hardness if variant == 1 else 1), chance)

            made = sitting(quiz, skill, chance, first)
            one = made.answered["q0"]
            made.answered["q0"] = Answered(
                one.question, variant, one.share, one.points, 1.0, one.answer, one.options, 30.0
            )
            sittings.append(made)
        return analyse(quiz, Sittings(sittings))

    assert 4 in reasons(with_variants(paper(), 0.2, 1).items[0])
    assert not any(reasons(with_variants(paper(), 1.0, seed).items[0]) for seed in range(10))


def test_few_learners_accuse_nothing() -> None:
    analysis = class_of(paper(right=2), n=12)
    assert analysis.suspects == []
    assert analysis.items[0].item_rest is None
    assert analysis.items[0].difficulty is not None
    assert class_of(paper(), n=4).items[0].difficulty is None


def test_first_attempts_are_counted_and_last_ones_compared() -> None:
    quiz, chance = paper(), random.Random(1)
    sittings = []
    for _ in range(30):
        one = sitting(quiz, 0.3, chance, able)
        again = sitting(quiz, 1.0, chance, able, number=2)
        sittings += [one, Sitting(one.learner, 2, 1, again.answered)]
    item = analyse(quiz, Sittings(sittings)).items[0]
    assert item.count == 30
    assert item.first is not None
    assert item.last is not None
    assert item.first.high < item.last.low
