"""What a program prints is kept as it was, up to a bound, and can harm nobody."""

from __future__ import annotations

import pytest

from grader.sandbox.base import Ending, Sandbox
from grader.sandbox.printed import CUT_MARK, KEPT_BYTES

from .jobs import run

pytestmark = pytest.mark.sandbox


def test_output_is_kept_and_in_order(sandbox: Sandbox) -> None:
    source = "import sys\nprint('one')\nprint('two', file=sys.stderr)\nprint('three')"
    assert run(sandbox, source).output == "one\ntwo\nthree\n"


def test_output_before_a_hard_exit_is_kept(sandbox: Sandbox) -> None:
    assert run(sandbox, "import os\nprint('last words')\nos._exit(1)").output == "last words\n"


def test_output_before_a_crash_is_kept(sandbox: Sandbox) -> None:
    source = "import ctypes\nprint('last words')\nctypes.string_at(0)"
    assert run(sandbox, source).output.startswith("last words\n")


def test_unicode_output_survives(sandbox: Sandbox) -> None:
    assert run(sandbox, "print('λ → ∞ 漢字 🙂')").output == "λ → ∞ 漢字 🙂\n"


def test_binary_output_does_no_harm(sandbox: Sandbox) -> None:
    outcome = run(sandbox, "import sys; sys.stdout.buffer.write(bytes(range(256)))")
    assert outcome.ending is Ending.FINISHED
    assert "ABC" in outcome.output
    assert "\x1b" not in outcome.output


def test_long_output_is_cut_with_a_mark(sandbox: Sandbox) -> None:
    outcome = run(sandbox, "print('x' * 200_000)")
    assert outcome.ending is Ending.FINISHED
    assert outcome.output.endswith(CUT_MARK)
    assert len(outcome.output) <= KEPT_BYTES + len(CUT_MARK)
