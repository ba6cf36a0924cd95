"""The folder of messages: each message goes to one reader, whole, in order."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    """A broker of its own."""
    folder = str(tmp_path / "broker")
    with Connection(
        "filesystem://localhost",
        transport="assessments.operating.spool:Transport",
        transport_options={
            "data_folder_in": folder,
            "data_folder_out": folder,
            "polling_interval": 0.01,
        },
    ) as opened:
        yield opened


def take_all(connection: Connection, queue: str) -> list[object]:
    taken = []
    with connection.SimpleQueue(queue) as messages:
        while True:
            try:
                message = messages.get_nowait()
            except Empty:
                return taken
            message.ack()
            taken.append(message.payload)


def test_messages_come_in_the_order_in_which_they_were_sent(connection: Connection) -> None:
    with connection.SimpleQueue("a") as messages:
        for number in range(20):
            messages.put(number)
    assert take_all(connection, "a") == list(range(20))


def test_a_queue_gets_its_own_messages_alone(connection: Connection) -> None:
    with connection.SimpleQueue("a") as messages:
        messages.put("for a")
    assert take_all(connection, "b") == []
    assert take_all(connection, "a") == ["for a"]


def test_what_is_broken_is_dropped_and_the_next_is_taken(
    connection: Connection, tmp_path: Path
) -> None:
    with connection.SimpleQueue("a") as messages:
        messages.put("whole")
    (tmp_path / "broker" / "00000000000000000001_x.a.msg").write_text('{"half": ')
    assert take_all(connection, "a") == ["whole"]
    assert [*(tmp_path / "broker").glob("*.msg")] == []


def test_of_many_readers_one_gets_a_message(connection: Connection) -> None:
    with connection.SimpleQueue("a") as messages:
        for number in range(60):
            messages.put(number)
    taken: list[object] = []

    def read() -> None:
        with connection.clone() as own:
            taken.extend(take_all(own, "a"))

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert sorted(taken) == list(range(60))  # type: ignore[type-var]
