"""Real servers for tests: PostgreSQL, Redis, and the whole service as `manage.py up` runs it.

PostgreSQL and Redis are those of DATABASE_URL and CELERY_BROKER_URL where these name them, else
started from installed binaries on a free port, with their data in a temporary folder. Where there
is neither, tests that need them are left out, or fail when CI is set.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
import redis
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
CONTENT = ROOT / "tests" / "assets" / "content"
# A machine that does other things besides may take long over what usually takes seconds.
PATIENCE_SECONDS = 120.0


def wait_until(
    met: Callable[[], bool],
    *,
    what: str,
    seconds: float = PATIENCE_SECONDS,
    pause: float = 0.1,
) -> None:
    """Returns when the condition is met; fails the test, naming `what`, when it is not in time."""
    deadline = time.monotonic() + seconds
    while not met():
        if time.monotonic() > deadline:
            pytest.fail(f"not within {seconds:g} s: {what}")
        time.sleep(pause)


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _missing(reason: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def _binary(name: str) -> str | None:
    """An installed program, also where Debian keeps PostgreSQL's out of the path."""
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return shutil.which(name) or (str(debian[-1]) if debian else None)


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server's database `postgres`, without a slash at its end."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        yield given
        return
    if _binary("initdb") is None or _binary("postgres") is None:
        _missing("no PostgreSQL: name one in DATABASE_URL, or install it")
    with running_postgres("-F") as address:
        yield address


