"""The same question in another revision of its quiz: what a stored answer means there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from assessments.courses.models import QuizRevision
from assessments.courses.questions import Choosing, Drawn, Parameterised, Question, as_written

from .models import paper_of, question_of


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A question of the newer revision, and where each choice of the older one stands in it."""

    question: Question
    # By the choice's place in the older revision; None where places mean the same in both.
    places: tuple[int, ...] | None = None

    def answer(self, stored: JsonValue) -> JsonValue:
        """A stored answer of the older revision as the newer one would have stored it."""
        if self.places is None:
            return stored
        if isinstance(stored, list):
            return [*sorted(self._place(each) for each in stored if isinstance(each, int))]
        return self._place(stored) if isinstance(stored, int) else stored

    def _place(self, place: int) -> int:
        assert self.places is not None
        return self.places[place]


def counterpart(old: QuizRevision, new: QuizRevision, drawn: Drawn) -> Counterpart | None:
    """The drawn question in the newer revision; None where an old answer means nothing there.

    The same id and kind, the same numbers, and the same options: in any order where they are
    choices, else in the same one. Prompt, key, tolerance, points and feedback may differ.
    """
    before = question_of(old, drawn.question, drawn.variant)
    if old.pk == new.pk:
        return None if before is None else Counterpart(before)
    number = _same_numbers(old, new, drawn)
    after = None if number is None else question_of(new, drawn.question, number)
    if before is None or after is None or before.kind != after.kind:
        return None
    if _options(before) == _options(after):
        return Counterpart(after)
    if isinstance(before, Choosing) and isinstance(after, Choosing):
        places = _moved(
            [each.text for each in before.choices], [each.text for each in after.choices]
        )
        return None if places is None else Counterpart(after, places)
    return None


def _same_numbers(old: QuizRevision, new: QuizRevision, drawn: Drawn) -> int | None:
    """Which variant of the newer revision has the numbers of the drawn one."""
    before, after = (paper_of(each).question(drawn.question) for each in (old, new))
    if not isinstance(before, Parameterised):
        return 0 if after is not None and not isinstance(after, Parameterised) else None
    if not isinstance(after, Parameterised):
        return None
    values = before.values[drawn.variant]
    return next((i for i, each in enumerate(after.values) if each == values), None)


def _options(question: Question) -> list[tuple[str, tuple[str, ...]]]:
    blanks = question.blanks(as_written(question.id))
    return [(blank.name, tuple(option.text for option in blank.options)) for blank in blanks]


def _moved(before: Sequence[str], after: Sequence[str]) -> tuple[int, ...] | None:
    """Where each text now stands; None where one is gone or was reworded."""
    if any(text not in after for text in before):
        return None
    return tuple(after.index(text) for text in before)
