"""Reference against solution: right ones agree, each kind of mistake is named with a case to paste."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from grader.assignment.equality import Subject
from grader.equality import Comparison, compare_with_reference
from grader.errors import AssignmentError
from tests.grader.examiner.direct import DirectSandbox

X = {"shapes": [["N"], []], "values": {"normal": [0, 2]}}
SQUARE: dict[str, Any] = {"call": "function", "sizes": {"N": [0, 4]}, "arguments": {"x": X}}
LINEAR: dict[str, Any] = {
    "call": "layer",
    "build": {"width": {"size": "D"}},
    "sizes": {"N": [1, 4], "D": [1, 3]},
    "arguments": {"x": {"shapes": [["N", "D"]], "values": {"normal": [0, 1]}}},
}
SQUARE_REFERENCE = "def square(x):\n    return x * x\n"
LAYER_REFERENCE = """
import torch
from torch import nn
class Scale(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(width))
        self.register_buffer("calls", torch.zeros(()))
    def forward(self, x):
        if self.training:
            self.calls += 1
        return x * self.weight
"""


def compared(
    name: str, declared: dict[str, Any], reference: str, solution: str, seed: int = 1
) -> Comparison:
    sandbox = DirectSandbox()
    sandbox.start()
    subject = TypeAdapter[Any](Subject).validate_python(declared)
    return compare_with_reference(
        reference=reference,
        solution=solution,
        subjects={name: subject},
        sandbox=sandbox,
        seed=seed,
        secret="only for tests",
    )


def lost(comparison: Comparison) -> set[str]:
    assert comparison.failure is None
    return {aspect for _, aspect in comparison.disagreements}


SOLUTIONS = {
    "the same": ("return x * x", set()),
    "another way": ("return x ** 2", set()),
    "through logarithms of absolute values": ("return (2 * x.abs().log()).exp()", set()),
    "other values": ("return x * x + 0.001", {"values", "types", "edges", "layouts"}),
    "no gradient": ("return (x * x).detach()", {"gradients"}),
    "half a gradient": ("return x * x.detach()", {"gradients"}),
    "single precision": ("return (x * x).float()", {"types"}),
    "noise": ("import torch; return x * x + torch.rand_like(x)", {"determinism"}),
    "a list": ("return [x, x]", {"values"}),
    "nothing": ("return None", {"values"}),
    "an error": ("raise ValueError('no')", {"values"}),
    "a scalar is not expected": ("return x[:] * x", {"edges"}),
}


@pytest.mark.parametrize("case", sorted(SOLUTIONS))
def test_a_function_loses_the_aspects_in_which_it_differs(case: str) -> None:
    body, expected = SOLUTIONS[case]
    declared = {**SQUARE, "arguments": {"x": {**X, "shapes": [["N"], []]}}}
    found = lost(compared("square", declared, SQUARE_REFERENCE, f"def square(x):\n    {body}\n"))
    assert expected <= found if expected else not found


def test_an_input_changed_in_place_is_seen() -> None:
    solution = (
        "def square(x):\n    if not x.requires_grad:\n        return x.mul_(x)\n    return x * x\n"
    )
    assert lost(compared("square", SQUARE, SQUARE_REFERENCE, solution)) == {"purity"}


def test_the_smallest_case_is_shown_as_code() -> None:
    solution = "def square(x):\n    return x.abs()\n"
    comparison = compared("square", SQUARE, SQUARE_REFERENCE, solution)
    shown = comparison.disagreements["square", "values"]
    assert shown.code.startswith("import torch\nfrom solution import square\n")
    # One number is enough to show it.
    assert shown.code.count(",") == 0
    assert shown.got != shown.expected


def test_the_code_shown_runs_as_it_stands(tmp_path: Path) -> None:
    solution = "def square(x):\n    return x * x.detach()\n"
    comparison = compared("square", SQUARE, SQUARE_REFERENCE, solution)
    (tmp_path / "solution.py").write_text(solution)
    shown = comparison.disagreements["square", "gradients"]
    ran = subprocess.run(
        [sys.executable, "-c", shown.code],
        cwd=tmp_path, capture_output=True, text=True, check=True,
        env={"PYTHONPATH": str(tmp_path)},
    )  # fmt: skip
    assert float(ran.stdout.strip().removeprefix("tensor(").strip("[])")) == pytest.approx(
        float(shown.got.strip("[]")), rel=1e-3
    )


def test_equal_arguments_give_an_equal_comparison() -> None:
    solution = "def square(x):\n    return x.abs()\n"
    first, second = (compared("square", SQUARE, SQUARE_REFERENCE, solution) for _ in range(2))
    assert first == second


def test_a_layer_is_given_the_references_weights() -> None:
    assert lost(compared("Scale", LINEAR, LAYER_REFERENCE, LAYER_REFERENCE)) == set()


def test_what_a_layer_keeps_is_compared() -> None:
    solution = LAYER_REFERENCE.replace("if self.training:", "if True:")
    assert lost(compared("Scale", LINEAR, LAYER_REFERENCE, solution)) == {"state"}


def test_gradients_of_weights_are_compared() -> None:
    solution = LAYER_REFERENCE.replace("x * self.weight", "x * self.weight.detach()")
    assert lost(compared("Scale", LINEAR, LAYER_REFERENCE, solution)) == {"gradients"}


def test_a_weight_of_another_name_is_told_with_those_there_are() -> None:
    solution = LAYER_REFERENCE.replace("self.weight", "self.scale")
    comparison = compared("Scale", LINEAR, LAYER_REFERENCE, solution)
    says = comparison.disagreements["Scale", "values"].says
    assert "no parameter or buffer `weight`" in says
    assert "`scale`" in says


def test_a_declared_mapping_renames_weights() -> None:
    solution = LAYER_REFERENCE.replace("self.weight", "self.scale")
    declared = {**LINEAR, "state": {"weight": "scale"}}
    assert lost(compared("Scale", declared, LAYER_REFERENCE, solution)) == set()


OPTIMIZER: dict[str, Any] = {
    "call": "optimizer",
    "build": {"lr": {"choose": [0.1]}},
    "parameters": [[2], []],
    "steps": 4,
    "cases": 8,
}
OPTIMIZER_REFERENCE = "from torch.optim import SGD as Mine\n"
OWN = """
import torch
class Mine:
    def __init__(self, params, lr):
        self.params, self.lr = params, lr
    def step(self):
        with torch.no_grad():
            for p in self.params:
                if p.grad is not None:
                    p -= self.lr * p.grad
    def zero_grad(self):
        for p in self.params:
            p.grad = None
