"""The worker's end of a zygote: starts jobs over its socket and tells truly how they ended."""

from __future__ import annotations

import json
import select
import socket
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import SandboxError
from .base import Conversation, ConversationBroken, Ending, Job, Limits, Outcome
from .printed import Printed
from .wire import Decoder, Json, Message, WireError, encode

TAG_BYTES = 40
_CHUNK = 1 << 20
# How long the zygote may take beyond a job's own limit before it is itself called broken.
_GRACE = 10.0
# How long it may take to clean up after a cell that has ended: files without number go one by one.
_CLEANING = 120.0
_MOST_FRAME = 256 << 20
_LAST_WORDS = {"finished": Ending.FINISHED, "raised": Ending.RAISED, "exited": Ending.EXITED}


@dataclass(frozen=True, slots=True)
class Ready:
    """What a zygote says of itself: walls that were proved, walls it lacks, versions, its own code."""

    walls: list[str]
    missing: list[str]
    versions: dict[str, str]
    cell: str


@dataclass(slots=True)
class _Talk:
    """One job's two connections and what came over them so far."""

    data: socket.socket
    output: socket.socket
    deadline: float
    decoder: Decoder = field(default_factory=lambda: Decoder(max_frame=_MOST_FRAME))
    printed: Printed = field(default_factory=Printed)
    last_word: Message | None = None
    ending: Ending | None = None
    detail: str = ""


class ZygoteLine:
    """The control line of one zygote, from connecting until it is closed."""

    def __init__(self, socket_path: Path) -> None:
        self._path = socket_path
        self._control = self._connect("control")
        self._pending = b""

    def ready(self, timeout: float) -> Ready:
        """What the zygote says when it can take jobs. Raises SandboxError after `timeout` seconds."""
        message = self._hear(time.monotonic() + timeout)
        return Ready(message["walls"], message["missing"], message["versions"], message["cell"])

    def close(self) -> None:
        """Hangs up, upon which the zygote ends its cells and itself."""
        self._control.close()

    def run(self, job: Job, conversation: Conversation) -> Outcome:
        """See `Sandbox.run`."""
        name = uuid.uuid4().hex[:24]
        limits = job.limits
        started = time.monotonic()
        with self._connect(f"data {name}") as data, self._connect(f"output {name}") as output:
            self._say({"op": "run", "job": name, "limits": _for_the_zygote(limits)})
            talk = _Talk(data, output, started + limits.wall_seconds + _GRACE)
            first: dict[str, Json] = {
                "task": job.task,
                "seed": job.seed,
                "settings": dict(job.settings),
                "source": job.source,
            }
            self._send(talk, Message(first))
            self._converse(talk, conversation, limits)
            if talk.last_word is not None or talk.ending is not None:
                self._say({"op": "kill", "job": name})
            ended = self._hear(time.monotonic() + limits.wall_seconds + _CLEANING)
            self._drain(talk, limits)
        return _outcome(talk, ended)

    def _converse(self, talk: _Talk, conversation: Conversation, limits: Limits) -> None:
        """Answers the cell until its last word, its death, or its end by our hand."""
        sources = [talk.data, talk.output]
        while talk.data in sources and talk.last_word is None and talk.ending is None:
            readable = self._wait(sources, talk.deadline)
            if talk.output in readable and not self._read_output(talk, limits):
                sources.remove(talk.output)
            if talk.data in readable:
                if received := _receive(talk.data):
                    self._answer(talk, conversation, received)
                else:
                    sources.remove(talk.data)

    def _answer(self, talk: _Talk, conversation: Conversation, received: bytes) -> None:
        try:
            for message in talk.decoder.feed(received):
                operation = message.body.get("op")
                if isinstance(operation, str) and operation in _LAST_WORDS:
                    talk.last_word = message
                    return
                reply = conversation.answer(message)
                if reply is not None and not self._send(talk, reply):
                    return  # It has died or does not listen: what else it asked is not worth work.
        except (WireError, ConversationBroken) as error:
            talk.ending, talk.detail = Ending.PROTOCOL, str(error)

    def _send(self, talk: _Talk, message: Message) -> bool:
        """Sends a frame. False for a cell that has died or does not listen; how it ended shows later."""
        talk.data.settimeout(max(0.1, talk.deadline - time.monotonic()))
        try:
            talk.data.sendall(encode(message))
        except (BrokenPipeError, ConnectionResetError, TimeoutError):
            return False
        return True

    def _read_output(self, talk: _Talk, limits: Limits) -> bool:
        received = _receive(talk.output)
        talk.printed.add(received)
        if talk.printed.total > limits.output_bytes:
            talk.ending = Ending.OUTPUT
        return bool(received)

    def _drain(self, talk: _Talk, limits: Limits) -> None:
        """What a dead cell had printed and nobody had read."""
        while (
            select.select([talk.output], [], [], 0)[0] and talk.printed.total <= limits.output_bytes
        ):
            received = _receive(talk.output)
            if not received:
                return
            talk.printed.add(received)

    def _wait(self, sources: list[socket.socket], deadline: float) -> list[socket.socket]:
        remaining = deadline - time.monotonic()
        readable, _, _ = select.select([*sources, self._control], [], [], max(0.0, remaining))
        if not readable:
            raise SandboxError("the zygote did not end a job in time")
        if readable == [self._control] and not self._alive():
            raise SandboxError("the zygote died")
        if readable == [self._control]:
            # The cell has ended: its connections say so next, after what is left in them.
            readable, _, _ = select.select(sources, [], [], _GRACE)
        return [source for source in readable if source is not self._control]

    def _alive(self) -> bool:
        """Whether a readable control line has something to say; a closed one is readable too."""
        try:
            return bool(self._control.recv(1, socket.MSG_PEEK))
        except ConnectionResetError:
            return False

    def _connect(self, tag: str) -> socket.socket:
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.connect(str(self._path))
            connection.sendall(tag.ljust(TAG_BYTES).encode())
        except OSError as error:
            connection.close()
            raise SandboxError(f"the zygote does not answer: {error}") from error
        return connection

    def _say(self, order: dict[str, Any]) -> None:
        try:
            self._control.sendall(json.dumps(order).encode() + b"\n")
        except OSError as error:
            raise SandboxError(f"the zygote died: {error}") from error

    def _hear(self, deadline: float) -> dict[str, Any]:
        while b"\n" not in self._pending:
            self._control.settimeout(max(0.01, deadline - time.monotonic()))
            try:
                received = self._control.recv(1 << 16)
            except TimeoutError as error:
                raise SandboxError("the zygote did not answer in time") from error
            except OSError as error:
                raise SandboxError(f"the zygote died: {error}") from error
            if not received:
                raise SandboxError("the zygote died")
            self._pending += received
        line, _, self._pending = self._pending.partition(b"\n")
        message: dict[str, Any] = json.loads(line)
        return message


