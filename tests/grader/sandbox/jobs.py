"""Jobs as the promises need them: a source, and somebody for it to talk to."""

from __future__ import annotations

from grader.sandbox.base import ConversationBroken, Job, Limits, Outcome, Sandbox
from grader.sandbox.wire import Message

# Speaks on the wire without the harness: what a hostile program would do as well.
SPEAK = "from cell.channel import Channel; import numpy as np; channel = Channel(3)\n"


class Silence:
    """A conversation in which the cell may ask for nothing."""

    def answer(self, message: Message) -> Message | None:
        raise ConversationBroken(f"nobody expected {message.body.get('op')}")


class Echo:
    """A conversation that sends back what it gets, and remembers it."""

    def __init__(self) -> None:
        self.heard: list[Message] = []

    def answer(self, message: Message) -> Message | None:
        self.heard.append(message)
        return message


def run(sandbox: Sandbox, source: str, *, seed: int = 1, **limits: float) -> Outcome:
    """How a source ended that was loaded as a solution."""
    return sandbox.run(Job("load", source, seed, limits=Limits(**limits)), Silence())
