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


class StreamedLoader(DataLoader[Any]):
    """Yields `(inputs, targets)`; `len`, `.dataset` and `.batch_size` behave as a DataLoader's do."""

    def __init__(
        self, kind: Kind, size: int, batch_size: int, channel: Channel, monitor: Monitor | None
    ) -> None:
        super().__init__(Streamed(size), batch_size=batch_size)
        self._kind: Kind = kind
        self._channel = channel
        self._monitor = monitor

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor]]:  # type: ignore[override]
        number = self._ask({"op": "pass", "kind": self._kind})[0]["number"]
        if self._monitor is not None:
            self._monitor.pass_begun(self._kind)
        index = 0
        while True:
            _, arrays = self._ask({"op": "batch", "kind": self._kind, "number": number})
            if not arrays:
                break
            inputs, targets = (torch.from_numpy(array) for array in arrays)
            if self._monitor is not None:
                # Copies, so that a program that changes its batch in place does not change ours.
                self._monitor.batch(self._kind, index, inputs, targets.clone())
            yield inputs, targets
            index += 1
        if self._monitor is not None:
            self._monitor.pass_ended()

    def _ask(self, body: dict[str, Any]) -> tuple[dict[str, Any], list[Any]]:
        answer, arrays = self._channel.ask(body)
        if "refused" in answer:
            raise LearnerError(answer["refused"])
        return answer, arrays

    def __reduce__(self) -> Any:
        raise LearnerError("A loader cannot be copied or saved: its data is streamed.")
