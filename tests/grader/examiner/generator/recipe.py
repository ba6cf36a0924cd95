"""The independent choices that make a correct program, drawn from a seed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from grader.datasets import NAMES, Task

# Recurrent and convolutional models are slow on many columns.
_FEW_COLUMNS = {"iris", "wine", "diabetes", "friedman"}
LEARNING_RATES = {
    "sgd": (0.02, 0.1),
    "momentum": (0.01, 0.04),
    "nesterov": (0.01, 0.04),
    "adam": (1e-3, 8e-3),
    "adamw": (1e-3, 8e-3),
    "nadam": (1e-3, 5e-3),
    "rmsprop": (5e-4, 3e-3),
    "adagrad": (1e-2, 4e-2),
    "hand_sgd": (0.02, 0.1),
    "hand_momentum": (0.01, 0.03),
    "two": (1e-3, 6e-3),
    "groups": (1e-3, 6e-3),
}
# The first of each is the usual one.
LOSSES: dict[Task, tuple[str, ...]] = {
    "classification": (
        "cross_entropy", "nll", "smoothing", "weights", "one_hot", "focal", "by_hand",
    ),
    "regression": ("mse", "mae", "huber", "by_hand", "smooth_l1"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recipe:
    """One program's choices, each by its name; the pieces are written in the modules beside this."""

    data: str
    task: Task
    architecture: str
    width: int
    activation: str
    norm: str
    dropout: str
    rate: float
    optimizer: str
    learning_rate: float
    penalty: str
    l1_how: str
    l2_how: str
    l1: float
    l2: float
    loss: str
    batch: str
    schedule: str
    style: str
    validation: str
    rule: str
    keeping: str
    mode: str

    @property
    def has_l1(self) -> bool:
        """Whether an L1 part acts."""
        return self.penalty in ("l1", "both")

    @property
    def has_l2(self) -> bool:
        """Whether an L2 part or a decay acts."""
        return self.penalty in ("l2", "both")

    @property
    def by_hand(self) -> bool:
        """Whether no torch optimizer steps."""
        return self.optimizer.startswith("hand_")


def draw(generator: np.random.Generator, data: str) -> Recipe:
    """Every choice drawn by itself, but for those that contradict each other."""

    def one(*options: str) -> str:
        return str(generator.choice(options))

    def between(low: float, high: float) -> float:
        """Log-uniform, with two digits."""
        return float(f"{np.exp(generator.uniform(np.log(low), np.log(high))):.2g}")

    task = NAMES[data]
    shapes = ["mlp", "mlp", "deep", "class", "modulelist", "residual", "functional", "branches"]
    shapes += ["lazy", "parameters"] + (["conv", "gru"] if data in _FEW_COLUMNS else [])
    optimizer = one(*LEARNING_RATES)
    penalty = one("none", "l1", "l2", "l2", "both")
    choices: dict[str, Any] = {
        "data": data,
        "task": task,
        "architecture": one(*shapes),
        "width": int(generator.choice([24, 32, 48, 64, 100])),
        "activation": one("ReLU", "ReLU", "Tanh", "LeakyReLU", "GELU", "ELU", "SiLU"),
        "norm": one("none", "none", "none", "batch", "layer", "input_batch", "input_layer"),
        "dropout": one("none", "module", "module", "module", "functional", "input", "mask"),
        "rate": float(generator.choice([0.1, 0.2, 0.3, 0.5])),
        "optimizer": optimizer,
        "learning_rate": between(*LEARNING_RATES[optimizer]),
        "penalty": penalty,
        "l1_how": one("abs", "norm", "proximal", "sign"),
        "l2_how": one("decay", "decay", "squares", "norm", "decoupled", "gradient"),
        "l1": between(1e-4, 1e-3),
        "l2": between(5e-4, 5e-3),
        "loss": one(*LOSSES[task]),
        "batch": one("plain", "plain", "plain", "clip", "accumulate", "noise", "closure", "none_first"),
        "schedule": one("none", "none", "none", "step", "cosine", "plateau", "warmup", "exponential"),
        "style": one("inline", "functions", "stopper", "trainer", "while", "generator"),
        "validation": one("weighted", "means", "together", "decorated"),
        "rule": one("strict", "strict", "strict", "absolute", "relative", "first", "indexed"),
        "keeping": one("deepcopy", "clones", "file", "memory", "model", "lists", "pickle"),
        "mode": one("train", "train_true"),
    }  # fmt: skip
    return reconciled(Recipe(**choices))


def reconciled(recipe: Recipe) -> Recipe:
    """The recipe without contradictions."""
    choices = asdict(recipe)
    if choices["optimizer"].startswith("hand_"):
        choices["schedule"] = "none"
        if choices["batch"] == "closure":
            choices["batch"] = "plain"
        if choices["l2_how"] == "decay":
            choices["l2_how"] = "gradient"
    if recipe.loss not in LOSSES[recipe.task]:
        choices["loss"] = LOSSES[recipe.task][0]
    if choices["style"] == "while" and choices["rule"] == "indexed":
        choices["style"] = "inline"
    if choices["optimizer"] == "two":
        choices["schedule"] = "none"
        if choices["batch"] == "closure":
            choices["batch"] = "plain"
    if (
        choices["architecture"] in ("conv", "gru", "parameters", "lazy")
        and choices["norm"] != "none"
    ):
        choices["norm"] = "none"
    if choices["dropout"] == "input" and choices["architecture"] in ("conv", "gru"):
        choices["dropout"] = "module"
    return Recipe(**choices)
