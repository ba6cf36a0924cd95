"""All that was observed of one program, gathered for those who look for mistakes in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..datasets import DataSet, Task
from ..facts import Facts
from ..observation import Observation, Predictions
from ..probes.script import ScriptWorld
from .accuracy import has_learned, metric
from .pairs import PairReading, read_pairs
from .reading import NOTHING, Reading
from .series import Series, read_series
from .timeline import Timeline, read_timeline

# A scaled loss of half precision may overflow once or twice, and its scale is then lowered.
_NOT_ONCE = 3


@dataclass(frozen=True, slots=True)
class ScriptedRun:
    """A run in the scripted world, read."""

    observation: Observation
    world: ScriptWorld
    timeline: Timeline
    pairs: PairReading
    series: Series

    @classmethod
    def read(cls, observation: Observation, world: ScriptWorld) -> ScriptedRun:
        """Reads log, pairs and series of one run."""
        timeline = read_timeline(observation.log)
        pairs = read_pairs(observation, world, timeline)
        return cls(
            observation, world, timeline, pairs, read_series(observation, timeline, world.task)
        )


@dataclass(frozen=True, slots=True)
class Dossier:
    """The real run, the scripted run (None where it failed), and the predictions on hidden data."""

    data: DataSet
    real: Observation
    scripted: ScriptedRun | None
    predictions: Predictions
    graded_twins: Reading = NOTHING

    @property
    def task(self) -> Task:
        """What the targets are."""
        return self.data.task

    @property
    def metric(self) -> float:
        """Accuracy or R squared on the hidden data."""
        return metric(self.predictions, self.data.hidden, self.task)

    @property
    def learned(self) -> bool:
        """Whether the figure is clearly above a constant guess."""
        return has_learned(self.metric, self.data.hidden, self.task)

    @property
    def runs(self) -> list[Observation]:
        """The real run and, if there is one, the scripted."""
        return [self.real, *([self.scripted.observation] if self.scripted else [])]

    @property
    def alive(self) -> bool:
        """Whether every hook of every run stood to its end, so that facts from inside may count."""
        return all(run.facts is not None and run.facts.alive for run in self.runs)

    @property
    def facts(self) -> list[Facts]:
        """What hooks said, by run; empty unless all of them stood."""
        return [run.facts for run in self.runs if run.facts is not None] if self.alive else []

    @property
    def untrained(self) -> bool:
        """Whether no parameter moved in any run."""
        return all(len(run.unchanged) == len(run.parameters) for run in self.runs)

    @property
    def diverged(self) -> bool:
        """Whether the real run's losses or weights ceased to be numbers."""
        facts = self.real.facts if self.alive else None
        losses, steps = (facts.losses, facts.steps) if facts is not None else (None, None)
        seen = bool(losses and losses.not_finite) or bool(steps and steps.not_finite >= _NOT_ONCE)
        return not self.real.finite or seen

    @property
    def trivial_loss(self) -> float:
        """The loss of a constant guess: log of the number of classes, or 1 for standardized targets."""
        return float(np.log(self.data.outputs)) if self.task == "classification" else 1.0
