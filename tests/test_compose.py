"""compose.yaml: the service on many machines says where its secrets come from and how it is well."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "compose.yaml").read_text()
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(TEXT)["services"]
SECRETS = ("POSTGRES_PASSWORD", "DJANGO_SECRET_KEY", "GRADER_SECRET")


def test_web_worker_postgres_and_redis_are_there() -> None:
    assert {"web", "worker", "postgres", "redis"} <= SERVICES.keys()


@pytest.mark.parametrize("name", ["web", "worker", "postgres", "redis"])
def test_every_lasting_service_has_a_health_check(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"]


@pytest.mark.parametrize("name", SECRETS)
def test_secrets_come_from_the_environment_and_are_asked_for(name: str) -> None:
    assert f"${{{name}:?" in TEXT
    assert not re.search(rf"{name}[:=] *['\"]?\w{{8,}}", TEXT)


@pytest.mark.parametrize("name", ["web", "worker"])
def test_every_variable_of_the_service_is_one_the_settings_read(name: str) -> None:
    read = "".join(
        (ROOT / "assessments" / file).read_text() for file in ("settings.py", "celery.py")
    )
    assert [v for v in SERVICES[name]["environment"] if f'"{v}"' not in read] == []


def test_the_worker_keeps_no_rights() -> None:
    worker = SERVICES["worker"]
    assert worker["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in worker["security_opt"]
