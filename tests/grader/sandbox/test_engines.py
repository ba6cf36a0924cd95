"""Which engine is taken, and what a deployment may choose."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader import cli
from grader.errors import WallMissing
from grader.sandbox import open_sandbox
from grader.sandbox.base import MEBIBYTE
from grader.sandbox.container import IMAGE
from grader.sandbox.engines import EngineSettings, choose, read_settings
from tests.engines import require_docker


def test_the_environment_chooses() -> None:
    settings = read_settings(
        {
            "GRADER_ENGINE": "docker",
            "GRADER_IMAGE": "ours",
            "GRADER_RUNTIME": "runsc",
            "GRADER_JOBS_PER_CONTAINER": "1",
            "GRADER_CPUS": "0.5",
            "GRADER_MEMORY_MIB": "2048",
            "GRADER_GPU": "1",
            "GRADER_GPU_SHARE": "0.25",
            "GRADER_SOCKETS": "/run/holdout",
        }
    )
    container = settings.container
    assert (settings.engine, settings.jobs_per_container) == ("docker", 1)
    assert (container.image, container.runtime, container.folder) == (
        "ours",
        "runsc",
        Path("/run/holdout"),
    )
    assert (container.limits.cpus, container.limits.memory_bytes) == (0.5, 2048 * MEBIBYTE)
    assert (container.gpu_device, container.gpu_share) == ("1", 0.25)


def test_nothing_chosen_is_the_default() -> None:
    assert read_settings({}) == read_settings({"GRADER_CPUS": " ", "GRADER_ENGINE": ""})
    assert read_settings({}) == EngineSettings()
    assert EngineSettings().container.image == IMAGE


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GRADER_CPUS", "many"),
        ("GRADER_CPUS", "0"),
        ("GRADER_CPUS", "nan"),
        ("GRADER_MEMORY_MIB", "-1"),
        ("GRADER_JOBS_PER_CONTAINER", "0"),
        ("GRADER_GPU_SHARE", "2"),
    ],
)
def test_a_value_that_makes_no_sense_is_named(name: str, value: str) -> None:
    with pytest.raises(WallMissing, match=name):
        read_settings({name: value})


def test_an_engine_nobody_knows_is_refused() -> None:
    with pytest.raises(WallMissing, match="moon"):
        open_sandbox("moon")


def test_auto_is_local_where_no_image_is() -> None:
    assert choose(read_settings({"GRADER_IMAGE": "holdout-there-is-none"})) == "local"


def test_auto_is_local_where_no_daemon_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere.sock")
    assert choose(EngineSettings()) == "local"


@pytest.mark.docker
def test_auto_is_docker_where_daemon_and_image_are() -> None:
    require_docker()
    assert choose(EngineSettings()) == "docker"


@pytest.mark.sandbox
def test_the_doctor_shows_the_walls_of_both_engines(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["doctor", "--json", "--engine", "local"]) == 0
    told = json.loads(capsys.readouterr().out)
    engines = {engine["name"]: engine for engine in told["engines"]}
    assert set(engines) == {"docker", "local"}
    assert all(wall["stands"] for wall in engines["local"]["walls"])
    assert told["auto"] in engines


@pytest.mark.docker
def test_the_doctor_names_the_container_s_own_walls(capsys: pytest.CaptureFixture[str]) -> None:
    require_docker()
    assert cli.main(["doctor", "--json", "--engine", "docker"]) == 0
    (engine,) = (e for e in json.loads(capsys.readouterr().out)["engines"] if e["name"] == "docker")
    names = {wall["name"] for wall in engine["walls"] if wall["stands"]}
    assert {
        "docker daemon",
        "container without network",
        "container's root read-only",
        "container's memory limit",
    } <= names


@pytest.mark.sandbox
def test_the_doctor_says_what_to_do(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere.sock")
    assert cli.main(["doctor"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "docker daemon" in shown
    assert "DOCKER_HOST" in shown
    assert "auto: local" in shown
    assert cli.main(["doctor", "--engine", "docker"]) == 3
