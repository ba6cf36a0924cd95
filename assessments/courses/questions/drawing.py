"""Which questions an attempt asks, in which order and in which variant. Pure, and for ever the same."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from .quiz_file import Question, QuizFile


@dataclass(frozen=True, slots=True)
class Drawn:
    """One question of an attempt, by its id, and the number of its variant, counted from 0."""

    question: str
    variant: int = 0


def draw(quiz: QuizFile, *, seed: int, turn: str, number: int = 1) -> list[Drawn]:
    """The questions of an attempt of that seed.

    A question that carries a pool's tag is asked only if it is drawn, and by the first such pool;
    every other one always is. `turn` names who takes it and `number` which attempt it is: attempt
    after attempt meets another variant of a question until all have been met.
    """
    taken: set[str] = set()
    for pool in quiz.pools:
        members = sorted(
            quiz.pooled(pool), key=lambda each: _digest(f"{seed}/draw/{pool.tag}/{each.id}")
        )
        taken |= {each.id for each in members[: pool.draw]}
    asked = [each for each in quiz.questions if each.id in taken or not quiz.is_pooled(each)]
    if quiz.shuffle_questions:
        asked.sort(key=lambda each: _digest(f"{seed}/order/{each.id}"))
    return [Drawn(each.id, variant_of(each, turn=turn, number=number)) for each in asked]


def variant_of(question: Question, *, turn: str, number: int) -> int:
    """The variant that somebody meets the `number`-th time."""
    first = int.from_bytes(_digest(f"{turn}/variant/{question.id}")[:8])
    return (first + number) % max(1, question.variants)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
