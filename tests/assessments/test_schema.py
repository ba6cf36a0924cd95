"""The description of the API: complete, and without a warning."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from .test_doors import ADDRESSES


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """The description; making it fails at the first warning."""
    path: Path = tmp_path_factory.mktemp("schema") / "schema.json"
    call_command(
        "spectacular", "--validate", "--fail-on-warn", "--format=openapi-json", f"--file={path}",
        stderr=StringIO(),
    )  # fmt: skip
    found: dict[str, dict[str, object]] = json.loads(path.read_text())
    return found


def test_every_operation_is_described(schema: dict[str, dict[str, object]]) -> None:
    operations = [name for name in ADDRESSES if name.partition(":")[2].startswith("api_")]
    assert len(schema["paths"]) == len(operations)


def test_tokens_and_sessions_are_the_ways_in(schema: dict[str, dict[str, object]]) -> None:
    assert set(schema["components"]["securitySchemes"]) == {"token", "cookieAuth"}  # type: ignore[call-overload]


def test_it_is_served_to_everyone(db: None) -> None:
    response = Client().get("/api/schema/")
    assert response.status_code == 200
    assert b"/api/v1/courses/" in response.content
