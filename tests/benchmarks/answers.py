"""A whole class in a quiz at once: `python -m tests.benchmarks.answers [--learners N] [--seconds S]`.

Against gunicorn with two workers and PostgreSQL as they are in production (fsync on), both started
here. First how fast one answer is saved, alone and with many at once; then all learners start within
`--within` seconds and save every `--every` seconds. In the end each acknowledged answer is looked for
in the database: errors and lost answers must be none.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import django

from tests.benchmarks.timing import machine, quantiles
from tests.servers import CONTENT, ROOT, free_port, running_postgres, wait_until

QUIZ = "courses/deep-learning/warm-up/quizzes/regularization/"
ANSWERS: dict[str, list[Any]] = {
    "what-it-pulls": ["a", "b", "c"],
    "which-regularize": [["a"], ["a", "b"], ["c"]],
    "active-in-evaluation": [True, False],
    "shrink-factor": ["0.9", "0.95", "9e-1"],
}


@dataclass
class Client:
    """One learner's browser: a session, what it saved, and how long everything took."""

    port: int
    session: str
    attempt: str = ""
    sequence: int = 0
    # The newest answer that was acknowledged, by question.
    acknowledged: dict[str, tuple[int, Any]] = field(default_factory=dict)
    taken: dict[str, list[float]] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)

    async def ask(self, name: str, method: str, path: str, body: Any) -> Any:
        """The JSON of the answer; None after an error, which is counted."""
        text = json.dumps(body).encode()
        token = "t" * 32
        head = (
            f"{method} /{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
            f"Cookie: sessionid={self.session}; csrftoken={token}\r\nX-CSRFToken: {token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(text)}\r\n\r\n"
        )
        begun = time.perf_counter()
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            writer.write(head.encode() + text)
            await writer.drain()
            answer = await asyncio.wait_for(reader.read(), 60)
            writer.close()
        except (OSError, TimeoutError) as error:
            self.errors[type(error).__name__] += 1
            return None
        self.taken.setdefault(name, []).append(time.perf_counter() - begun)
        status, _, rest = answer.partition(b"\r\n")
        code = status.split()[1].decode() if len(status.split()) > 1 else "nothing"
        if code not in {"200", "201"}:
            self.errors[code] += 1
            return None
        return json.loads(rest.partition(b"\r\n\r\n")[2])

    async def start(self) -> None:
        """Begins an attempt and fetches its paper."""
        told = await self.ask("start", "POST", f"api/v1/{QUIZ}attempts/", {})
        if told is not None:
            self.attempt = told["id"]
            await self.ask("paper", "GET", f"api/v1/attempts/{self.attempt}/", {})

    async def save(self, chance: random.Random) -> None:
        """Changes one answer."""
        question = chance.choice(list(ANSWERS))
        answer = chance.choice(ANSWERS[question])
        self.sequence += 1
        told = await self.ask(
            "save",
            "PUT",
            f"api/v1/attempts/{self.attempt}/responses/{question}/",
            {"answer": answer, "sequence": self.sequence, "id": str(uuid.uuid4())},
        )
        if told is not None and told["saved"]:
            self.acknowledged[question] = (told["sequence"], told["answer"])

    async def finish(self) -> None:
        """Hands in."""
        await self.ask("finish", "POST", f"api/v1/attempts/{self.attempt}/finish/", {})


def prepare(learners: int) -> list[str]:
    """The course with its learners; a session each."""
    from django.conf import settings  # noqa: PLC0415  # Django must be set up before.
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    from assessments.accounts.models import User  # noqa: PLC0415
    from assessments.courses.catalog import read_content  # noqa: PLC0415
    from assessments.courses.enrolling import enrol  # noqa: PLC0415
    from assessments.courses.loading import store_content  # noqa: PLC0415
    from assessments.courses.models import Module  # noqa: PLC0415
    from assessments.courses.opening import open_course  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    store_content(read_content(CONTENT))
    course = open_course(slug="deep-learning", title="Deep learning", modules=Module.objects.all())
    sessions = []
    for number in range(learners):
        user = User(username=f"learner-{number}")
        user.set_unusable_password()
        user.save()
        enrol(course=course, user=user)
        session = SessionStore()
        session["_auth_user_id"] = str(user.pk)
        session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
        session["_auth_user_hash"] = user.get_session_auth_hash()
        session.save()
        assert session.session_key is not None
        sessions.append(session.session_key)
    return sessions


