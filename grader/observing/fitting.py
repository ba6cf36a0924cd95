"""Trains networks of any shape, each in a fresh cell, and lets their weights answer in another."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from ..observation import Observation, Tensor
from ..probes.plain import PlainWorld
from ..report import Failure, Stage
from ..sandbox.base import (
    Conversation,
    ConversationBroken,
    Ending,
    Job,
    Limits,
    Outcome,
    Sandbox,
)
from ..sandbox.wire import Array, Json, Message
from .failing import ProgramFailed, failure_of
from .training import Misfit, Training

_LEAST_SHARE = 0.25
# What `build_model` is called with, by name.
Arguments = Mapping[str, int | str]


@dataclass(slots=True)
class Workshop:
    """One program's cells, within what its whole grading may use. `output` is what the first printed."""

    source: str
    sandbox: Sandbox
    seed: int
    limits: Limits
    # What the program must define, for whoever has forgotten something.
    names: Sequence[str] = ()
    output: str = ""
    _spent: float = field(default=0.0)

    def fit(
        self, world: PlainWorld, arguments: Arguments, on_epoch: Callable[[int], None]
    ) -> Observation:
        """Trains in a cell; the weights and the log. Raises ProgramFailed."""
        conversation = Training(world)
        watched = _Counting(conversation, on_epoch)
        settings: dict[str, Json] = {
            "arguments": dict[str, Json](arguments),
            "max_epochs": world.max_epochs,
            "patience": world.patience,
            "batch_size": world.batch_size,
            "train_size": world.train_size,
            "validation_size": world.validation_size,
        }
        stage: Callable[[], Stage] = lambda: "training" if conversation.built else "building"  # noqa: E731
        last_word = self.run("fit", settings, watched, stage)
        try:
            observed = conversation.observation(last_word)
        except Misfit as error:
            raise ProgramFailed(_misfit(str(error))) from error
        except ConversationBroken as error:
            raise ProgramFailed(broken("training")) from error
        refuse_broken_weights(observed.final)
        return observed

    def answer(
        self,
        weights: dict[str, Tensor],
        arguments: Arguments,
        answer: tuple[int, ...],
        inputs: Sequence[Array],
    ) -> Answered:
        """A fresh model with these weights on each of the inputs. Raises ProgramFailed."""
        conversation = Handing(list(weights), (*inputs, *weights.values()))
        settings: dict[str, Json] = {
            "arguments": dict[str, Json](arguments),
            "answer": list[Json](answer),
        }
        last_word = self.run("answer", settings, conversation, lambda: "predicting")
        shapes = [(len(array), *answer) for array in inputs]
        if [array.shape for array in last_word.arrays] != shapes or not _are_numbers(last_word):
            raise ProgramFailed(broken("predicting"))
        known = last_word.body.get("operations")
        used = [name for name in known if isinstance(name, str)] if isinstance(known, list) else []
        return Answered([array.astype(np.float64) for array in last_word.arrays], used)

    def sample(
        self,
        weights: dict[str, Tensor],
        arguments: Arguments,
        answer: tuple[int, ...],
        count: int,
    ) -> NDArray[np.float64]:
        """What the program's `sample` draws with these weights. Raises ProgramFailed."""
        conversation = Handing(list(weights), tuple(weights.values()))
        settings: dict[str, Json] = {
            "arguments": dict[str, Json](arguments),
            "answer": list[Json](answer),
            "count": count,
        }
        last_word = self.run("sample", settings, conversation, lambda: "predicting")
        shapes = [array.shape for array in last_word.arrays]
        if shapes != [(count, *answer)] or not _are_numbers(last_word):
            raise ProgramFailed(broken("predicting"))
        return last_word.arrays[0].astype(np.float64)

    def run(
        self,
        task: str,
        settings: dict[str, Json],
        conversation: Conversation,
        stage: Callable[[], Stage],
    ) -> Message:
        """The last word of one job. Raises ProgramFailed."""
        left = max(self.limits.wall_seconds - self._spent, _LEAST_SHARE * self.limits.wall_seconds)
        limits = replace(
            self.limits, wall_seconds=left, cpu_seconds=min(self.limits.cpu_seconds, left)
        )
        job = Job(task, self.source, self.seed_for("cell"), settings, limits)
        outcome: Outcome = self.sandbox.run(job, conversation)
        self._spent += outcome.wall_seconds
        # What is printed while predicting may be the hidden inputs.
        if not self.output and stage() not in ("predicting",):
            self.output = outcome.output
        if outcome.ending is not Ending.FINISHED or outcome.message is None:
            raise ProgramFailed(failure_of(outcome, stage(), limits, names=self.names), outcome)
        return outcome.message

    def seed_for(self, purpose: str) -> int:
        """A seed below 2^31, the same for the same grading's seed and purpose."""
        digest = hashlib.sha256(f"{self.seed}\0{purpose}".encode()).digest()
        return int.from_bytes(digest[:4], "big") >> 1


@dataclass(frozen=True, slots=True)
class Answered:
    """Outputs float64 (N, ...) for each array of inputs, and the kinds of operation seen inside."""

    outputs: list[NDArray[np.float64]]
    operations: list[str]


@dataclass(slots=True)
class Handing:
    """Hands arrays in when the cell is ready for them, once."""

    names: list[str]
    arrays: tuple[Array, ...]
    _asked: bool = False

    def answer(self, message: Message) -> Message:
        """See `Conversation.answer`."""
        if message.body.get("op") != "ready" or self._asked:
            raise ConversationBroken("an unexpected message")
        self._asked = True
        return Message({"names": list[Json](self.names)}, self.arrays)


@dataclass(slots=True)
class _Counting:
    """A training that tells how many training passes have begun."""

    training: Training
    on_epoch: Callable[[int], None]
    _told: int = 0

    def answer(self, message: Message) -> Message | None:
        """See `Conversation.answer`."""
        reply = self.training.answer(message)
        begun = sum(entry.kind == "train" for entry in self.training.log)
        if begun != self._told:
            self._told = begun
            self.on_epoch(min(begun, self.training.world.max_epochs))
        return reply


def _are_numbers(message: Message) -> bool:
    return all(array.dtype.kind in "biuf" for array in message.arrays)


def refuse_broken_weights(weights: Mapping[str, Tensor]) -> None:
    """Raises ProgramFailed where a returned weight is no number."""
    for name, tensor in weights.items():
        if not np.isfinite(tensor).all():
            raise ProgramFailed(
                Failure(
                    stage="training",
                    message=f"After training, `{name}` holds values that are infinite or NaN.",
                    help="The loss diverged: lower the learning rate, or look for a logarithm or a "
                    "division that can meet zero.",
                )
            )


def _misfit(message: str) -> Failure:
    return Failure(
        stage="training",
        message=message,
        help="The weights go back into a fresh model from `build_model`; `train` works in place on "
        "the model it is given.",
    )


def broken(stage: Stage) -> Failure:
    """The failure of a cell that said what no honest one says."""
    outcome = Outcome(Ending.PROTOCOL, None, "", 0.0, 0.0, 0)
    return failure_of(outcome, stage, Limits())
