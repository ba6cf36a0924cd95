"""`manage.py up` where it cannot work: one clear sentence, exit status 2."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from assessments.operating.serving import DataInUse, lock_data
from tests.servers import ROOT, free_port

# Runs manage.py as it stands, in a Python that is made to look poorer than it is.
POORER = "import sys, runpy; {poverty}; runpy.run_path('manage.py', run_name='__main__')"


def up(data: Path, *arguments: str, poverty: str | None = None) -> subprocess.CompletedProcess[str]:
    """What `manage.py up` said when it ended by itself."""
    start = ["manage.py"] if poverty is None else ["-c", POORER.format(poverty=poverty)]
    return subprocess.run(
        [sys.executable, *start, "up", "--data", str(data), *arguments],
        cwd=ROOT,
        env={key: value for key, value in os.environ.items() if not key.startswith("HOLDOUT_")},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def sentence(ended: subprocess.CompletedProcess[str]) -> str:
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1, ended.stderr
    return ended.stderr.strip()


def test_a_port_in_use_is_refused(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = sentence(up(tmp_path, "--port", str(port)))
    assert said == f"Port {port} is in use; choose another one with --port."


def test_a_directory_that_cannot_be_written_to_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = sentence(up(tmp_path / "file" / "var"))
    assert said == f"The data directory {tmp_path}/file/var cannot be written to: Not a directory."


def test_a_missing_torch_is_refused_with_the_command_that_installs_it(tmp_path: Path) -> None:
    said = sentence(up(tmp_path, poverty="sys.modules['torch'] = None"))
    assert said.startswith("torch is not installed in this Python")
    assert "-m pip install -e '.[local]'" in said


def test_an_old_python_is_refused_before_it_reads_anything(tmp_path: Path) -> None:
    poverty = "sys.version_info, sys.version = (3, 10, 4), '3.10.4 (main)'"
    said = sentence(up(tmp_path, poverty=poverty))
    assert said == "Holdout needs Python 3.11 or newer; this is 3.10.4."


def test_a_data_directory_that_is_served_already_is_refused(tmp_path: Path) -> None:
    with lock_data(tmp_path):
        said = sentence(up(tmp_path, "--port", str(free_port())))
    assert said == f"The data directory {tmp_path} is already served by process {os.getpid()}."


def test_a_lock_ends_with_its_holder(tmp_path: Path) -> None:
    with lock_data(tmp_path), pytest.raises(DataInUse):
        lock_data(tmp_path)
    lock_data(tmp_path).close()


@pytest.mark.parametrize("port", ["0", "65536", "http"])
def test_what_is_no_port_is_refused(tmp_path: Path, port: str) -> None:
    ended = up(tmp_path, "--port", port)
    assert ended.returncode == 2
    assert f"a port is a number from 1 to 65535, not '{port}'" in ended.stderr
    assert "Traceback" not in ended.stderr
