"""A job talks to the trusted side in frames; whatever else it says ends it."""

from __future__ import annotations

import numpy as np
import pytest

from grader.sandbox.base import Ending, Job, Limits, Sandbox
from grader.sandbox.wire import Message

from .jobs import SPEAK, Echo, run

pytestmark = pytest.mark.sandbox


def test_arrays_travel_there_and_back(sandbox: Sandbox) -> None:
    echo = Echo()
    source = (
        SPEAK + "a = np.arange(6, dtype=np.float32).reshape(2, 3)\n"
        "body, arrays = channel.ask({'op': 'hello', 'n': 1}, [a, np.array(3)])\n"
        "print(body, arrays[0].tolist(), arrays[1].item())"
    )
    outcome = sandbox.run(Job("load", source, 1), echo)
    assert outcome.output == "{'op': 'hello', 'n': 1} [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]] 3\n"
    assert np.array_equal(echo.heard[0].arrays[0], np.arange(6).reshape(2, 3))


@pytest.mark.parametrize(
    "source",
    [
        "import os; os.write(3, b'\\xff' * 100)",
        "import os; os.write(3, b'\\0\\0\\0\\x02{}')",
        "import os, struct; os.write(3, struct.pack('>I', 5) + b'[[[[[')",
        SPEAK + "channel.send({'op': 'give me the labels'})\nchannel.receive()",
    ],
    ids=["length", "header", "depth", "question"],
)
def test_nonsense_on_the_wire_ends_the_job(sandbox: Sandbox, source: str) -> None:
    outcome = run(sandbox, source + "\nimport time; time.sleep(30)")
    assert outcome.ending is Ending.PROTOCOL
    assert outcome.wall_seconds < 10


def test_half_a_frame_is_not_waited_for_longer_than_the_job(sandbox: Sandbox) -> None:
    source = "import os, time; os.write(3, b'\\0\\0\\1\\0{'); time.sleep(60)"
    assert run(sandbox, source, wall_seconds=1.0).ending is Ending.WALL_TIME


def test_a_frame_byte_by_byte_is_not_waited_for_longer_than_the_job(sandbox: Sandbox) -> None:
    source = (
        "import os, time\nos.write(3, b'\\0\\0\\1\\0{')\n"
        "while True: os.write(3, b' '); time.sleep(0.05)"
    )
    assert run(sandbox, source, wall_seconds=1.0).ending is Ending.WALL_TIME


def test_a_cell_that_does_not_listen_does_not_hang_the_worker(sandbox: Sandbox) -> None:
    class Flood:
        def answer(self, message: Message) -> Message:
            return Message({}, (np.zeros(4 << 20),))

    source = SPEAK + "for _ in range(20): channel.send({'op': 'more'})\nimport time; time.sleep(60)"
    outcome = sandbox.run(Job("load", source, 1, limits=Limits(wall_seconds=1.0)), Flood())
    assert outcome.ending is Ending.WALL_TIME
