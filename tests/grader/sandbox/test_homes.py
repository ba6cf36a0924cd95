"""A private folder tells by its lock whether anybody still needs it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from grader.sandbox.homes import Home, identity, is_abandoned, remove_abandoned


def test_a_folder_in_use_is_not_abandoned(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert not is_abandoned(home.path)
    remove_abandoned(tmp_path)
    assert home.path.exists()
    home.remove()
    home.remove()
    assert list(tmp_path.iterdir()) == []


def test_the_folder_of_a_dead_process_is_abandoned_and_removed(tmp_path: Path) -> None:
    code = "import sys\nfrom grader.sandbox.homes import *\nHome(Path(sys.argv[1])).seal()"
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True)
    (left,) = tmp_path.iterdir()
    assert is_abandoned(left)
    remove_abandoned(tmp_path)
    assert not left.exists()


def test_what_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "holdout-other").mkdir()
    (tmp_path / "holdout-making-just-now").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "holdout-zygote-link").symlink_to(tmp_path / "elsewhere")
    remove_abandoned(tmp_path)
    assert len(list(tmp_path.iterdir())) == 4


def test_a_folder_that_was_never_finished_is_removed_in_the_end(tmp_path: Path) -> None:
    old = tmp_path / "holdout-making-x"
    old.mkdir()
    os.utime(old, (1, 1))
    remove_abandoned(tmp_path)
    assert not old.exists()


def test_a_folder_has_one_identity_by_every_path(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert identity(tmp_path / "a") == identity(tmp_path / "b") != identity(tmp_path)
