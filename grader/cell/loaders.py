"""The loaders a learner's `train` is given: real DataLoaders whose every pass and batch is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from .channel import Channel
from .solution import LearnerError
from .watching.monitor import Monitor
from .watching.observer import Kind

# Batches asked for at once: waiting for each alone costs more than computing on it.
_AHEAD = 8


class Streamed(Dataset[Any]):
    """Has a length and nothing to index: the rows are on the other side of the wall."""

    def __init__(self, size: int) -> None:
        self._size = size

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, index: Any) -> Any:
        raise LearnerError(
            "Your program indexes the loader's dataset, but the data is streamed: "
            "iterate over the loader itself."
        )


class Ledger:
    """How many batches of each pass the program has taken, told with whatever is asked next."""

    def __init__(self) -> None:
        self._untold: dict[tuple[Kind, int], int] = {}

    def took(self, kind: Kind, number: int, count: int) -> None:
        """The program has now taken so many batches of that pass."""
        self._untold[kind, number] = count

    def tell(self) -> list[list[Any]]:
        """What was taken since the last call: kind, number of the pass, batches taken of it."""
        told = [[kind, number, count] for (kind, number), count in self._untold.items()]
        self._untold.clear()
        return told


class StreamedLoader(DataLoader[Any]):
    """Yields `(inputs, targets)`; `len`, `.dataset` and `.batch_size` behave as a DataLoader's do.

    With a ledger, batches are sent for several at a time, and it says which of them were taken.
    """

    def __init__(
        self,
        kind: Kind,
        size: int,
        batch_size: int,
        channel: Channel,
        monitor: Monitor | None,
        ledger: Ledger | None = None,
    ) -> None:
        super().__init__(Streamed(size), batch_size=batch_size)
        self._kind: Kind = kind
        self._channel = channel
        self._monitor = monitor
        self._ledger = ledger

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor]]:  # type: ignore[override]
        number = self._ask({"op": "pass", "kind": self._kind})[0]["number"]
        if self._monitor is not None:
            self._monitor.pass_begun(self._kind)
        for index, (inputs, targets) in enumerate(self._batches(number)):
            if self._ledger is not None:
                self._ledger.took(self._kind, number, index + 1)
            if self._monitor is not None:
                # Copies, so that a program that changes its batch in place does not change ours.
                self._monitor.batch(self._kind, index, inputs, targets.clone())
            yield inputs, targets
        if self._monitor is not None:
            self._monitor.pass_ended()

    def _batches(self, number: int) -> Iterator[tuple[Tensor, Tensor]]:
        body = {"op": "batch", "kind": self._kind, "number": number}
        if self._ledger is not None:
            body["ahead"] = _AHEAD
        over = False
        while not over:
            answer, arrays = self._ask(body)
            tensors = [torch.from_numpy(array) for array in arrays]
            yield from zip(tensors[::2], tensors[1::2], strict=True)
            over = not tensors or answer.get("over") is True

    def _ask(self, body: dict[str, Any]) -> tuple[dict[str, Any], list[Any]]:
        told = {} if self._ledger is None else {"taken": self._ledger.tell()}
        answer, arrays = self._channel.ask({**body, **told})
        if "refused" in answer:
            raise LearnerError(answer["refused"])
        return answer, arrays

    def __reduce__(self) -> Any:
        raise LearnerError("A loader cannot be copied or saved: its data is streamed.")
