"""Makes a quiz that was written complete: draws its variants, computes its keys, runs its tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

from pydantic import JsonValue, ValidationError

from .errors import ContentError
from .questions import CONCRETE, Bench, Concrete, Parameterised, Question, QuizFile, Work, do
from .questions.own_tests import failing

Location: TypeAlias = Sequence[int | str]
# Line and key of a place in a file.
Locate: TypeAlias = Callable[[Location], tuple[int | None, str | None]]


def complete_quiz(written: QuizFile, bench: Bench, *, file: Path, locate: Locate) -> QuizFile:
    """The quiz with all that a cell computes. Raises ContentError at the first fault.

    Raises what the bench raises where it is needed and fails.
    """
    questions = [
        _Completing(bench, file, locate, number).completed(question)
        for number, question in enumerate(written.questions)
    ]
    return written.model_copy(update={"questions": questions})


class _Completing:
    """One question, and where it stands in its file."""

    def __init__(self, bench: Bench, file: Path, locate: Locate, number: int) -> None:
        self._bench = bench
        self._file = file
        self._locate = locate
        self._number = number

    def completed(self, question: Question) -> Question:
        """The question with its computed keys, tested."""
        if isinstance(question, Parameterised):
            return self._with_variants(question)
        computed = self._done(question.computing())
        complete: Concrete = question
        if isinstance(computed, dict) and computed:
            complete = self._concrete({**question.model_dump(mode="json"), **computed}, "")
        self._test(complete, "")
        return complete

    def _with_variants(self, question: Parameterised) -> Question:
        values = self._done(question.drawing(), "parameters", "reference")
        drawn = question.model_copy(update={"values": values})
        computed: list[JsonValue] = []
        for number in range(question.parameters.variants):
            where = f"variant {number}: "
            concrete = self._concrete(self._filled(drawn, number), where)
            if concrete.id != question.id or concrete.points != question.points:
                self._refuse("`id` and `points` are the same in every variant", ())
            keys = self._done(concrete.computing(), where=where)
            if isinstance(keys, dict) and keys:
                concrete = self._concrete({**concrete.model_dump(mode="json"), **keys}, where)
            self._test(concrete, where)
            computed.append(keys if isinstance(keys, dict) else {})
        return drawn.model_copy(update={"computed": computed if any(computed) else []})

    def _filled(self, question: Parameterised, number: int) -> dict[str, JsonValue]:
        try:
            return question.written(number)
        except ValueError as error:
            self._refuse(f"variant {number}: {error}", ())
            raise

    def _concrete(self, data: dict[str, JsonValue], where: str) -> Concrete:
        try:
            return CONCRETE.validate_python(data)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            reason = first["msg"].removeprefix("Value error, ")
            # The first names the branch of the union of kinds, which no file has.
            self._refuse(where + reason, first["loc"][1:], cause=error)
            raise

    def _done(self, work: Work | None, *key: str, where: str = "") -> JsonValue:
        if work is None:
            return None
        try:
            return do(work, self._bench)
        except ValueError as error:
            self._refuse(f"{where}{error}", key, cause=error)
            raise

    def _test(self, question: Concrete, where: str) -> None:
        for failed in failing(question, self._bench):
            key = () if failed.test is None else ("tests", failed.test)
            self._refuse(where + failed.reason, key)

    def _refuse(self, reason: str, key: Location, *, cause: Exception | None = None) -> None:
        line, name = self._locate(("questions", self._number, *key))
        raise ContentError(reason, file=self._file, line=line, key=name) from cause
