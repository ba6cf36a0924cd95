"""Whatever a cell says, and in whatever order: the trusted side answers, or ends it, and never fails."""

from __future__ import annotations

import contextlib
import json
import socket
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from grader import datasets
from grader.observing.failing import failure_of
from grader.observing.predicting import Predicting
from grader.observing.training import Misfit, Training
from grader.probes.real import RealWorld
from grader.sandbox.base import ConversationBroken, Ending, Job, Limits, Outcome
from grader.sandbox.wire import DTYPES, Json, Message, encode
from grader.sandbox.zygote_line import TAG_BYTES, ZygoteLine

NAMES = st.sampled_from(["0.weight", "0.bias", "x", "", "\ud800", "\x1b[31m", "n" * 400])
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.sampled_from([0, 1, 2, float("nan"), float("inf"), 1e308])
    | NAMES
    | st.sampled_from(["train", "validation"])
)
JSON = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "axis", "train", "validation", "alive", "errors", "losses"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)
KEYS = st.sampled_from(
    "kind number names parameters inputs history facts epoch train_loss validation_loss type text "
    "line recognised".split()
)
BODIES = st.builds(
    lambda operation, rest: {**rest, "op": operation},
    st.sampled_from(["built", "pass", "batch", "epoch", "ready", "finished", "raised"]) | JSON,
    st.dictionaries(KEYS, JSON | st.lists(NAMES, max_size=3), max_size=5),
)
SHAPES = arrays.array_shapes(min_dims=0, max_dims=2, min_side=0, max_side=4) | st.just((3, 4))
ARRAYS = st.lists(
    st.sampled_from(sorted(DTYPES)).flatmap(
        lambda name: arrays.arrays(DTYPES[name], SHAPES, fill=st.just(0))
    ),
    max_size=3,
)
MESSAGES = st.builds(lambda body, given: Message(body, tuple(given)), BODIES, ARRAYS)


@pytest.fixture(scope="module")
def data() -> datasets.DataSet:
    return datasets.load("iris", "only for tests")


def built(world: RealWorld) -> Message:
    weight = np.zeros((2, world.features), np.float32)
    body: dict[str, Json] = {
        "op": "built",
        "names": ["0.weight", "0.bias"],
        "parameters": ["0.weight", "0.bias"],
        "inputs": [{"name": "0.weight", "axis": 1}],
    }
    return Message(body, (weight, np.zeros(2, np.float32)))


@given(st.booleans(), st.lists(MESSAGES, max_size=6), MESSAGES)
@settings(deadline=None)
def test_no_conversation_about_training_fails(
    data: datasets.DataSet, properly_begun: bool, said: list[Message], last_word: Message
) -> None:
    world = RealWorld(data, 1, max_epochs=2, patience=1, batch_size=32)
    training = Training(world, tell=lambda *figures: None)
    with contextlib.suppress(ConversationBroken):
        for message in [built(world)] * properly_begun + said:
            training.answer(message)
    with contextlib.suppress(ConversationBroken, Misfit):
        training.observation(last_word)


@given(MESSAGES, MESSAGES)
@settings(deadline=None)
def test_no_conversation_about_predicting_fails(
    data: datasets.DataSet, said: Message, last_word: Message
) -> None:
    predicting = Predicting({"x": np.zeros(1)}, data.hidden.inputs, data.outputs)
    with contextlib.suppress(ConversationBroken):
        predicting.answer(said)
        predicting.predictions(last_word)


@given(BODIES, st.sampled_from(sorted(Ending)))
def test_every_ending_can_be_told(body: dict[str, Json], ending: Ending) -> None:
    outcome = Outcome(ending, Message(body), "", 1.0, 1.0, 1)
    assert failure_of(outcome, "training", Limits()).message.isprintable()


class Echo:
    """A conversation that answers everything."""

    def answer(self, message: Message) -> Message:
        return message


@contextlib.contextmanager
def zygote_whose_cell_says(spoken: bytes, printed: bytes) -> Iterator[Path]:
    """A zygote that runs one job, whose cell sends those bytes and is then ended."""
    ends: dict[bytes, socket.socket] = {}
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"{folder}/zygote.sock")
        listener.listen()

        def serve() -> None:
            for _ in range(3):
                end, _ = listener.accept()
                ends[end.recv(TAG_BYTES, socket.MSG_WAITALL).split()[0]] = end
            with contextlib.suppress(OSError):
                ends[b"data"].sendall(spoken)
                ends[b"output"].sendall(printed)
            ended = {"ending": "exited", "code": 0, "peak_bytes": 0}
            ended |= {"wall_seconds": 0.1, "cpu_seconds": 0.0}
            ends[b"control"].sendall(
                json.dumps({"op": "ended", "job": "x", **ended}).encode() + b"\n"
            )
            ends[b"data"].close()
            ends[b"output"].close()

        thread = threading.Thread(target=serve)
        thread.start()
        yield Path(folder, "zygote.sock")
        thread.join()
        ends[b"control"].close()


@given(
    st.lists(st.binary(max_size=60) | MESSAGES.map(encode), max_size=4).map(b"".join),
    st.binary(max_size=200),
)
@settings(deadline=None, max_examples=60)
def test_the_line_survives_whatever_a_cell_sends(spoken: bytes, printed: bytes) -> None:
    with (
        zygote_whose_cell_says(spoken, printed) as path,
        contextlib.closing(ZygoteLine(path)) as line,
    ):
        outcome = line.run(Job("load", "", 1, limits=Limits(wall_seconds=1)), Echo())
    assert outcome.ending in Ending
    assert outcome.wall_seconds < 5
