"""A cell that answers nonsense: the conversation breaks, and nothing else happens."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.equality.asking import Asking
from grader.equality.case import Case, Tensor
from grader.sandbox.base import ConversationBroken
from grader.sandbox.wire import Message

CASE = Case(
    0, "f", "function", "ordinary", 1,
    calls=({"x": Tensor(np.ones(3, np.float32), "float32", gradient=True)},),
)  # fmt: skip
OUTPUT = {"kind": "tensor", "dtype": "float32", "graph": True}
CALLED = {"op": "called", "outputs": [OUTPUT], "forms": ["tensor"], "inputs": 1, "state": []}
ONES = np.ones(3, np.float32)


def asking() -> Asking:
    conversation = Asking([CASE], lambda case: True, lambda case: None)
    conversation.answer(Message({"op": "case"}))
    return conversation


@pytest.mark.parametrize(
    ("body", "arrays"),
    [
        ({"op": "praise"}, ()),
        ({"op": None}, ()),
        ({"op": "called"}, ()),
        ({**CALLED, "inputs": 5}, (ONES, ONES)),
        ({**CALLED, "inputs": -1}, (ONES,)),
        ({**CALLED, "outputs": [OUTPUT] * 9}, (ONES,)),
        ({**CALLED, "outputs": ["x"]}, (ONES, ONES)),
        ({**CALLED, "state": ["a", "b"]}, (ONES, ONES)),
        ({**CALLED, "forms": [3]}, (ONES, ONES)),
        (CALLED, (ONES.astype(np.complex64), ONES)),
        ({"op": "answered", "outputs": [], "gradients": [True]}, ()),
        ({"op": "built", "names": ["w"], "parameters": []}, ()),
    ],
)
def test_nonsense_breaks_the_conversation(body: dict[str, Any], arrays: tuple[Any, ...]) -> None:
    with pytest.raises(ConversationBroken):
        asking().answer(Message(body, arrays))


def test_an_answer_before_any_case_breaks_it() -> None:
    conversation = Asking([CASE], lambda case: True, lambda case: None)
    with pytest.raises(ConversationBroken):
        conversation.answer(Message(CALLED, (ONES, ONES)))


def test_untrusted_words_become_one_printable_line() -> None:
    conversation = asking()
    words = {"type": "E\x1b[31m", "text": "a\nb" + "x" * 5000, "line": True, "phase": "calling"}
    conversation.answer(Message({"op": "failed", **words}))
    raised = conversation.answers[0].raised
    assert raised is not None
    assert raised.line is None
    assert str(raised).isprintable()
    assert len(str(raised)) < 400
