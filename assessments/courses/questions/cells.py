"""What a question needs a cell for, said without one: which calls, and what to make of them.

A question describes its work as a generator: it yields a `CellCall`, is sent a `CellResult`, and
returns what it found. So the question stays pure, and whoever has a sandbox does the work.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from pydantic import JsonValue

SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class CellCall:
    """Python to run in a fresh cell: the source, then maybe a function of it, once an argument list.

    Arguments and results are JSON; a tensor, an array or a tuple in them is an object with one key,
    `tensor`, `array` or `tuple`. With `cases`, the argument lists are what that function of the
    source returns.
    """

    source: str
    function: str | None = None
    arguments: tuple[JsonValue, ...] = ()
    cases: str | None = None
    seconds: float = SECONDS


@dataclass(frozen=True, slots=True)
class CallResult:
    """One call: its arguments, and what it returned or raised."""

    arguments: JsonValue
    value: JsonValue = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class CellResult:
    """What came of it. `error` is why the source could not be run to its end; empty if it was."""

    output: str = ""
    calls: tuple[CallResult, ...] = ()
    error: str = ""
    # Of the source, counted from 1, where the error names one.
    line: int | None = None


Work: TypeAlias = Generator[CellCall, CellResult, JsonValue]


class Bench(Protocol):
    """Where calls are made. Raises SandboxError when the place failed, not the source."""

    def call(self, call: CellCall) -> CellResult:
        """Runs it in a fresh cell."""


def do(work: Work, bench: Bench) -> JsonValue:
    """Does the work on a bench, and returns what it found. Raises what the bench or the work raises."""
    try:
        call = next(work)
        while True:
            call = work.send(bench.call(call))
    except StopIteration as done:
        found: JsonValue = done.value
        return found
