"""The bench of questions: code in a real cell, and what is kept of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assessments.courses.bench import BenchFailed, CellBench, deployed_bench
from assessments.courses.questions import CellCall

pytestmark = pytest.mark.sandbox

DRAW = (
    "import torch\ndef draw(seed):\n    return {'x': torch.arange(2) + seed, 'bad': float('nan')}\n"
)


@pytest.fixture(scope="module")
def bench() -> Iterator[CellBench]:
    """A bench without a memory."""
    opened = deployed_bench()
    yield opened
    opened.close()


def test_what_is_printed_comes_back(bench: CellBench) -> None:
    assert bench.call(CellCall("print(1 + 1)")).output == "2\n"


def test_values_cross_the_wire_as_json(bench: CellBench) -> None:
    result = bench.call(CellCall(DRAW, "draw", ([0], [5])))
    assert [call.value for call in result.calls] == [
        {"x": {"tensor": [0, 1]}, "bad": {"float": "nan"}},
        {"x": {"tensor": [5, 6]}, "bad": {"float": "nan"}},
    ]


def test_tensors_and_tuples_go_in_as_they_came_out(bench: CellBench) -> None:
    source = "def kinds(a, b):\n    return type(a).__name__, type(b).__name__\n"
    result = bench.call(CellCall(source, "kinds", ([{"tensor": [1.0]}, {"tuple": [1]}],)))
    assert result.calls[0].value == {"tuple": ["Tensor", "tuple"]}


def test_one_call_that_fails_leaves_the_others(bench: CellBench) -> None:
    result = bench.call(CellCall("def f(x):\n    return 1 / x\n", "f", ([0], [2])))
    assert "ZeroDivisionError" in result.calls[0].error
    assert result.calls[1].value == 0.5


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("def f(x):\n    while True:\n        pass\n", "did not finish"),
        ("import os\ndef f(x):\n    os._exit(0)\n", "ended the process itself"),
        ("def f(x):\n    return [0] * 10**10\n", "Memory"),
        ("def f(x):\n    return [0] * 10**6\n", "More came back"),
        ("def g(x):\n    return x\n", "defines no function f"),
        ("def f(x)\n", "SyntaxError"),
        ("import socket\ndef f(x):\n    return socket.create_connection(('::1', 80))\n", "Error"),
        ("def f(x):\n    return open('/etc/passwd').read()\n", "PermissionError"),
    ],
)
def test_what_goes_wrong_is_said_and_harms_nobody(bench: CellBench, source: str, said: str) -> None:
    result = bench.call(CellCall(source, "f", ([1],), seconds=3))
    assert said.lower() in (result.error + "".join(call.error for call in result.calls)).lower()
    assert bench.call(CellCall("print(2)")).output == "2\n"


def test_what_was_computed_is_not_computed_again(tmp_path: Path) -> None:
    first = deployed_bench(cache=tmp_path)
    call = CellCall(DRAW, "draw", ([1],))
    result = first.call(call)
    first.close()

    class Closed(CellBench):
        def _called(self, call: CellCall) -> object:  # type: ignore[override]
            raise BenchFailed("nothing can be opened here")

    second = Closed(first._engine, cache=tmp_path)
    assert second.call(call) == result
    with pytest.raises(BenchFailed):
        second.call(CellCall(DRAW, "draw", ([2],)))


def test_a_spoilt_memory_is_computed_anew(tmp_path: Path, bench: CellBench) -> None:
    kept = CellBench(bench._engine, cache=tmp_path)
    call = CellCall("print(3)")
    kept.call(call)
    for path in tmp_path.iterdir():
        path.write_text("{")
    assert kept.call(call).output == "3\n"
    kept.close()