async def many(clients: list[Client], deed: Callable[[Client], Awaitable[None]]) -> float:
    """All of them at once; how many a second."""
    begun = time.perf_counter()
    await asyncio.gather(*(deed(client) for client in clients))
    return time.perf_counter() - begun


async def saves(clients: list[Client], each: int) -> float:
    """Each saves so many answers one after another; saves a second."""

    async def work(client: Client) -> None:
        chance = random.Random(client.session)
        for _ in range(each):
            await client.save(chance)

    return len(clients) * each / await many(clients, work)


async def sitting(clients: list[Client], within: float, every: float, seconds: float) -> None:
    """A class that starts, answers and hands in."""

    async def sit(client: Client) -> None:
        chance = random.Random(client.session)
        await asyncio.sleep(chance.random() * within)
        await client.start()
        end = time.perf_counter() + seconds
        while client.attempt and time.perf_counter() < end:
            await asyncio.sleep(every * (0.5 + chance.random()))
            await client.save(chance)
        await client.finish()

    await many(clients, sit)


def lost(clients: list[Client]) -> int:
    """How many acknowledged answers are not in the database, or an older one is."""
    from assessments.quizzes.models import Attempt, Response  # noqa: PLC0415
    from assessments.quizzes.reading import show_answer  # noqa: PLC0415

    missing = 0
    for client in clients:
        if not client.attempt:
            continue
        attempt = Attempt.objects.select_related("revision").get(pk=client.attempt)
        stored = {each.question: each for each in Response.objects.filter(attempt=attempt)}
        for name, (sequence, answer) in client.acknowledged.items():
            question = attempt.question(name)
            row = stored.get(name)
            assert question is not None
            if (
                row is None
                or row.sequence < sequence
                or show_answer(attempt.paper, question, attempt.seed, row.answer) != answer
            ):
                missing += 1
    return missing


def report(clients: list[Client]) -> None:
    """A line for each operation, then errors and what is lost."""
    for name in ("start", "paper", "save", "finish"):
        taken = [each for client in clients for each in client.taken.get(name, [])]
        if taken:
            print(f"  {name:8s} {quantiles(taken)}")
    errors = sum((client.errors for client in clients), Counter())
    print(f"  errors {sum(errors.values())} {dict(errors) or ''}   lost {lost(clients)}")


def measure(port: int, sessions: list[str], options: argparse.Namespace) -> None:
    """One alone, many at once, then the class."""
    alone = [Client(port, sessions[0])]
    asyncio.run(many(alone, Client.start))
    asyncio.run(saves(alone, 20))
    alone[0].taken.clear()
    rate = asyncio.run(saves(alone, options.times))
    print(f"one learner: {rate:.0f} saves a second")
    report(alone)
    crowd = [Client(port, session) for session in sessions[1 : 1 + options.at_once]]
    asyncio.run(many(crowd, Client.start))
    rate = asyncio.run(saves(crowd, max(1, options.times // 4)))
    print(f"{len(crowd)} learners without a pause: {rate:.0f} saves a second")
    report(crowd)
    rest = [Client(port, session) for session in sessions[1 + options.at_once :]]
    print(
        f"{len(rest)} learners start within {options.within:g} s and save every "
        f"{options.every:g} s for {options.seconds:g} s"
    )
    asyncio.run(sitting(rest, options.within, options.every, options.seconds))
    report(rest)


def main() -> None:
    """Starts the servers, measures, and stops them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--every", type=float, default=5)
    parser.add_argument("--within", type=float, default=10)
    parser.add_argument("--at-once", type=int, default=16)
    parser.add_argument("--times", type=int, default=400)
    options = parser.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory(prefix="holdout-answers-") as data, running_postgres() as url:
        os.environ.update(
            DATABASE_URL=url, HOLDOUT_DATA=data, DJANGO_SETTINGS_MODULE="assessments.settings"
        )
        django.setup()
        sessions = prepare(options.learners + options.at_once + 1)
        port = free_port()
        command = [sys.executable, "-m", "gunicorn", "assessments.wsgi", "--preload"]
        server = subprocess.Popen(
            [*command, "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "8",
             "--backlog", "2048", "--no-control-socket", "--log-level", "error"],
            cwd=ROOT,
        )  # fmt: skip
        try:
            wait_until(lambda: answers(port), what="gunicorn answers")
            measure(port, sessions, options)
        finally:
            server.terminate()
            server.wait(30)


def answers(port: int) -> bool:
    """Whether somebody listens."""
    from assessments.operating.serving import answers as serves  # noqa: PLC0415

    return serves(port)


if __name__ == "__main__":
    main()
