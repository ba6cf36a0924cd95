"""Data sets: what is hidden stays hidden, and equal secrets hide the same."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.datasets import load_digits

from grader import datasets


@pytest.mark.parametrize("name", sorted(datasets.NAMES))
def test_every_data_set_has_the_promised_shapes(name: str) -> None:
    data = datasets.load(name, "secret")
    for split in (data.train, data.validation, data.hidden):
        assert split.inputs.dtype == np.float32
        assert split.inputs.shape == (len(split.targets), data.features)
        assert np.isfinite(split.inputs).all()
    kind = np.int64 if data.task == "classification" else np.float32
    assert data.hidden.targets.dtype == kind


@pytest.mark.parametrize(
    "name", [n for n, task in datasets.NAMES.items() if task == "classification"]
)
def test_every_class_is_in_every_part(name: str) -> None:
    data = datasets.load(name, "secret")
    for split in (data.train, data.validation, data.hidden):
        assert set(split.targets.tolist()) == set(range(data.outputs))


def test_the_secret_alone_decides_what_is_drawn() -> None:
    datasets.load.cache_clear()
    first = datasets.load("digits", "a").digest
    datasets.load.cache_clear()
    assert datasets.load("digits", "a").digest == first
    assert datasets.load("digits", "b").digest != first


def test_no_public_row_can_be_found_again_in_the_hidden_part() -> None:
    """Sorting a row's values undoes any permutation of columns; mixing and noise are in the way."""
    public, _ = load_digits(return_X_y=True)
    hidden = datasets.load("digits", "secret").hidden.inputs
    scale = public.std(axis=0)
    known = np.sort((public - public.mean(axis=0)) / np.where(scale > 1e-9, scale, 1.0), axis=1)
    rows = np.sort(hidden[:50].astype(float), axis=1)
    nearest = np.abs(known[None] - rows[:, None]).mean(axis=2).min(axis=1)
    assert nearest.min() > 0.01


def classes_by_brightness(secret: str) -> tuple[int, ...]:
    """Class numbers ordered by the mean of their rows, which no permutation of columns changes."""
    train = datasets.load("digits", secret).train
    means = [train.inputs[train.targets == label].mean() for label in range(10)]
    return tuple(np.argsort(means))


def test_the_class_numbers_differ_from_deployment_to_deployment() -> None:
    assert len({classes_by_brightness(secret)[-1] for secret in "abcdefgh"}) > 1


def test_parts_share_no_row() -> None:
    data = datasets.load("iris", "secret")
    rows = [row.tobytes() for s in (data.train, data.validation, data.hidden) for row in s.inputs]
    assert len(rows) == len(set(rows))
