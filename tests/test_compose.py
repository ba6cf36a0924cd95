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


@pytest.mark.parametrize("name", ["web", "worker", "docker-worker", "postgres", "redis"])
def test_every_lasting_service_has_a_health_check(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"]


@pytest.mark.parametrize("name", SECRETS)
def test_secrets_come_from_the_environment_and_are_asked_for(name: str) -> None:
    assert f"${{{name}:?" in TEXT
    assert not re.search(rf"{name}[:=] *['\"]?\w{{8,}}", TEXT)


@pytest.mark.parametrize("name", ["web", "worker", "docker-worker"])
def test_every_variable_of_the_service_is_one_the_settings_read(name: str) -> None:
    read = "".join(
        (ROOT / "assessments" / file).read_text() for file in ("settings.py", "celery.py")
    )
    assert [v for v in SERVICES[name]["environment"] if f'"{v}"' not in read] == []


def test_the_worker_keeps_no_rights() -> None:
    worker = SERVICES["worker"]
    assert worker["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in worker["security_opt"]


def test_only_the_worker_that_asked_for_docker_holds_its_socket() -> None:
    holders = [name for name, service in SERVICES.items() if "docker.sock" in str(service)]
    assert holders == ["docker-worker"]
    assert SERVICES["docker-worker"]["profiles"] == ["docker"]


def test_sockets_lie_under_one_path_for_the_worker_and_the_daemon() -> None:
    worker = SERVICES["docker-worker"]
    folder = worker["environment"]["GRADER_SOCKETS"]
    assert f"{folder}:{folder}" in worker["volumes"]


def test_the_image_the_worker_asks_for_is_the_one_that_is_built() -> None:
    built = SERVICES["sandbox"]["image"]
    assert SERVICES["docker-worker"]["environment"]["GRADER_IMAGE"] == built
    build = SERVICES["sandbox"]["build"]
    assert (ROOT / build["context"] / build["dockerfile"]).exists()
