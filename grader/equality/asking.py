"""The trusted side of calling a subject: hands out cases, gathers answers, believes nothing of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from ..sandbox.base import ConversationBroken
from ..sandbox.wire import Json, Message
from .case import Array, Case

_LONGEST_TEXT = 300
_MOST_OUTPUTS = 64


@dataclass(frozen=True, slots=True)
class Output:
    """One tensor or number that came back: what it is, and its numbers."""

    kind: str
    dtype: str
    graph: bool
    array: Array


@dataclass(frozen=True, slots=True)
class Raised:
    """What was raised instead of an answer."""

    phase: str
    type: str
    text: str
    line: int | None
    recognised: bool

    def __str__(self) -> str:
        if self.recognised:
            return self.text
        where = "" if self.line is None else f" in line {self.line}"
        said = f"{self.type}: {self.text}" if self.text else self.type
        return f"{said.rstrip('.')}{where}."


@dataclass(slots=True)
class Answer:
    """All that one side said of one case. `initial` and `state` are a layer's, before and after."""

    case: Case
    initial: dict[str, Array] = field(default_factory=dict)
    parameters: list[str] = field(default_factory=list)
    outputs: list[Output] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    inputs: list[Array] = field(default_factory=list)
    state: dict[str, Array] = field(default_factory=dict)
    again: list[Output] = field(default_factory=list)
    gradients: list[Array | None] = field(default_factory=list)
    raised: Raised | None = None
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Weights:
    """What a layer is given: names and arrays for its state, and which of them have gradients."""

    state: dict[str, Array]
    parameters: list[str]


@dataclass(slots=True)
class Asking:
    """One cell's conversation about many cases. `weights` says what a layer is to be given, if anything."""

    cases: Sequence[Case]
    differentiate: Callable[[Case], bool]
    weights: Callable[[Case], Weights | None]
    answers: list[Answer] = field(default_factory=list)
    _left: Iterator[Case] | None = None

    def answer(self, message: Message) -> Message | None:
        """See `Conversation.answer`."""
        match message.body.get("op"):
            case "case":
                return self._next()
            case "built":
                return self._built(message)
            case "called":
                return self._called(message)
            case "answered":
                self._answered(message)
                return None
            case "failed":
                self._failed(message.body)
                return None
        raise ConversationBroken("an unexpected message")

    @property
    def _current(self) -> Answer:
        if not self.answers or self.answers[-1].complete:
            raise ConversationBroken("an answer to no case")
        return self.answers[-1]

    def _next(self) -> Message:
        if self._left is None:
            self._left = iter(self.cases)
        case = next(self._left, None)
        if case is None:
            return Message({})
        self.answers.append(Answer(case))
        return Message({"case": case.described()}, tuple(t.array for t in case.tensors))

    def _built(self, message: Message) -> Message:
        answer = self._current
        names = _names(message.body.get("names"))
        if len(names) != len(message.arrays):
            raise ConversationBroken("names and weights do not match")
        answer.initial = dict(zip(names, message.arrays, strict=True))
        answer.parameters = _names(message.body.get("parameters"))
        given = self.weights(answer.case)
        if given is None:
            return Message({"names": [], "weights": list(answer.parameters)})
        answer.initial = given.state
        body: dict[str, Json] = {"names": list(given.state), "weights": list(given.parameters)}
        return Message(body, tuple(given.state.values()))

    def _called(self, message: Message) -> Message:
        answer, body = self._current, message.body
        count, names = body.get("inputs"), _names(body.get("state"))
        if type(count) is not int or not 0 <= count <= len(message.arrays):
            raise ConversationBroken("no number of inputs")
        answer.outputs, rest = _outputs(body.get("outputs"), message.arrays)
        if len(rest) != count + len(names):
            raise ConversationBroken("arrays that nothing names")
        answer.forms = _names(body.get("forms"))
        answer.inputs = list(rest[:count])
        answer.state = dict(zip(names, rest[count:], strict=True))
        if not self.differentiate(answer.case):
            return Message({})
        return Message({}, tuple(cotangents(answer.case, answer.outputs)))

    def _answered(self, message: Message) -> None:
        answer = self._current
        answer.again, rest = _outputs(message.body.get("outputs"), message.arrays)
        flags = message.body.get("gradients")
        if not isinstance(flags, list) or sum(flag is True for flag in flags) != len(rest):
            raise ConversationBroken("gradients that nothing names")
        left = iter(rest)
        answer.gradients = [next(left) if flag is True else None for flag in flags]
        answer.complete = True

    def _failed(self, body: dict[str, Json]) -> None:
        answer, line = self._current, body.get("line")
        answer.raised = Raised(
            phase=_text(body.get("phase")),
            type=_text(body.get("type")) or "Exception",
            text=_text(body.get("text")),
            line=line if type(line) is int and 1 <= line <= 1_000_000 else None,
            recognised=body.get("recognised") is True,
        )
        answer.complete = True


def cotangents(case: Case, outputs: list[Output]) -> list[Array]:
    """For each floating output a combination of its elements; the same for the same shapes."""
    outputs = [o for o in outputs if o.kind == "tensor" and o.array.dtype.kind == "f"]
    generator = np.random.default_rng([case.seed, 7])
    if case.plain_sum:
        return [np.ones(o.array.shape, o.array.dtype) for o in outputs]
    return [
        np.round(generator.normal(0.0, 1.0, o.array.shape), 2).astype(o.array.dtype)
        for o in outputs
    ]


def _outputs(described: Json, arrays: tuple[Array, ...]) -> tuple[list[Output], tuple[Array, ...]]:
    if not isinstance(described, list) or len(described) > min(len(arrays), _MOST_OUTPUTS):
        raise ConversationBroken("outputs that do not match")
    found = []
    for entry, array in zip(described, arrays, strict=False):
        if not isinstance(entry, dict):
            raise ConversationBroken("an output that is none")
        kind, dtype = _text(entry.get("kind")), _text(entry.get("dtype"))
        found.append(Output(kind, dtype, entry.get("graph") is True, array))
    return found, arrays[len(described) :]


def _names(value: Json) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise ConversationBroken("no list of names")
    return [_text(name) for name in value]


def _text(value: Json) -> str:
    """One line of untrusted text, printable and not too long."""
    if not isinstance(value, str):
        return ""
    line = " ".join("".join(c if c.isprintable() else " " for c in value).split())
    return line if len(line) <= _LONGEST_TEXT else line[: _LONGEST_TEXT - 1] + "…"
