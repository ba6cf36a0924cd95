"""One running service for all faults, healthy again before each of them."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers import CONTENT, Service, wait_until
from tests.visitor import Visitor

ASSIGNMENT = "/courses/demo/warm-up/assignments/tiny-mlp/"
REFERENCE = (CONTENT / "warm-up/assignments/tiny-mlp/reference.py").read_text()
# Slow enough that a process can be killed in the middle.
SLOW = REFERENCE.replace("        model.train()\n", "        model.train()\n        wait(1.0)\n", 1)
SLOW = SLOW.replace("import copy\n", "import copy\nfrom time import sleep as wait\n", 1)


@pytest.fixture(scope="package")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """`manage.py up` with one grading process, whose zygote is a process that can be killed."""
    service = Service(tmp_path_factory.mktemp("faults") / "var", {"GRADER_ENGINE": "local"})
    service.start()
    yield service
    service.clean_up()


@pytest.fixture
def learner(running: Service) -> Visitor:
    """The demo learner, signed in."""
    visitor = Visitor(running.url)
    visitor.sign_in("learner", running.passwords["learner"])
    return visitor


def begin(learner: Visitor) -> str:
    """Sends a slow program in; returns the address of its operation once its first epoch is over."""
    # The same program again would be answered from the store.
    source = f"{SLOW}\n# {uuid.uuid4()}\n"
    answer = learner.post(f"{ASSIGNMENT}submit/", {"source": source})
    assert answer.status == 200, answer.text
    address = "/api/v1" + answer.url.removeprefix(learner.url)
    wait_until(
        lambda: bool(learner.get(address).json["progress"].get("epochs")),
        what="the first epoch is over",
    )
    return address


def wait_for_report(learner: Visitor, address: str) -> None:
    """Returns when it is graded with full points."""
    wait_until(lambda: learner.get(address).json["state"] == "graded", what="it is graded")
    assert learner.get(address).json["points"] == 10


def tries(service: Service, address: str) -> int:
    """How often a worker began with it."""
    submission = address.rstrip("/").rpartition("/")[2].replace("-", "")
    with sqlite3.connect(Path(service.data, "holdout.sqlite3")) as database:
        row = database.execute(
            "SELECT tries FROM submissions_submission WHERE id = ?", (submission,)
        ).fetchone()
    return int(row[0])


def answers(visitor: Visitor) -> bool:
    """Whether the web server is there."""
    try:
        return visitor.get("/healthz").status == 200
    except OSError:
        return False
