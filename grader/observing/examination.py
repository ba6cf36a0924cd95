"""The examination of one training program: the runs it takes, and the findings they lead to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from ..assignment import Assignment
from ..datasets import DataSet
from ..evidence.dossier import Dossier, ScriptedRun
from ..evidence.dropout import judge_dropout
from ..evidence.gradients import PenaltySeen, read_penalty
from ..evidence.penalty import Canaries, PenaltyOpinions, judge_penalty, look_at_canaries
from ..evidence.pictures import draw
from ..evidence.reading import Opinion
from ..evidence.twins import read_twins
from ..observation import Observation
from ..report import Failure, Findings, Progress
from ..sandbox.base import Sandbox
from .bench import Bench
from .failing import ProgramFailed
from .judging import Opinions, StoppingOpinions, findings, judge_stopping, stopping_unseen
from .measuring import compare, settle_figure


@dataclass(frozen=True, slots=True)
class Examination:
    """Findings, or why there are none; and what the program printed."""

    findings: Findings | None
    failure: Failure | None
    output: str


def examine(
    assignment: Assignment,
    source: str,
    sandbox: Sandbox,
    *,
    data: DataSet,
    seed: int,
    on_progress: Callable[[Progress], None],
) -> Examination:
    """Runs `source` in every world it takes to answer the report's questions.

    Equal arguments give equal findings, bit for bit. Raises SandboxError when the sandbox failed,
    never for anything in `source`.
    """
    bench = Bench(assignment, source, sandbox, data, seed, on_progress)
    try:
        # Weights and outputs may be of any size; what overflows is no number, and judged as none.
        with np.errstate(all="ignore"):
            return Examination(_find(bench), None, bench.output)
    except ProgramFailed as error:
        return Examination(None, error.failure, bench.output)


def _find(bench: Bench) -> Findings:
    bench.on_progress(Progress(stage="building"))
    world = bench.real_world()
    real = bench.train(world, "training")
    _refuse_broken_weights(real)
    predictions = bench.predict(real, world)
    bench.on_progress(Progress(stage="probing"))
    scripted = _scripted_run(bench)
    run = scripted if isinstance(scripted, ScriptedRun) else None
    dossier = Dossier(bench.data, real, run, predictions, read_twins(real, world))
    facts = [(o, o.facts) for o in dossier.runs if o.facts is not None and o.facts.alive]
    seen = read_penalty(facts) if dossier.alive else None
    stopping = (
        _judge_stopping(bench, dossier, scripted)
        if isinstance(scripted, ScriptedRun)
        else stopping_unseen(scripted, dossier.alive)
    )
    opinions = Opinions(
        penalty=_judge_penalty(bench, look_at_canaries(real, world), seen, dossier),
        dropout=_judge_dropout(bench, dossier),
        stopping=stopping,
        seen=seen,
        probe_failure=None if isinstance(scripted, ScriptedRun) else scripted,
    )
    found = findings(dossier, opinions)
    settled = settle_figure(bench, dossier.metric)
    pictures = draw(dossier, world).model_copy(update={"ablation": compare(bench, real, world)})
    return found.model_copy(
        update={"metric": settled.figure, "runs": settled.runs, "pictures": pictures}
    )


def _refuse_broken_weights(real: Observation) -> None:
    for name, tensor in real.final.items():
        if not np.isfinite(tensor).all():
            raise ProgramFailed(
                Failure(
                    stage="training",
                    message=f"After training, `{name}` holds values that are infinite or NaN.",
                    help="The loss diverged: lower the learning rate, or look for a logarithm or a "
                    "division that can meet zero.",
                )
            )


def _scripted_run(bench: Bench) -> ScriptedRun | Failure:
    """The scripted run; without noise where the first one's marks were drowned in randomness.

    A program that fails there is given a second chance with fresh data before that is held against it.
    """
    world = bench.script_world(1)
    try:
        run = ScriptedRun.read(bench.train(world, "probing"), world)
    except ProgramFailed:
        world = bench.script_world(2)
        try:
            run = ScriptedRun.read(bench.train(world, "probing"), world)
        except ProgramFailed as error:
            return error.failure
    if not run.pairs.noisy:
        return run
    quiet_world = bench.script_world(3, noise=0.0)
    try:
        quiet = ScriptedRun.read(bench.train(quiet_world, "probing"), quiet_world)
    except ProgramFailed:
        return run
    return quiet if quiet.pairs.readable else run


def _judge_dropout(bench: Bench, dossier: Dossier) -> Opinion:
    """A disputed answer is asked for again: another graded run, with fresh seeds."""
    opinion = judge_dropout(dossier)
    if not opinion.disputed:
        return opinion
    world = bench.real_world(2)
    try:
        again = bench.train(world, "probing")
    except ProgramFailed:
        return opinion
    return judge_dropout(replace(dossier, real=again, graded_twins=read_twins(again, world)))


def _judge_stopping(bench: Bench, dossier: Dossier, run: ScriptedRun) -> StoppingOpinions:
    """A doubtful answer is asked for again, with wider steps and fresh seeds."""
    first = judge_stopping(dossier, run)
    if not first.needs_another_look:
        return first
    world = bench.script_world(4, wide=True, noise=run.world.noise)
    try:
        return judge_stopping(dossier, ScriptedRun.read(bench.train(world, "probing"), world))
    except ProgramFailed:
        return first


def _judge_penalty(
    bench: Bench, real: Canaries, seen: PenaltySeen | None, dossier: Dossier
) -> PenaltyOpinions:
    """An ambiguous or disputed answer is asked for again, after a few steps only."""
    opinions = judge_penalty(real, None, seen, alive=dossier.alive)
    disputed = any(o.disputed for o in (opinions.penalty, opinions.l1, opinions.l2))
    # What no hook saw acting in a step may have been done at once.
    unseen = real.shrank is not None and not (seen is not None and (seen.has_l1 or seen.has_l2))
    if not real.ambiguous and not disputed and not unseen:
        return opinions
    world = bench.micro_world(1)
    try:
        observation = bench.train(world, "probing", hooks=False)
    except ProgramFailed:
        return opinions
    return judge_penalty(real, look_at_canaries(observation, world), seen, alive=dossier.alive)
