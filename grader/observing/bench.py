"""Runs one program in worlds, each in a fresh cell, within what the whole grading may use."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from ..assignment import Assignment, TrainedAssignment
from ..datasets import DataSet, Floats
from ..observation import Observation, Predictions
from ..probes.real import MicroWorld, RealWorld
from ..probes.script import NOISE, ScriptWorld
from ..probes.world import World
from ..report import Failure, Progress, Stage
from ..sandbox.base import (
    Conversation,
    ConversationBroken,
    Ending,
    Job,
    Limits,
    Outcome,
    Sandbox,
)
from ..sandbox.wire import Json, Message
from .failing import ProgramFailed, failure_of
from .predicting import Predicting
from .training import Misfit, Told, Training

# Later runs are short; they may always have this part of the time, however long the first one took.
_LEAST_SHARE = 0.25
# The scripted world's patience, and the one it uses where the graded run has the same.
_PATIENCE, _OTHER_PATIENCE = 3, 4


def unwatched(progress: Progress) -> None:
    """For runs that nobody watches."""


@dataclass(slots=True)
class Bench:
    """One program under examination.

    `output` gathers what the graded run printed, `spent` the seconds that its cells have taken, and
    `computed` those of them in which a processor worked.
    """

    assignment: Assignment
    source: str
    sandbox: Sandbox
    data: DataSet
    seed: int
    on_progress: Callable[[Progress], None]
    output: str = ""
    spent: float = field(default=0.0)
    computed: float = field(default=0.0)

    @property
    def _spec(self) -> TrainedAssignment:
        spec = self.assignment.spec
        assert isinstance(spec, TrainedAssignment)
        return spec

    def real_world(self, look: int = 1) -> RealWorld:
        """The graded data and settings; the first look is the one that is graded."""
        given = self._spec.training
        return RealWorld(
            self.data,
            self._seed_for("real" if look == 1 else f"real {look}"),
            max_epochs=given.max_epochs,
            patience=given.patience,
            batch_size=given.batch_size,
        )

    def micro_world(self, look: int) -> MicroWorld:
        """The graded data for a few steps; every `look` has its own seed."""
        batch_size = self._spec.training.batch_size
        return MicroWorld(self.data, self._seed_for(f"micro {look}"), batch_size=batch_size)

    def script_world(self, look: int, *, wide: bool = False, noise: float = NOISE) -> ScriptWorld:
        """The scripted world; every `look` has its own seed."""
        graded = self._spec.training.patience
        patience = _PATIENCE if graded != _PATIENCE else _OTHER_PATIENCE
        seed = self._seed_for(f"script {look}")
        return ScriptWorld(self.data, seed, patience=patience, wide=wide, noise=noise)

    def again(self, run: int) -> Bench:
        """The same program on another seed, unwatched, within what is left of the limits."""
        return replace(self, seed=self._seed_for(f"again {run}"), on_progress=unwatched)

    def train(self, world: World, stage: Stage, *, hooks: bool = True) -> Observation:
        """Trains in a world. Raises ProgramFailed."""
        graded = stage == "training"
        conversation = Training(world, self._teller(world) if graded else None)
        settings: dict[str, Json] = {
            "in_features": world.features,
            "out_features": self.data.outputs,
            "task": world.task,
            "max_epochs": world.max_epochs,
            "patience": world.patience,
            "batch_size": world.batch_size,
            "train_size": world.train_size,
            "validation_size": world.validation_size,
            "patched": list[Json](world.owned),
            "hooks": hooks,
            "tell": graded,
        }
        outcome, last_word = self._run(
            "train",
            settings,
            conversation,
            lambda: stage if conversation.built or stage == "probing" else "building",
        )
        if graded:
            self.output = outcome.output
        try:
            return conversation.observation(last_word)
        except Misfit as error:
            raise ProgramFailed(_misfit(str(error), stage), outcome) from error
        except ConversationBroken as error:
            raise ProgramFailed(_broken(outcome, stage), outcome) from error

    def predict(
        self, observation: Observation, world: RealWorld, *, inputs: Floats | None = None
    ) -> Predictions:
        """Predicts on the hidden inputs, or on others, in a fresh cell. Raises ProgramFailed."""
        self.on_progress(Progress(stage="predicting"))
        rows = world.widened(self.data.hidden.inputs if inputs is None else inputs)
        conversation = Predicting(observation.final, rows, self.data.outputs)
        settings: dict[str, Json] = {
            "in_features": world.features,
            "out_features": self.data.outputs,
            "parameters": list[Json](observation.parameters),
        }
        outcome, last_word = self._run("predict", settings, conversation, lambda: "predicting")
        try:
            return conversation.predictions(last_word)
        except ConversationBroken as error:
            raise ProgramFailed(_broken(outcome, "predicting"), outcome) from error

    def _run(
        self,
        task: str,
        settings: dict[str, Json],
        conversation: Conversation,
        stage: Callable[[], Stage],
    ) -> tuple[Outcome, Message]:
        limits = self._limits()
        # One seed for all runs: a program meets the same initial weights wherever it can.
        job = Job(task, self.source, self._seed_for("cell"), settings, limits)
        outcome = self.sandbox.run(job, conversation)
        self.spent += outcome.wall_seconds
        self.computed += outcome.cpu_seconds
        if outcome.ending is not Ending.FINISHED or outcome.message is None:
            # What is printed while predicting may be the hidden inputs.
            if not self.output and task == "train":
                self.output = outcome.output
            raise ProgramFailed(failure_of(outcome, stage(), limits), outcome)
        return outcome, outcome.message

    def _limits(self) -> Limits:
        whole = self._spec.limits.for_one_job()
        left = max(whole.wall_seconds - self.spent, _LEAST_SHARE * whole.wall_seconds)
        return replace(whole, wall_seconds=left, cpu_seconds=min(whole.cpu_seconds, left))

    def _teller(self, world: World) -> Told:
        def tell(epoch: int, train_loss: float | None, validation_loss: float | None) -> None:
            self.on_progress(
                Progress(
                    stage="training",
                    epoch=epoch,
                    max_epochs=world.max_epochs,
                    train_loss=train_loss,
                    validation_loss=validation_loss,
                )
            )

        return tell

    def _seed_for(self, purpose: str) -> int:
        """A seed below 2^31, the same for the same grading's seed and purpose."""
        digest = hashlib.sha256(f"{self.seed}\0{purpose}".encode()).digest()
        return int.from_bytes(digest[:4], "big") >> 1


def _misfit(message: str, stage: Stage) -> Failure:
    return Failure(
        stage=stage,
        message=message,
        help="The weights go back into a fresh model from `build_model`; `train` works in place on "
        "the model it is given.",
    )


def _broken(outcome: Outcome, stage: Stage) -> Failure:
    return failure_of(replace(outcome, ending=Ending.PROTOCOL, message=None), stage, Limits())
