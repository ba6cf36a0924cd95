"""One warm sandbox of each engine for all the promises."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from grader.sandbox.base import Sandbox
from tests.engines import ENGINES, opened


@pytest.fixture(scope="package", params=ENGINES)
def sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    """A sandbox that many tests use, one after another."""
    with opened(request.param) as sandbox:
        yield sandbox


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """The name of each engine, for tests that end sandboxes of their own."""
    return str(request.param)
