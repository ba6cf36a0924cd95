"""torchvision can be imported in a cell, whatever torch it was built for."""

from __future__ import annotations

import subprocess
import sys

IMPORTS = """
from grader.cell.vision import declare_missing_operators
first, second = declare_missing_operators(), declare_missing_operators()
import torch, torchvision.datasets, torchvision.models, torchvision.transforms
assert torchvision.models.resnet18().eval()(torch.zeros(1, 3, 32, 32)).shape == (1, 1000)
assert torchvision.transforms.ToTensor()
assert not second and not declare_missing_operators()
print(first)
"""


def run(code: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout.strip()


def test_datasets_transforms_and_models_are_there() -> None:
    assert run(IMPORTS) in ("True", "False")


def test_nothing_is_declared_where_the_operators_exist() -> None:
    code = """
import torch
library = torch.library.Library("torchvision", "DEF")
library.define("nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
from grader.cell.vision import declare_missing_operators
print(declare_missing_operators())
"""
    assert run(code) == "False"
