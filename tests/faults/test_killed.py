"""Every process of the service is killed in its turn; each submission is graded, once, unaided."""

from __future__ import annotations

import os
import signal

import pytest

from tests.servers import Service, is_alive, parent_of, wait_until
from tests.visitor import Visitor

from .conftest import answers, begin, tries, wait_for_report

pytestmark = pytest.mark.sandbox


def test_a_worker_killed_while_grading(running: Service, learner: Visitor) -> None:
    address = begin(learner)
    worker = running.process("assessments.celery")
    pool = [pid for pid in running.descendants() if parent_of(pid) == worker]
    assert pool
    os.kill(worker, signal.SIGKILL)
    wait_until(
        lambda: not any(is_alive(pid) for pid in pool), what="its pool ends with it", seconds=20
    )
    wait_for_report(learner, address)
    assert tries(running, address) == 2
    assert running.process("assessments.celery") != worker


def test_a_zygote_killed_while_grading(running: Service, learner: Visitor) -> None:
    address = begin(learner)
    os.kill(running.process("zygote"), signal.SIGKILL)
    wait_for_report(learner, address)
    assert tries(running, address) == 2


def test_a_pool_process_killed_while_grading(running: Service, learner: Visitor) -> None:
    address = begin(learner)
    worker = running.process("assessments.celery")
    zygote = running.process("zygote")
    pool = parent_of(zygote)
    assert pool != worker
    os.kill(pool, signal.SIGKILL)
    wait_until(lambda: not is_alive(zygote), what="the zygote ends with its pool process")
    wait_for_report(learner, address)
    assert running.process("assessments.celery") == worker


def test_the_web_server_killed_while_grading(running: Service, learner: Visitor) -> None:
    address = begin(learner)
    web = running.process("gunicorn")
    serving = [web, *(pid for pid in running.descendants() if parent_of(pid) == web)]
    os.kill(web, signal.SIGKILL)
    wait_until(
        lambda: not any(is_alive(pid) for pid in serving) and answers(learner),
        what="another web server answers",
    )
    wait_for_report(learner, address)
    assert tries(running, address) == 1


def test_everything_killed_while_grading(running: Service, learner: Visitor) -> None:
    address = begin(learner)
    everything = running.descendants()
    running.stop(signal.SIGKILL)
    wait_until(
        lambda: not any(is_alive(pid) for pid in everything),
        what="every process ends with `manage.py up`",
        seconds=20,
    )
    running.start()
    wait_for_report(learner, address)
    assert tries(running, address) == 2


def test_an_interrupt_leaves_nothing_behind_and_the_next_start_goes_on(
    running: Service, learner: Visitor
) -> None:
    address = begin(learner)
    everything = running.descendants()
    assert running.stop() == 0
    assert not [pid for pid in everything if is_alive(pid)]
    assert not [pid for pid in running.processes() if is_alive(pid)]
    running.start()
    assert running.passwords.keys() == {"learner", "instructor"}
    wait_for_report(learner, address)
    # An interrupted worker hands its work back; on a busy machine it may be ended before it could.
    assert tries(running, address) <= 2