def _receive(source: socket.socket) -> bytes:
    try:
        return source.recv(_CHUNK)
    except ConnectionResetError:
        return b""


def _for_the_zygote(limits: Limits) -> dict[str, Any]:
    return {
        "wall_seconds": limits.wall_seconds,
        "cpu_seconds": limits.cpu_seconds,
        "memory_bytes": limits.memory_bytes,
        "scratch_bytes": limits.scratch_bytes,
        "threads": limits.threads,
    }


def _outcome(talk: _Talk, ended: dict[str, Any]) -> Outcome:
    detail = talk.detail
    if talk.ending is not None:
        ending = talk.ending
    elif talk.last_word is not None:
        ending = _ending_said(talk.last_word)
    else:
        ending = Ending(ended["ending"])
        detail = (
            f"exit status {ended['code']}" if ended["code"] >= 0 else f"signal {-ended['code']}"
        )
    return Outcome(
        ending=ending,
        message=talk.last_word,
        output=talk.printed.text(),
        wall_seconds=ended["wall_seconds"],
        cpu_seconds=ended["cpu_seconds"],
        peak_memory_bytes=ended["peak_bytes"],
        detail=detail,
    )


def _ending_said(last_word: Message) -> Ending:
    """The ending a last word stands for; an allocation that failed is the limit on memory at work."""
    ending = _LAST_WORDS[str(last_word.body["op"])]
    if ending is Ending.RAISED:
        kind, text = str(last_word.body.get("type")), str(last_word.body.get("text"))
        # torch's own name for a GPU's memory; on the processor it says so in its text.
        if kind in {"MemoryError", "OutOfMemoryError"} or "can't allocate memory" in text:
            return Ending.MEMORY
    return ending
