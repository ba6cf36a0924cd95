"""Forbidden names raise a plain sentence, by whatever way they are reached."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import TypeAdapter

from grader.assignment.equality import Subject
from grader.equality import compare_with_reference
from grader.sandbox import open_sandbox
from grader.sandbox.base import Sandbox

DECLARED: dict[str, Any] = {
    "call": "function",
    "cases": 4,
    "arguments": {"x": {"shapes": [[3]], "values": {"normal": [0, 1]}, "dtypes": ["float32"]}},
}
WAYS = {
    "the function": "torch.sigmoid(x)",
    "its method": "x.sigmoid()",
    "in place": "x.clone().sigmoid_()",
    "the module": "torch.nn.Sigmoid()(x)",
    "the functional form": "torch.nn.functional.sigmoid(x)",
    "another name of it": "torch.special.expit(x)",
    "getattr": "getattr(torch, 'sig' + 'moid')(x)",
    "an operator": "torch.ops.aten.sigmoid.default(x)",
    "the compiled module": "torch._C._VariableFunctions.sigmoid(x)",
    "vmap": "torch.func.vmap(torch.sigmoid)(x)",
    "a name bound at import": "BOUND(x)",
    "a subclass": "Sub()(x)",
    "foreach": "torch._foreach_sigmoid([x])[0]",
    "another dtype": "torch.sigmoid(x.double()).float()",
}
SOURCE = """
import torch
BOUND = torch.sigmoid
class Sub(torch.nn.Sigmoid):
    pass
def sigmoid(x):
    return {way}
"""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    sandbox = open_sandbox("local")
    yield sandbox
    sandbox.close()


def says(sandbox: Sandbox, body: str, forbidden: list[str]) -> str:
    comparison = compare_with_reference(
        reference="import torch\ndef sigmoid(x):\n    return torch.sigmoid(x)\n",
        solution=SOURCE.format(way=body),
        subjects={"sigmoid": TypeAdapter[Any](Subject).validate_python(DECLARED)},
        forbidden=forbidden,
        sandbox=sandbox,
        seed=1,
        secret="s",
    )
    assert comparison.failure is None, comparison.failure
    found = comparison.disagreements.get(("sigmoid", "values"))
    return found.says if found is not None else ""


@pytest.mark.sandbox
@pytest.mark.parametrize("way", sorted(WAYS))
def test_a_forbidden_function_is_out_of_reach(sandbox: Sandbox, way: str) -> None:
    assert "is forbidden in this assignment" in says(sandbox, WAYS[way], ["sigmoid"])


@pytest.mark.sandbox
def test_without_a_prohibition_it_may_be_called(sandbox: Sandbox) -> None:
    assert says(sandbox, "torch.sigmoid(x)", []) == ""


@pytest.mark.sandbox
def test_what_is_not_forbidden_still_works(sandbox: Sandbox) -> None:
    assert says(sandbox, "1 / (1 + torch.exp(-x))", ["sigmoid", "tanh", "torch.nn.Tanh"]) == ""


@pytest.mark.sandbox
def test_a_class_in_python_cannot_be_made(sandbox: Sandbox) -> None:
    body = "torch.optim.Adam([x]) and x"
    assert "`torch.optim.Adam` is forbidden" in says(sandbox, body, ["torch.optim.Adam"])


@pytest.mark.sandbox
def test_a_name_that_torch_does_not_have_is_passed_over(sandbox: Sandbox) -> None:
    assert says(sandbox, "torch.sigmoid(x)", ["no_such_thing", "torch.nowhere.Nothing"]) == ""
