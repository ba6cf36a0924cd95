"""Runs a short program in a cell and calls a function of it: for questions, not for assignments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .sandbox.base import MEBIBYTE, ConversationBroken, Ending, Job, Limits, Outcome, Sandbox
from .sandbox.wire import Json, Message

_LONGEST = 500
_ENDINGS = {
    Ending.EXITED: "it ended the process itself",
    Ending.KILLED: "it was ended by the operating system: a crash, or a call that is forbidden here",
    Ending.WALL_TIME: "it did not finish within {seconds:g} seconds",
    Ending.CPU_TIME: "it used more than {seconds:g} seconds of computing time",
    Ending.MEMORY: "it used more than {memory:g} MiB of memory",
    Ending.OUTPUT: "it printed too much",
    Ending.SCRATCH: "it wrote too much to files",
    Ending.THREADS: "it started too many threads",
    Ending.PROTOCOL: "it broke off the conversation with the grader",
}


@dataclass(frozen=True, slots=True)
class Program:
    """Source, the function to be called, and with what.

    `arguments` has one list a call; with `cases` they are what that function of the source returns.
    Without `function` the source is only run.
    """

    source: str
    function: str | None = None
    arguments: Sequence[Json] = ()
    cases: str | None = None
    seconds: float = 10.0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class CalledOnce:
    """One call: its arguments, and its value or the error it ended in."""

    arguments: Json
    value: Json
    error: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What came of a program; `error` is why it did not come to its end."""

    output: str
    calls: tuple[CalledOnce, ...] = ()
    error: str = ""
    line: int | None = None


class _Silence:
    """The cell asks for nothing."""

    def answer(self, message: Message) -> Message | None:
        raise ConversationBroken("an unexpected message")


def evaluate(program: Program, sandbox: Sandbox) -> Evaluation:
    """Runs the program in a fresh cell. Raises SandboxError when the sandbox failed, not the program."""
    limits = Limits(
        wall_seconds=program.seconds,
        cpu_seconds=program.seconds,
        memory_bytes=1024 * MEBIBYTE,
        output_bytes=MEBIBYTE,
        scratch_bytes=4 * MEBIBYTE,
    )
    settings: dict[str, Json] = {
        "function": program.function,
        "arguments": list(program.arguments),
        "cases": program.cases,
    }
    task = "load" if program.function is None else "evaluate"
    outcome = sandbox.run(
        Job(task, program.source, program.seed, settings if program.function else {}, limits),
        _Silence(),
    )
    if outcome.ending is not Ending.FINISHED or outcome.message is None:
        return _failed(outcome, limits)
    if program.function is None:
        return Evaluation(outcome.output)
    calls = _calls(outcome.message, program)
    if calls is None:
        return Evaluation(outcome.output, error=_ENDINGS[Ending.PROTOCOL])
    return Evaluation(outcome.output, calls)


def _failed(outcome: Outcome, limits: Limits) -> Evaluation:
    body = outcome.message.body if outcome.message is not None else {}
    line = body.get("line")
    line = line if isinstance(line, int) and not isinstance(line, bool) and line > 0 else None
    if outcome.ending is Ending.RAISED:
        text = str(body.get("text", ""))[:_LONGEST]
        kind = str(body.get("type", "Exception"))[:100]
        recognised = body.get("recognised") is True
        return Evaluation(
            outcome.output, error=text if recognised else f"{kind}: {text}", line=line
        )
    said = _ENDINGS.get(outcome.ending, "it ended in a way that is not known")
    error = said.format(seconds=limits.wall_seconds, memory=limits.memory_bytes / MEBIBYTE)
    return Evaluation(outcome.output, error=error, line=line)


def _calls(message: Message, program: Program) -> tuple[CalledOnce, ...] | None:
    """What the cell said of each call, or None for what makes no sense: it is not believed blindly."""
    said = message.body.get("calls")
    if not isinstance(said, list):
        return None
    if program.cases is None and len(said) != len(program.arguments):
        return None
    calls = []
    for number, each in enumerate(said):
        if not isinstance(each, dict):
            return None
        # What a call was given is known here; only cases are made inside.
        given = each.get("arguments") if program.cases else program.arguments[number]
        error = each.get("error", "")
        calls.append(CalledOnce(given, each.get("value"), str(error)[:_LONGEST]))
    return tuple(calls)
