"""The trusted side of predicting on hidden inputs: weights and inputs go in, outputs come out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..datasets import Floats
from ..observation import Matrix, Predictions, Tensor
from ..sandbox.base import ConversationBroken
from ..sandbox.wire import Message

# So many of the first rows stand a second time at the end: equal rows must get equal answers.
REPEATED = 8


@dataclass(slots=True)
class Predicting:
    """One prediction, as a conversation."""

    weights: Mapping[str, Tensor]
    inputs: Floats
    outputs: int
    _asked: bool = False

    def answer(self, message: Message) -> Message:
        """See `Conversation.answer`."""
        if message.body.get("op") != "ready" or self._asked:
            raise ConversationBroken("an unexpected message")
        self._asked = True
        rows = np.concatenate([self.inputs, self.inputs[:REPEATED]])
        return Message({"names": list(self.weights)}, (rows, *self.weights.values()))

    def predictions(self, last_word: Message) -> Predictions:
        """The outputs, when the cell has finished. Raises ConversationBroken where they do not fit."""
        arrays = last_word.arrays
        count = len(self.inputs)
        shape = (count + min(REPEATED, count), self.outputs)
        fits = all(a.shape == shape and a.dtype == np.float64 for a in arrays)
        if not self._asked or len(arrays) not in (2, 4) or not fits:
            raise ConversationBroken("predictions of an unexpected shape")
        outputs: list[Matrix] = [array.astype(np.float64) for array in arrays]
        return Predictions(
            evaluation=outputs[0][:count],
            evaluation_again=outputs[1][:count],
            evaluation_repeated=outputs[0][count:],
            training=outputs[2][:count] if len(outputs) == 4 else None,
            training_again=outputs[3][:count] if len(outputs) == 4 else None,
        )
