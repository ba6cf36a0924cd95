"""The broker of one machine: a folder in which each message is a file.

Kombu's filesystem transport writes a message under its final name, so that a reader may take it
half-written (and fails on it), takes messages by way of the system's temporary folder, keeps its
table of bindings in a file with the same weakness, and orders messages by the text of a number.
Here a message gets its name when it is whole and is taken by one rename, which exactly one reader
wins. Messages go to queues by name; there are no other exchanges and no messages to everyone.
"""

from __future__ import annotations

import json
import logging
import time
import uuid
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import filesystem

logger = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    """Puts and takes messages; everything else is kombu's."""

    supports_fanout = False

    def __init__(self, connection: Any, **kwargs: Any) -> None:
        super().__init__(connection, **kwargs)
        self.folder = Path(self.data_folder_in)
        self.folder.mkdir(parents=True, exist_ok=True)

    def _lookup(self, exchange: str, routing_key: str, default: str | None = None) -> list[str]:
        """No bindings: a message's routing key is its queue, whatever the exchange."""
        return [routing_key]

    def _queue_bind(
        self, exchange: str, routing_key: str | None, pattern: str | None, queue: str | None
    ) -> None:
        """Nothing to keep: see _lookup."""

    def _put(  # type: ignore[override]
        self, queue: str, payload: dict[str, Any], **kwargs: Any
    ) -> None:
        name = f"{time.time_ns():020d}_{uuid.uuid4().hex}"
        unfinished = self.folder / f"{name}.part"
        unfinished.write_text(json.dumps(payload))
        unfinished.rename(self.folder / f"{name}.{queue}.msg")

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        for path in sorted(self.folder.glob(f"*.{queue}.msg")):
            taken = path.with_suffix(".taken")
            try:
                path.rename(taken)
            except FileNotFoundError:
                continue
            text = taken.read_text()
            taken.unlink()
            try:
                return json.loads(text)
            except ValueError:
                logger.error("a message in %s is not JSON and is dropped", path)
        raise Empty


class Transport(filesystem.Transport):
    """Named in the Celery application where the broker is filesystem://."""

    Channel = Channel
