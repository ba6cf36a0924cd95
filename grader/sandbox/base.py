"""The promise every sandbox keeps: run one job behind the wall, say truly how it ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from .wire import Json, Message

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What one job may use. Held from outside the cell; sizes in bytes, times in seconds."""

    wall_seconds: float = 60.0
    cpu_seconds: float = 60.0
    memory_bytes: int = 2048 * MEBIBYTE
    output_bytes: int = 4 * MEBIBYTE
    scratch_bytes: int = 64 * MEBIBYTE
    threads: int = 64


@dataclass(frozen=True, slots=True)
class Job:
    """One thing to do in a fresh cell: a task the harness knows, and the learner's source for it."""

    task: str
    source: str
    seed: int
    settings: Mapping[str, Json] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)


class Ending(StrEnum):
    """How a job came to its end."""

    FINISHED = "finished"
    RAISED = "raised"
    EXITED = "exited"
    KILLED = "killed"
    WALL_TIME = "wall_time"
    CPU_TIME = "cpu_time"
    MEMORY = "memory"
    OUTPUT = "output"
    SCRATCH = "scratch"
    THREADS = "threads"
    PROTOCOL = "protocol"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a job.

    `message` is the cell's last word when `ending` is FINISHED (whatever the harness sends with
    `finished`) or RAISED (type, text and line of the learner's exception): untrusted data, decoded
    but not believed. `output` is what the job printed, at most 64 KiB of it, cut with a mark.
    Times are the cell's own: neither the worker's way to it counts nor the cleaning up after it.
    """

    ending: Ending
    message: Message | None
    output: str
    wall_seconds: float
    cpu_seconds: float
    peak_memory_bytes: int
    detail: str = ""


class ConversationBroken(Exception):
    """Raised by a conversation when the cell asks for what it may not; ends the job as PROTOCOL."""


class Conversation(Protocol):
    """The trusted side of one job: answers what the cell asks for."""

    def answer(self, message: Message) -> Message | None:
        """The reply to one message of the cell, or None where the cell waits for none.

        Raises ConversationBroken when the message makes no sense; nothing else.
        """


class Sandbox(Protocol):
    """One warm place to run jobs in, one at a time. Use as a context manager or start and close."""

    engine: str

    def start(self) -> None:
        """Builds the wall and warms the zygote. Raises SandboxError, or WallMissing where it cannot stand."""

    @property
    def walls(self) -> list[str]:
        """The walls that stand around each job, by name, sorted."""

    @property
    def versions(self) -> dict[str, str]:
        """Versions of what the cell computes with: python, torch, numpy."""

    def run(self, job: Job, conversation: Conversation) -> Outcome:
        """Runs the job in a fresh cell and leaves nothing of it behind.

        Raises SandboxError when the sandbox itself failed; a later run starts afresh.
        """

    def close(self) -> None:
        """Ends every process of the sandbox. Safe to call twice."""
