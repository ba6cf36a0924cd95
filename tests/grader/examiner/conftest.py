"""What the examiner's tests share: small assignments and a sandbox without a wall."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from grader import datasets
from grader.assignment import Assignment, Training, TrainingFile
from grader.datasets import DataSet
from grader.observing import Examination, examine
from grader.report import Progress

from .direct import DirectSandbox

SECRET = "only for tests"


def assignment_on(data: str) -> Assignment:
    """A training assignment on a named data set."""
    spec = TrainingFile.model_validate(
        {
            "kind": "training",
            "title": "Train it",
            "task": datasets.NAMES[data],
            "data": data,
            "training": Training(),
            "criteria": [{"id": "dropout", "title": "Dropout", "points": 1.0, "help": "Drop."}],
        }
    )
    return Assignment(slug="train-it", spec=spec, statement="s", starter="s", reference="r")


@pytest.fixture(scope="session")
def iris() -> DataSet:
    return datasets.load("iris", SECRET)


@pytest.fixture(scope="session")
def friedman() -> DataSet:
    return datasets.load("friedman", SECRET)


@pytest.fixture(scope="session")
def examined() -> Callable[..., Examination]:
    """Examines a source on a data set, behind no wall."""
    sandbox = DirectSandbox()
    sandbox.start()

    def run(
        source: str, data: str = "iris", seed: int = 0, told: list[Progress] | None = None
    ) -> Examination:
        return examine(
            assignment_on(data),
            source,
            sandbox,
            data=datasets.load(data, SECRET),
            seed=seed,
            on_progress=(told if told is not None else []).append,
        )

    return run