@contextmanager
def running_postgres(*options: str) -> Iterator[str]:
    """The address of a PostgreSQL server started from installed binaries. Its options: `-F` is unsafe
    and fast.
    """
    initdb, postgres = _binary("initdb"), _binary("postgres")
    assert initdb is not None
    assert postgres is not None
    folder = Path("/tmp", f"holdout-postgres-{uuid.uuid4().hex[:8]}")
    folder.mkdir(mode=0o700)
    # PostgreSQL refuses to run as root.
    user = "postgres" if os.geteuid() == 0 else None
    if user is not None:
        shutil.chown(folder, user)
    data, port = folder / "data", free_port()
    subprocess.run(
        [initdb, "--pgdata", data, "--username", "postgres", "--auth", "trust", "--no-sync"],
        check=True,
        user=user,
        cwd="/",
        stdout=subprocess.DEVNULL,
    )
    server = subprocess.Popen(
        [postgres, "-D", data, "-p", str(port), "-k", folder, "-h", "127.0.0.1", *options],
        user=user,
        cwd="/",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"postgres://postgres@127.0.0.1:{port}/postgres"
    try:
        wait_until(lambda: _postgres_answers(address), what="PostgreSQL answers")
        yield address
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _postgres_answers(address: str) -> bool:
    try:
        psycopg.connect(address, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


@pytest.fixture
def postgres_database(postgres_server: str) -> Iterator[str]:
    """The address of a new, empty database, dropped afterwards."""
    name = f"holdout_flow_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    yield re.sub(r"/[^/]*$", f"/{name}", postgres_server)
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def redis_broker(tmp_path: Path) -> Iterator[str]:
    """The address of a Redis database that holds no message."""
    given = os.environ.get("CELERY_BROKER_URL", "")
    if given.startswith("redis"):
        redis.Redis.from_url(given).delete("grading", "upkeep", "unacked", "unacked_index")
        yield given
        return
    binary = _binary("redis-server")
    if binary is None:
        _missing("no Redis: name one in CELERY_BROKER_URL, or install it")
    assert binary is not None
    port = free_port()
    server = subprocess.Popen(
        [binary, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", tmp_path],
        stdout=subprocess.DEVNULL,
    )
    address = f"redis://127.0.0.1:{port}/0"
    try:
        wait_until(lambda: _redis_answers(address), what="Redis answers")
        yield address
    finally:
        server.terminate()
        server.wait(30)


def _redis_answers(address: str) -> bool:
    try:
        with redis.Redis.from_url(address) as client:
            return bool(client.ping())
    except redis.ConnectionError:
        return False


class Service:
    """The service on a data directory of its own; started, killed and started again by a test."""

    def __init__(self, data: Path, environment: Mapping[str, str] = {}) -> None:
        self.data = data
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.lines: list[str] = []
        # Of the demo users, as they were printed when they were made.
        self.passwords: dict[str, str] = {}
        outside = {"DATABASE_URL", "CELERY_BROKER_URL", "REDIS_URL", "DJANGO_SECRET_KEY"}
        inherited = {key: value for key, value in os.environ.items() if key not in outside}
        self.environment = {
            **inherited,
            "HOLDOUT_DATA": str(data),
            "HOLDOUT_CONTENT": str(CONTENT),
            "GRADER_CONCURRENCY": "1",
            **environment,
        }
        self._up: subprocess.Popen[str] | None = None
        self._listener = threading.Thread()

    def start(self) -> None:
        """Returns when it says that it is ready."""
        ready_before = self._ready_lines()
        self._up = subprocess.Popen(
            [sys.executable, "manage.py", "up", "--port", str(self.port), "--data", self.data],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._listener = threading.Thread(target=self._listen, args=(self._up,), daemon=True)
        self._listener.start()
        wait_until(lambda: self._ready_lines() > ready_before, what=f"ready: {self}")

    def stop(self, number: int = signal.SIGINT) -> int:
        """Ends it with a signal; returns its exit status."""
        assert self._up is not None
        self._up.send_signal(number)
        status = self._up.wait(60)
        self._listener.join(10)
        self._up = None
        return status

    def clean_up(self) -> None:
        """Leaves nothing running, whatever the test did."""
        if self._up is not None and self._up.poll() is None:
            self.stop()

    def find(self, words: str) -> int | None:
        """The id of the topmost living process whose command line holds the words."""
        assert self._up is not None
        for pid in _descendants(self._up.pid):
            if words in _command_line(pid) and is_alive(pid):
                return pid
        return None

    def process(self, words: str) -> int:
        """The same, of a process that must be there."""
        found = self.find(words)
        if found is None:
            pytest.fail(f"no process with {words!r} in its command line: {self}")
        return found

    def processes(self) -> list[int]:
        """Every process that was started with this data directory, alive or not yet collected."""
        mark = f"HOLDOUT_DATA={self.data}".encode()
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (entry / "environ").read_bytes().split(b"\0"):
                    found.append(int(entry.name))
            except OSError:
                continue
        return found

    def descendants(self) -> list[int]:
        """Every process below `manage.py up`, cells included."""
        assert self._up is not None
        return _descendants(self._up.pid)

    def __str__(self) -> str:
        return "the service said:\n" + "\n".join(self.lines[-40:])

    def _ready_lines(self) -> int:
        return sum("ready at http" in line for line in self.lines)

    def _listen(self, up: subprocess.Popen[str]) -> None:
        assert up.stdout is not None
        with up.stdout:
            for line in up.stdout:
                self.lines.append(line.rstrip())
                if found := re.search(r"sign in as (\S+) with password (\S+)", line):
                    self.passwords[found[1]] = found[2]


def is_alive(pid: int) -> bool:
    """Whether the process runs; one that ended and is not yet collected does not."""
    state, _ = _state_and_parent(pid)
    return state not in {"Z", "X"}


def parent_of(pid: int) -> int:
    """The process that started it; 0 when there is no such process (any more)."""
    return _state_and_parent(pid)[1]


def _state_and_parent(pid: int) -> tuple[str, int]:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return "X", 0
    state, parent = stat.rpartition(")")[2].split()[:2]
    return state, int(parent)


def _command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def _descendants(pid: int) -> list[int]:
    """Breadth first."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        one = int(entry.name)
        children.setdefault(parent_of(one), []).append(one)
    found, level = [], [pid]
    while level:
        level = [child for one in level for child in sorted(children.get(one, []))]
        found += level
    return found
