"""Whether a web process can serve."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import OperationalError, connection
from django.test import Client


@pytest.mark.django_db
def test_it_is_healthy_when_the_database_answers(client_of: Callable[[None], Client]) -> None:
    answer = client_of(None).get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.django_db
def test_it_is_not_when_the_database_is_away(client_of: Callable[[None], Client]) -> None:
    def refuse(*_: object) -> None:
        raise OperationalError("the server has gone to host db7")

    with connection.execute_wrapper(refuse):
        answer = client_of(None).get("/healthz")
    assert answer.status_code == 503
    assert b"db7" not in answer.content
