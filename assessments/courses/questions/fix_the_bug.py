"""A short function with a bug, to be mended: run in a cell, judged outside it."""

from __future__ import annotations

import hashlib
import json
import math
from typing import Annotated, ClassVar, Literal

from pydantic import Field, JsonValue

from grader.documents import Document

from ..rendering import Markdown
from .answers import Awaits, Mark, Part, Reading, Shape, Unreadable
from .arrangement import Arrangement
from .asked import Asked, Positive
from .cells import CallResult, CellCall, Work
from .exhibits import Exhibit
from .python_text import check_python, source_of
from .texts import read_lines, storable

LONGEST_CODE = 4000
MOST_CASES = 30
LONGEST_SHOWN = 200


class Case(Document):
    """One call: the arguments and what the reference returned, as JSON (see `cells`)."""

    arguments: JsonValue
    value: JsonValue
    # Whether the function as it was given got it right already.
    was_right: bool


class FixTheBug(Asked):
    """A function to be mended. The reference's `cases()` gives the argument lists of the calls.

    `evidence` is {"calls": ..., "results": [{"value": ..., "error": ...}, ...]}, one result a case,
    from a cell that never saw what is right; `calls` names what was called, so that evidence on other
    cases is none on these. `scoring` per_case: the share of cases that were wrong and are right now,
    and nothing where one that was right is wrong now.
    """

    shape: ClassVar[Shape] = "text"
    awaits: ClassVar[Awaits] = "cell"
    is_long: ClassVar[bool] = True

    kind: Literal["fix_the_bug"]
    function: Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,60}$")]
    starter: Annotated[str, Field(min_length=1, max_length=LONGEST_CODE)]
    reference: Annotated[str, Field(min_length=1, max_length=LONGEST_CODE)]
    tolerance: Positive = 1e-5
    scoring: Literal["all_or_nothing", "per_case"] = "all_or_nothing"
    # How many of the cases are shown with arguments and values in the review.
    shown_cases: Annotated[int, Field(ge=0, le=MOST_CASES)] = 2
    hint: Markdown = ""
    # Computed when content is loaded.
    cases: list[Case] = Field(default_factory=list)

    def read(self, sent: JsonValue, arrangement: Arrangement) -> JsonValue:
        """The code as it was typed; the function as it was given is no answer yet."""
        code = read_lines(sent, longest=LONGEST_CODE)
        return None if code is None or code.rstrip() == self.starter.rstrip() else code

    def how_read(self, answer: JsonValue) -> Reading:
        """Whether it is Python that defines the function. It is not run for that."""
        if not isinstance(answer, str) or not answer.strip():
            return Reading()
        checked = check_python(answer, self.function)
        if isinstance(checked, Unreadable):
            return Reading(problem=checked.help)
        return Reading(understood=f"Python that defines {self.function}")

    def mark(self, answer: JsonValue, evidence: JsonValue = None) -> Mark:
        """By the results of the cell; until there are any, the mark waits."""
        if not isinstance(answer, str) or not answer.strip():
            return self.unanswered()
        if isinstance(check_python(answer, self.function), Unreadable):
            return self.unreadable()
        results = self._results(evidence)
        if results is None:
            return Mark(0.0, self.points, "being_checked")
        found = [self._judge(case, _at(results, place)) for place, case in enumerate(self.cases)]
        parts = tuple(self._part(number, *each) for number, each in enumerate(found, start=1))
        share = self._share([is_right for _, is_right, _ in found])
        return self.share(share, self.hint if share < 1 else "", parts)

    def right_answer(self) -> JsonValue:
        """The reference."""
        return self.reference

    def in_words(self, answer: JsonValue) -> tuple[str, str]:
        """Both programs; of the reference only the function, not its cases."""
        right = source_of(self.reference, self.function)
        return answer if isinstance(answer, str) else "", right

    def exhibit(self) -> Exhibit:
        """The function as it was given."""
        return Exhibit(start=self.starter)

    def computing(self) -> Work | None:
        """Runs the reference on its cases, then the starter on the same. Raises ValueError."""
        return self._computing()

    def checking(self, answer: JsonValue) -> Work | None:
        """Runs an answer on the cases; returns the evidence."""
        if not isinstance(answer, str) or isinstance(
            check_python(answer, self.function), Unreadable
        ):
            return None
        return self._checking(answer)

    def _computing(self) -> Work:
        right = yield CellCall(self.reference, self.function, cases="cases")
        if right.error:
            raise ValueError(f"the reference cannot be run: {right.error}")
        if not 1 <= len(right.calls) <= MOST_CASES:
            raise ValueError(f"`cases` must give 1 to {MOST_CASES} cases")
        for call in right.calls:
            if call.error:
                raise ValueError(f"the reference fails on {_written(call.arguments)}: {call.error}")
        arguments = tuple(call.arguments for call in right.calls)
        given = yield CellCall(self.starter, self.function, arguments)
        before = list(given.calls) or [CallResult(each, error="failed") for each in arguments]
        cases: list[JsonValue] = [
            {
                "arguments": call.arguments,
                "value": call.value,
                "was_right": not was.error and close(was.value, call.value, self.tolerance),
            }
            for call, was in zip(right.calls, before, strict=True)
        ]
        if all(isinstance(case, dict) and case["was_right"] for case in cases):
            raise ValueError("the starter passes every case, so there is no bug to fix")
        return {"cases": cases}

    def _checking(self, answer: str) -> Work:
        arguments = tuple(case.arguments for case in self.cases)
        result = yield CellCall(answer, self.function, arguments)
        if result.error:
            where = f" (line {result.line})" if result.line else ""
            results: list[JsonValue] = [{"error": result.error + where}]
        else:
            results = [{"value": call.value, "error": call.error} for call in result.calls]
        return {"calls": self._calls, "results": storable(results)}

    @property
    def _calls(self) -> str:
        """Names the arguments of all cases; a corrected value in one of them changes nothing."""
        arguments = json.dumps([case.arguments for case in self.cases], sort_keys=True)
        return hashlib.sha256(arguments.encode()).hexdigest()

    def _results(self, evidence: JsonValue) -> list[JsonValue] | None:
        """What the evidence says of these cases; None where it is about others, or there is none."""
        if not isinstance(evidence, dict) or evidence.get("calls") != self._calls:
            return None
        results = evidence.get("results")
        return results if isinstance(results, list) else None

    def _judge(self, case: Case, found: JsonValue) -> tuple[Case, bool, str]:
        if not isinstance(found, dict):
            return case, False, "was not reached"
        if found.get("error"):
            return case, False, str(found["error"])
        value = found.get("value")
        return case, close(value, case.value, self.tolerance), _written(value)

    def _share(self, right: list[bool]) -> float:
        if all(right):
            return 1.0
        pairs = [*zip(right, self.cases, strict=True)]
        broken = any(case.was_right and not now for now, case in pairs)
        if self.scoring == "all_or_nothing" or broken:
            return 0.0
        wanted = [now for now, case in pairs if not case.was_right]
        return sum(wanted) / len(wanted)

    def _part(self, number: int, case: Case, is_right: bool, given: str) -> Part:
        if number > self.shown_cases:
            label = f"Case {number}, which is not shown"
            return Part(label, "passed" if is_right else "failed", "", is_right)
        arguments = case.arguments
        inner = arguments if isinstance(arguments, list) else [arguments]
        call = f"{self.function}({', '.join(_written(each) for each in inner)})"
        return Part(f"``{call}``", given, _written(case.value), is_right)


