"""Named data sets whose rows are pictures, series, words or points, with hidden parts of their own.

Each is drawn, and the public ones disguised, with the deployment's secret; a hidden part comes with
the answers of a naive method, so that a figure can say how much better than that a model is.
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

from .datasets import DataSet, Split
from .datasets import Task as PlainTask

ShapedTask = Literal["classification", "forecast", "reconstruction", "language", "generation"]
Metric = Literal["accuracy", "macro_f1", "r2", "skill", "distance"]
METRICS: dict[ShapedTask, tuple[Metric, ...]] = {
    "classification": ("accuracy", "macro_f1"),
    "forecast": ("skill", "r2"),
    "reconstruction": ("skill", "r2"),
    "language": ("skill", "accuracy"),
    "generation": ("distance",),
}
Array = NDArray[np.float64]
# Rows for training, for validation, and hidden.
Sizes = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class ShapedSet:
    """A data set as a grading sees it.

    `arguments` are what `build_model` is called with, `answer` the shape of what the model returns
    for one row. `naive` is the naive method's answer to each hidden row, in the shape of targets;
    for language it is its probability of each target, for generation a sample of its own.
    """

    data: DataSet
    task: ShapedTask
    arguments: dict[str, int]
    answer: tuple[int, ...]
    naive: Array


@dataclass(frozen=True, slots=True)
class _Rows:
    """All rows of a set, in order; `naive` is there for every row."""

    inputs: NDArray[np.generic]
    targets: NDArray[np.generic]
    naive: Array
    arguments: dict[str, int]
    answer: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Recipe:
    task: ShapedTask
    make: Callable[[np.random.Generator, Sizes], _Rows]
    sizes: Sizes


@functools.cache
def load_shaped(name: str, secret: str) -> ShapedSet:
    """The named data set as this deployment's secret draws it. KeyError if unknown."""
    recipe = _RECIPES[name]
    seed = hashlib.sha256(f"shaped\0{name}\0{secret}".encode()).digest()
    generator = np.random.default_rng(list(seed))
    rows = recipe.make(generator, recipe.sizes)
    edges = np.cumsum((0, *recipe.sizes))
    parts = [Split(rows.inputs[a:b], rows.targets[a:b]) for a, b in itertools.pairwise(edges)]  # type: ignore[arg-type]
    plain: PlainTask = "classification" if recipe.task == "classification" else "regression"
    data = DataSet(name, plain, int(np.prod(rows.answer)), *parts)
    naive = rows.naive[edges[2] : edges[3]] if len(rows.naive) == edges[3] else rows.naive
    return ShapedSet(data, recipe.task, rows.arguments, rows.answer, naive)


