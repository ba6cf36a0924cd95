"""The trusted side of one training run: hands out batches, keeps the log, believes nothing."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from pydantic import ValidationError

from ..facts import Facts
from ..observation import History, InputLayer, Observation, Pass, PassKind, Tensor
from ..probes.world import Batch, World
from ..sandbox.base import ConversationBroken
from ..sandbox.wire import Json, Message

# Generous: a pass to look at the data, one to measure the training loss, one to train, each epoch.
_PASSES_AN_EPOCH, _PASSES_BESIDE = 4, 50
_MOST_OPEN = 32
_MOST_AHEAD = 64
_LOOK = 256

Told = Callable[[int, float | None, float | None], None]


@dataclass(slots=True)
class _Stream:
    """One pass: its batches while it is open, how many were sent, and its line in the log."""

    entry: Pass
    batches: list[Batch]
    sent: int = 0


@dataclass(slots=True)
class Training:
    """One run in one world, as a conversation. `tell` hears of epochs, as the cell reports them."""

    world: World
    tell: Told | None = None
    initial: dict[str, Tensor] = field(default_factory=dict)
    parameters: tuple[str, ...] = ()
    inputs: tuple[InputLayer, ...] = ()
    log: list[Pass] = field(default_factory=list)
    built: bool = False
    _open: OrderedDict[tuple[PassKind, int], _Stream] = field(default_factory=OrderedDict)
    _begun: dict[tuple[PassKind, int], _Stream] = field(default_factory=dict)

    def answer(self, message: Message) -> Message | None:
        """See `Conversation.answer`."""
        body = message.body
        self._note_taken(body.get("taken"))
        match body.get("op"):
            case "built" if not self.built:
                return self._take_model(message)
            case "pass" if self.built:
                return self._open_pass(_kind(body.get("kind")))
            case "batch" if self.built:
                kind = _kind(body.get("kind"))
                return self._next_batches(kind, body.get("number"), body.get("ahead"))
            case "epoch" if self.built:
                self._epoch(body)
                return None
        raise ConversationBroken(f"an unexpected message: {str(body.get('op'))[:40]!r}")

    # Before training.

    def _take_model(self, message: Message) -> Message:
        names, arrays = _names(message.body.get("names")), message.arrays
        if len(names) != len(arrays) or len(set(names)) != len(names):
            raise ConversationBroken("names and weights do not match")
        self.initial = dict(zip(names, arrays, strict=True))
        known = _names(message.body.get("parameters"))
        self.parameters = tuple(name for name in known if name in self.initial)
        self.inputs = self._read_inputs(message.body.get("inputs"))
        self.built = True
        patched: list[Tensor] = []
        for layer in self.inputs:
            tensor = self.initial[layer.name]
            weights = self.world.initial_weights(layer.oriented(tensor))
            weights = weights if layer.axis == 1 else weights.T
            self.initial[layer.name] = np.ascontiguousarray(weights.astype(tensor.dtype))
            patched.append(self.initial[layer.name])
        rows = self.world.widened(self.world.data.train.inputs[:_LOOK])
        return Message({"names": [layer.name for layer in self.inputs]}, (rows, *patched))

    def _read_inputs(self, value: Json) -> tuple[InputLayer, ...]:
        if not isinstance(value, list):
            raise ConversationBroken("no list of input layers")
        layers = []
        for entry in value:
            if not isinstance(entry, dict):
                raise ConversationBroken("an input layer that is none")
            name, axis = entry.get("name"), entry.get("axis")
            tensor = self.initial.get(name) if isinstance(name, str) else None
            if tensor is None or not isinstance(name, str) or axis not in (0, 1):
                raise ConversationBroken("an input layer that does not exist")
            fits = tensor.ndim == 2 and tensor.shape[1 if axis == 1 else 0] == self.world.features
            # Weights of other kinds (complex ones, say) cannot be patched and tell nothing.
            readable = fits and tensor.size > 0 and tensor.dtype.kind == "f"
            if readable and bool(np.isfinite(tensor).all()):
                layers.append(InputLayer(name, 1 if axis == 1 else 0))
        if len({layer.name for layer in layers}) != len(layers):
            raise ConversationBroken("an input layer that stands twice")
        return tuple(layers)

    # While training.

    def _open_pass(self, kind: PassKind) -> Message:
        number = 1 + sum(entry.kind == kind for entry in self.log)
        most = _PASSES_AN_EPOCH * self.world.max_epochs + _PASSES_BESIDE
        if number > most:
            return _refusal(
                f"`train` began {number} passes over its {kind} data, though max_epochs was "
                f"{self.world.max_epochs}; it must stop after max_epochs epochs."
            )
        if len(self._open) >= _MOST_OPEN:
            self._open.popitem(last=False)[1].batches = []
        cycle = self._cycles(kind)
        draw = self.world.train_pass if kind == "train" else self.world.validation_pass
        batches = draw(number, cycle)
        entry = Pass(kind, number, 0, len(batches))
        self.log.append(entry)
        self._open[kind, number] = self._begun[kind, number] = _Stream(entry, batches)
        return Message({"number": number})

    def _cycles(self, following: PassKind) -> int:
        """Training cycles begun once a pass of that kind follows: runs of training passes."""
        kinds = [*(entry.kind for entry in self.log), following]
        before = [None, *kinds[:-1]]
        return sum(k == "train" != b for b, k in zip(before, kinds, strict=True))

    def _next_batches(self, kind: PassKind, number: Json, ahead: Json) -> Message:
        """The next batch, which then counts as taken; or several `ahead`, which the cell counts."""
        if type(number) is not int:
            raise ConversationBroken("a batch of no pass")
        if ahead is not None and (type(ahead) is not int or not 1 <= ahead <= _MOST_AHEAD):
            raise ConversationBroken("batches ahead, but not how many")
        stream = self._open.get((kind, number))
        if stream is None:
            if (kind, number) not in self._begun:
                raise ConversationBroken("a batch of a pass that was never begun")
            return _refusal(
                f"`train` came back to a pass over its {kind} data that was already over."
            )
        self._open.move_to_end((kind, number))
        batches = stream.batches[stream.sent : stream.sent + (ahead or 1)]
        stream.sent += len(batches)
        over = stream.sent == len(stream.batches)
        if not batches or (over and ahead is not None):
            del self._open[kind, number]
            stream.batches = []
        if ahead is None:
            stream.entry.batches_asked = stream.sent
        arrays = [array for batch in batches for array in (batch.inputs, batch.targets)]
        return Message({} if ahead is None else {"over": over}, tuple(arrays))

    def _note_taken(self, told: Json) -> None:
        """Enters into the log what the program took of the batches that were sent ahead."""
        if told is None:
            return
        if not isinstance(told, list):
            raise ConversationBroken("no list of what was taken")
        for line in told:
            kind, number, count = line if isinstance(line, list) and len(line) == 3 else (None,) * 3
            stream = self._begun.get((_kind(kind), number)) if type(number) is int else None
            if stream is None or type(count) is not int:
                raise ConversationBroken("batches taken of no pass")
            if not stream.entry.batches_asked <= count <= stream.sent:
                raise ConversationBroken("other batches taken than were sent")
            stream.entry.batches_asked = count

    def _epoch(self, body: dict[str, Json]) -> None:
        epoch = body.get("epoch")
        if self.tell is None or type(epoch) is not int or not 0 <= epoch <= len(self.log):
            return
        self.tell(epoch, _number(body.get("train_loss")), _number(body.get("validation_loss")))

    # After training.

    def observation(self, last_word: Message) -> Observation:
        """The whole run, when the cell has finished. Raises Misfit, or ConversationBroken."""
        self._note_taken(last_word.body.get("taken"))
        names = _names(last_word.body.get("names"))
        if len(names) != len(last_word.arrays) or len(set(names)) != len(names):
            raise ConversationBroken("names and weights do not match")
        final = dict(zip(names, last_word.arrays, strict=True))
        self._check_fit(final)
        history = last_word.body.get("history")
        told = history if isinstance(history, dict) else {}
        return Observation(
            world=self.world.name,
            max_epochs=self.world.max_epochs,
            patience=self.world.patience,
            initial=self.initial,
            final=final,
            parameters=self.parameters,
            inputs=self.inputs,
            log=tuple(self.log),
            history=History(
                _figures(told.get("train")),
                _figures(told.get("validation")),
                given=isinstance(told.get("validation"), list),
            ),
            facts=_facts(last_word.body.get("facts")),
        )

    def _check_fit(self, final: dict[str, Tensor]) -> None:
        for name in sorted(set(self.initial) ^ set(final)):
            kind = "is gone" if name in self.initial else "is new"
            raise Misfit(f"`train` changed the model's layers: `{name}` {kind}.")
        for name, tensor in final.items():
            before = self.initial[name]
            if before.shape != tensor.shape:
                raise Misfit(
                    f"`train` changed the shape of `{name}` from {before.shape} to {tensor.shape}."
                )
            # Another precision is rounded back; another kind of number is another weight.
            if before.dtype.kind != tensor.dtype.kind:
                raise Misfit(
                    f"`train` changed the type of `{name}` from {before.dtype} to {tensor.dtype}; "
                    "convert the model in `build_model`."
                )


class Misfit(Exception):
    """The weights that came back are not those of the model that was built; the text says how."""


def _kind(value: Json) -> PassKind:
    if value == "train":
        return "train"
    if value == "validation":
        return "validation"
    raise ConversationBroken("a loader of no kind")


def _names(value: Json) -> list[str]:
    if not isinstance(value, list):
        raise ConversationBroken("no list of names")
    # Unprintable names would act on whoever reads them in a report.
    names = [n for n in value if isinstance(n, str) and len(n) <= 300 and n.isprintable()]
    if len(names) != len(value):
        raise ConversationBroken("a name that is none")
    return names


def _number(value: Json) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return float(value) if np.isfinite(float(value)) else None


def _figures(value: Json) -> tuple[float, ...] | None:
    """The list, if it is one of finite numbers only."""
    if not isinstance(value, list) or not value:
        return None
    figures = [_number(figure) for figure in value]
    known = tuple(figure for figure in figures if figure is not None)
    return known if len(known) == len(figures) else None


def _facts(value: Json) -> Facts | None:
    try:
        return Facts.model_validate(value)
    except ValidationError:
        return None


def _refusal(sentence: str) -> Message:
    return Message({"refused": sentence})