def close(given: JsonValue, right: JsonValue, tolerance: float) -> bool:
    """Whether two values are the same but for rounding; kinds and shapes have to agree."""
    if isinstance(given, bool) or isinstance(right, bool):
        return given is right
    if isinstance(given, int | float) and isinstance(right, int | float):
        if not math.isfinite(given) or not math.isfinite(right):
            return given == right
        return abs(given - right) <= tolerance * max(1.0, abs(right))
    if isinstance(given, list) and isinstance(right, list):
        return len(given) == len(right) and all(
            close(one, other, tolerance) for one, other in zip(given, right, strict=True)
        )
    if isinstance(given, dict) and isinstance(right, dict):
        return given.keys() == right.keys() and all(
            close(given[key], right[key], tolerance) for key in right
        )
    return given == right


def _at(evidence: list[JsonValue], place: int) -> JsonValue:
    """What was found for a case; the first fault stands for all that came after it."""
    return evidence[place] if place < len(evidence) else evidence[0] if len(evidence) == 1 else None


def _written(value: JsonValue) -> str:
    """A value as Python would write it, cut where it is long."""
    if isinstance(value, dict) and len(value) == 1:
        (kind, inner), *_ = value.items()
        if kind in {"tensor", "array"}:
            value_text = f"{kind}({_written(inner)})"
        elif kind == "tuple" and isinstance(inner, list):
            value_text = f"({', '.join(_written(each) for each in inner)})"
        else:
            value_text = repr(value)
    elif isinstance(value, list):
        value_text = f"[{', '.join(_written(each) for each in value)}]"
    elif isinstance(value, float):
        value_text = f"{value:.6g}"
    else:
        value_text = repr(value)
    value_text = value_text.replace("`", "'")
    return value_text if len(value_text) <= LONGEST_SHOWN else value_text[: LONGEST_SHOWN - 1] + "…"