def _pictures(
    generator: np.random.Generator, sizes: Sizes
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Digits of 8 by 8, values about -1 to 1: mixed within classes, shifted in contrast, noisy."""
    count = sum(sizes)
    pixels, labels = public.load_digits(return_X_y=True)
    order = generator.permutation(len(pixels))[:count]
    pictures, labels = pixels[order].reshape(-1, 8, 8) / 8.0 - 1.0, labels[order]
    mixed = pictures.copy()
    # Each part is mixed within itself, so that no hidden picture is in one that is shown.
    edges = np.cumsum((0, *sizes))
    for (start, end), label in itertools.product(itertools.pairwise(edges), np.unique(labels)):
        part = start + np.flatnonzero(labels[start:end] == label)
        if len(part):
            share = generator.uniform(0.0, 0.25, (len(part), 1, 1))
            mixed[part] = (1 - share) * pictures[part] + share * pictures[
                generator.permutation(part)
            ]
    contrast = generator.uniform(0.8, 1.2, (count, 1, 1))
    pictures = mixed * contrast + generator.normal(0.0, 0.05, mixed.shape)
    renumbered = generator.permutation(10)[labels]
    return pictures[:, None].astype(np.float32), renumbered.astype(np.int64)


def _digit_pictures(generator: np.random.Generator, sizes: Sizes) -> _Rows:
    pictures, labels = _pictures(generator, sizes)
    naive = np.zeros(sum(sizes))
    arguments = {"channels": 1, "height": 8, "width": 8, "classes": 10}
    return _Rows(pictures, labels, naive, arguments, (10,))


def _noisy_pictures(generator: np.random.Generator, sizes: Sizes) -> _Rows:
    """Pictures with noise over them, to be cleaned; naive is the noisy picture itself."""
    clean, _ = _pictures(generator, sizes)
    noisy = (clean + generator.normal(0.0, 0.5, clean.shape)).astype(np.float32)
    arguments = {"channels": 1, "height": 8, "width": 8, "latent": 16}
    return _Rows(noisy, clean, noisy.astype(np.float64), arguments, (1, 8, 8))


def _series(generator: np.random.Generator, sizes: Sizes) -> _Rows:
    """Windows of one long series with two seasons, a slow wave and noise that remembers.

    Naive is the last value, repeated. Hidden windows do not overlap with anything: not one of them
    holds another's answer.
    """
    window, horizon = 24, 4
    whole = window + horizon
    seen = np.arange(sizes[0] + sizes[1]) * 2
    seen[sizes[0] :] += whole
    starts = np.concatenate([seen, seen[-1] + whole * (1 + np.arange(sizes[2]))])
    length = int(starts[-1]) + whole
    time = np.arange(length, dtype=np.float64)
    series = np.zeros(length)
    periods = (12.0, 7.0 + generator.uniform(-0.5, 0.5), 90.0)
    for size, period in zip((1.0, 0.6, 0.5), periods, strict=True):
        series += size * np.sin(2 * np.pi * time / period + generator.uniform(0, 2 * np.pi))
    noise = np.zeros(length)
    shocks = generator.normal(0.0, 0.18, length)
    for index in range(1, length):
        noise[index] = 0.6 * noise[index - 1] + shocks[index]
    series += noise
    inputs = np.stack([series[s : s + window] for s in starts])[..., None].astype(np.float32)
    targets = np.stack([series[s + window : s + whole] for s in starts]).astype(np.float32)
    naive = np.repeat(inputs[:, -1, :].astype(np.float64), horizon, axis=1)
    arguments = {"features": 1, "window": window, "horizon": horizon}
    return _Rows(inputs, targets, naive, arguments, (horizon,))


def _reviews(generator: np.random.Generator, sizes: Sizes) -> _Rows:
    """Sentences of word numbers, good or bad; a word of negation turns the next feeling around.

    0 pads at the end. So a bag of words is not enough: the order decides.
    """
    vocabulary, length, count = 60, 16, sum(sizes)
    words = generator.permutation(np.arange(1, vocabulary))
    good, bad, negations, neutral = words[:12], words[12:24], words[24:27], words[27:]
    inputs = np.zeros((count, length), np.int64)
    targets = np.zeros(count, np.int64)
    for row in range(count):
        sentence: list[int] = []
        feeling = 0
        while len(sentence) < length - 3 or feeling == 0:
            if len(sentence) > length - 3:
                sentence, feeling = [], 0
            sentence += generator.choice(neutral, generator.integers(1, 3)).tolist()
            sign = int(generator.choice([-1, 1]))
            turned = generator.random() < 0.45
            sentence += [int(generator.choice(negations))] if turned else []
            sentence.append(int(generator.choice(good if sign > 0 else bad)))
            feeling += -sign if turned else sign
        sentence = sentence[:length]
        inputs[row, : len(sentence)] = sentence
        targets[row] = int(feeling > 0)
    return _Rows(
        inputs,
        targets,
        np.zeros(count),
        {"vocabulary": vocabulary, "length": length, "classes": 2},
        (2,),
    )


def _melodies(generator: np.random.Generator, sizes: Sizes) -> _Rows:
    """Sequences of notes, and the note that follows: mostly by a table of the secret from the note
    three before it, sometimes from the last one.

    Naive knows how often each note occurs: its probability of the right one.
    """
    notes, length, count = 12, 16, sum(sizes)
    far, near = generator.permutation(notes), generator.permutation(notes)
    rows = np.zeros((count, length + 1), np.int64)
    rows[:, :3] = generator.integers(0, notes, (count, 3))
    for at in range(3, length + 1):
        remembers = generator.random(count) < 0.8
        follows = np.where(remembers, far[rows[:, at - 3]], near[rows[:, at - 1]])
        surprise = generator.random(count) < 0.05
        rows[:, at] = np.where(surprise, generator.integers(0, notes, count), follows)
    share = np.bincount(rows.reshape(-1), minlength=notes) / rows.size
    targets = rows[:, -1]
    arguments = {"vocabulary": notes, "length": length}
    return _Rows(rows[:, :-1], targets, share[targets], arguments, (notes,))


def _rings(generator: np.random.Generator, sizes: Sizes) -> _Rows:
    """Points on two rings around the origin; naive draws from a normal distribution of that spread."""
    count = sum(sizes)
    radius = np.where(generator.random(count) < 0.5, 0.5, 1.5)
    angle = generator.uniform(0, 2 * np.pi, count)
    points = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    points += generator.normal(0.0, 0.06, points.shape)
    naive = generator.multivariate_normal(points.mean(axis=0), np.cov(points.T), count)
    points = points.astype(np.float32)
    return _Rows(points, points, naive, {"features": 2}, (2,))


_RECIPES: dict[str, _Recipe] = {
    "digit_pictures": _Recipe("classification", _digit_pictures, (800, 250, 600)),
    "noisy_pictures": _Recipe("reconstruction", _noisy_pictures, (900, 250, 500)),
    "series": _Recipe("forecast", _series, (700, 200, 300)),
    "reviews": _Recipe("classification", _reviews, (900, 250, 500)),
    "melodies": _Recipe("language", _melodies, (500, 120, 200)),
    "rings": _Recipe("generation", _rings, (1000, 250, 500)),
}
SHAPED: dict[str, ShapedTask] = {name: recipe.task for name, recipe in _RECIPES.items()}
