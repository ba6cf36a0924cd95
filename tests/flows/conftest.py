"""The service as it runs on one machine, and as it runs on many."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers import (  # noqa: F401
    ROOT,
    Service,
    postgres_database,
    postgres_server,
    redis_broker,
)


@pytest.fixture
def on_one_machine(tmp_path: Path) -> Iterator[Service]:
    """SQLite and a folder of messages."""
    service = Service(tmp_path / "var")
    service.start()
    yield service
    service.clean_up()


@pytest.fixture
def on_many_machines(
    tmp_path: Path,
    postgres_database: str,  # noqa: F811
    redis_broker: str,  # noqa: F811
) -> Iterator[Service]:
    """PostgreSQL, Redis, and a second worker besides the one that `up` starts."""
    service = Service(
        tmp_path / "var", {"DATABASE_URL": postgres_database, "CELERY_BROKER_URL": redis_broker}
    )
    service.start()
    second = subprocess.Popen(
        [
            *(sys.executable, "-m", "celery", "--quiet", "--app", "assessments.celery"),
            *("worker", "--beat", "--hostname", "second@%h"),
        ],
        cwd=ROOT,
        env=service.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    yield service
    service.clean_up()
    os.killpg(second.pid, 9)
    second.wait(30)
