"""Named data sets and their hidden part, drawn and disguised with the deployment's secret.

The public sets that scikit-learn ships are known to every learner, labels and all. So each
deployment permutes columns and class numbers, mixes rows of one class with each other and adds a
little noise, all by its secret: knowing the public set does not give the hidden labels.
"""

from __future__ import annotations

import functools
import hashlib
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from sklearn import datasets as public

Task = Literal["classification", "regression"]
Floats = NDArray[np.float32]
Targets = NDArray[np.int64] | NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Split:
    """Inputs float32 (N, features); targets int64 (N,) for classes, float32 (N,) for regression."""

    inputs: Floats
    targets: Targets

    def __len__(self) -> int:
        return len(self.inputs)


@dataclass(frozen=True, slots=True)
class DataSet:
    """One data set as a grading sees it. `outputs` is the number of classes, or 1 for regression."""

    name: str
    task: Task
    outputs: int
    train: Split
    validation: Split
    hidden: Split

    @property
    def features(self) -> int:
        """The number of input columns."""
        return int(self.train.inputs.shape[1])

    @property
    def digest(self) -> str:
        """Names exactly this data, the hidden part included, without giving anything of it away."""
        digest = hashlib.sha256(self.name.encode())
        for split in (self.train, self.validation, self.hidden):
            digest.update(split.inputs.tobytes())
            digest.update(split.targets.tobytes())
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class _Recipe:
    task: Task
    load: Callable[[np.random.Generator], tuple[NDArray[np.float64], NDArray[np.float64]]]
    sizes: tuple[int, int, int]


def _bundled(
    loader: Callable[..., tuple[NDArray[np.float64], NDArray[np.float64]]],
) -> Callable[[np.random.Generator], tuple[NDArray[np.float64], NDArray[np.float64]]]:
    return lambda generator: loader(return_X_y=True)


def _friedman(generator: np.random.Generator) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    inputs, targets = public.make_friedman1(
        900, 10, noise=1.0, random_state=int(generator.integers(1 << 31))
    )
    return inputs, targets


# Sizes of train, validation and hidden part; what is left over serves to mix rows.
_RECIPES = {
    "digits": _Recipe("classification", _bundled(public.load_digits), (700, 250, 600)),
    "iris": _Recipe("classification", _bundled(public.load_iris), (80, 30, 40)),
    "wine": _Recipe("classification", _bundled(public.load_wine), (90, 40, 48)),
    "breast_cancer": _Recipe(
        "classification", _bundled(public.load_breast_cancer), (300, 120, 140)
    ),
    "diabetes": _Recipe("regression", _bundled(public.load_diabetes), (250, 90, 100)),
    "friedman": _Recipe("regression", _friedman, (500, 200, 200)),
}
NAMES: dict[str, Task] = {name: recipe.task for name, recipe in _RECIPES.items()}

NOISE = 0.02
MOST_MIXED = 0.25


@functools.cache
def load(name: str, secret: str) -> DataSet:
    """The named data set as this deployment's secret draws and disguises it. KeyError if unknown."""
    recipe = _RECIPES[name]
    seed = hashlib.sha256(f"{name}\0{secret}".encode()).digest()
    generator = np.random.default_rng(list(seed))
    inputs, targets = recipe.load(generator)
    order = generator.permutation(len(inputs))
    inputs, targets = inputs[order], targets[order]
    train_size = recipe.sizes[0]
    scale = inputs[:train_size].std(axis=0)
    inputs = (inputs - inputs[:train_size].mean(axis=0)) / np.where(scale > 1e-9, scale, 1.0)
    # A column that is nearly constant in the training part would make giants elsewhere.
    inputs = np.clip(inputs, -5.0, 5.0)
    if recipe.task == "classification":
        inputs = _mix_within_classes(inputs, targets, recipe.sizes, generator)
        classes = generator.permutation(int(targets.max()) + 1)
        final: Targets = classes[targets.astype(np.int64)].astype(np.int64)
        outputs = len(classes)
    else:
        mean, spread = targets[:train_size].mean(), targets[:train_size].std()
        final = ((targets - mean) / spread).astype(np.float32)
        outputs = 1
    inputs = inputs + generator.normal(0.0, NOISE, inputs.shape)
    columns = inputs[:, generator.permutation(inputs.shape[1])].astype(np.float32)
    edges = np.cumsum((0, *recipe.sizes))
    parts = [Split(columns[a:b], final[a:b]) for a, b in itertools.pairwise(edges)]
    return DataSet(name, recipe.task, outputs, *parts)


def _mix_within_classes(
    inputs: NDArray[np.float64],
    targets: NDArray[np.float64],
    sizes: tuple[int, int, int],
    generator: np.random.Generator,
) -> NDArray[np.float64]:
    """Moves each row up to `MOST_MIXED` of the way to another row of its class and of its part."""
    mixed = inputs.copy()
    start = 0
    for size in sizes:
        part = np.arange(start, start + size)
        for label in np.unique(targets[part]):
            rows = part[targets[part] == label]
            share = generator.uniform(0.0, MOST_MIXED, (len(rows), 1))
            mixed[rows] = (1 - share) * inputs[rows] + share * inputs[generator.permutation(rows)]
        start += size
    return mixed