"""


def test_an_optimizer_of_ones_own_follows_the_same_trajectory() -> None:
    assert lost(compared("Mine", OPTIMIZER, OPTIMIZER_REFERENCE, OWN)) == set()


def test_another_trajectory_is_shown_step_by_step() -> None:
    solution = OWN.replace("self.lr * p.grad", "self.lr * p.grad.sign()")
    comparison = compared("Mine", OPTIMIZER, OPTIMIZER_REFERENCE, solution)
    assert "optimizer.step()" in comparison.disagreements["Mine", "values"].code


def test_gradients_left_after_zero_grad_are_told() -> None:
    solution = OWN.replace("            p.grad = None\n", "            pass\n")
    comparison = compared("Mine", OPTIMIZER, OPTIMIZER_REFERENCE, solution)
    assert "gradients are left" in comparison.disagreements["Mine", "values"].says


SCHEDULE: dict[str, Any] = {"call": "schedule", "build": {"gamma": {"choose": [0.5]}}, "cases": 4}
SCHEDULE_REFERENCE = "from torch.optim.lr_scheduler import ExponentialLR as Mine\n"
FALLING = """
class Mine:
    def __init__(self, optimizer, gamma):
        self.optimizer, self.gamma = optimizer, gamma
    def step(self):
        for group in self.optimizer.param_groups:
            group["lr"] *= self.gamma
"""


def test_a_schedule_is_compared_rate_by_rate() -> None:
    assert lost(compared("Mine", SCHEDULE, SCHEDULE_REFERENCE, FALLING)) == set()
    slow = FALLING.replace("self.gamma\n", "self.gamma ** 0.9\n")
    assert lost(compared("Mine", SCHEDULE, SCHEDULE_REFERENCE, slow.replace(
        "*= self.gamma ** 0.9", "*= self.gamma ** 0.9"))) <= {"values"}  # fmt: skip


def test_a_solution_that_cannot_be_read_is_a_failure_with_a_line() -> None:
    comparison = compared("square", SQUARE, SQUARE_REFERENCE, "def square(x)\n")
    assert comparison.failure is not None
    assert (comparison.failure.stage, comparison.failure.line) == ("reading", 1)


def test_a_name_that_is_missing_is_told() -> None:
    comparison = compared("square", SQUARE, SQUARE_REFERENCE, "x = 1\n")
    says = comparison.disagreements["square", "values"].says
    assert says == "Your file defines no `square`; the assignment asks for it."


def test_a_reference_that_cannot_answer_is_the_authors_mistake() -> None:
    with pytest.raises(AssignmentError, match="answers only 0 of"):
        compared("square", SQUARE, "def square(x):\n    raise ValueError\n", SQUARE_REFERENCE)
