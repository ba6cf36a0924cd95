"""Whatever a cell sends, within what the readers accept, is judged without an exception."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from grader import datasets
from grader.evidence.dossier import Dossier, ScriptedRun
from grader.evidence.dropout import judge_dropout
from grader.evidence.gradients import read_penalty
from grader.evidence.penalty import judge_penalty, look_at_canaries
from grader.facts import Facts
from grader.observation import History, Observation, Predictions
from grader.observing.bench import Bench
from grader.observing.judging import Opinions, findings, judge_stopping
from grader.probes.real import RealWorld

from .conftest import SECRET, assignment_on
from .direct import DirectSandbox
from .test_programs import PROGRAMS

Whole = tuple[Dossier, RealWorld]


@pytest.fixture(scope="module")
def whole() -> Whole:
    """One right program, observed in full."""
    data = datasets.load("iris", SECRET)
    source = (PROGRAMS / "right_elastic.py").read_text()
    bench = Bench(assignment_on("iris"), source, DirectSandbox(), data, 0, lambda told: None)
    world, script = bench.real_world(), bench.script_world(1)
    real = bench.train(world, "training")
    predictions = bench.predict(real, world)
    run = ScriptedRun.read(bench.train(script, "probing"), script)
    return Dossier(data, real, run, predictions), world


def judge(dossier: Dossier, world: RealWorld) -> None:
    with np.errstate(all="ignore"):
        facts = [(run, run.facts) for run in dossier.runs if run.facts is not None]
        seen = read_penalty(facts)
        canaries = look_at_canaries(dossier.real, world)
        assert dossier.scripted is not None
        opinions = Opinions(
            penalty=judge_penalty(canaries, None, seen, alive=dossier.alive),
            dropout=judge_dropout(dossier),
            stopping=judge_stopping(dossier, dossier.scripted),
            seen=seen,
            probe_failure=None,
        )
        assert findings(dossier, opinions).model_dump_json()


def changed(dossier: Dossier, change: Callable[[Observation], Observation]) -> Dossier:
    assert dossier.scripted is not None
    with np.errstate(all="ignore"):
        run = ScriptedRun.read(change(dossier.scripted.observation), dossier.scripted.world)
    return replace(dossier, real=change(dossier.real), scripted=run)


def with_floats(value: Any, figure: float | None) -> Any:
    """The same JSON with every figure replaced, as far as the readers accept it."""
    if isinstance(value, dict):
        return {key: with_floats(part, figure) for key, part in value.items()}
    if isinstance(value, list):
        return [with_floats(part, figure) for part in value]
    return figure if isinstance(value, float) else value


def test_the_program_as_it_is_can_be_judged(whole: Whole) -> None:
    judge(*whole)


@pytest.mark.parametrize("figure", [None, 0.0, -1.0, 1e-308, 1e308, -1e308])
def test_figures_of_any_size_from_inside(whole: Whole, figure: float | None) -> None:
    def change(run: Observation) -> Observation:
        assert run.facts is not None
        facts = with_floats(run.facts.model_dump(), figure)
        return replace(run, facts=Facts.model_validate(facts))

    judge(changed(whole[0], change), whole[1])


def test_lists_from_inside_may_be_empty_or_missing(whole: Whole) -> None:
    empty = {"alive": True, "errors": []}
    lists = empty | {
        "losses": {"rows": [], "first_loss": None, "not_finite": 0},
        "randomness": {"replays": [], "evaluation_noise": None},
        "weights": {"snapshots": [], "loads": [], "final": {"parameters": "", "buffers": ""}},
        "gradients": {"penalties": [], "losses": []},
        "activity": {"dead_at_start": [], "dead_at_end": []},
    }
    for facts in (empty, lists, None):
        read = None if facts is None else Facts.model_validate(facts)
        judge(changed(whole[0], lambda run, read=read: replace(run, facts=read)), whole[1])  # type: ignore[misc]


@pytest.mark.parametrize("figure", [0.0, 1e-300, 1e30, 1e300, -1e300])
def test_weights_of_any_size(whole: Whole, figure: float) -> None:
    def change(run: Observation) -> Observation:
        final = {name: np.full(t.shape, figure, np.float64) for name, t in run.final.items()}
        return replace(run, final=final)

    judge(changed(whole[0], change), whole[1])


@pytest.mark.parametrize("figure", [0.0, 1e308, -1e308])
@pytest.mark.parametrize("length", [1, 4, 8, 9, 5000])
def test_histories_of_any_size(whole: Whole, figure: float, length: int) -> None:
    history = History((figure,) * length, (figure,) * length)
    judge(changed(whole[0], lambda run: replace(run, history=history)), whole[1])


@pytest.mark.parametrize("figure", [0.0, 1e308, np.inf, np.nan])
def test_predictions_of_any_size(whole: Whole, figure: float) -> None:
    outputs = np.full((len(whole[0].data.hidden), 3), figure)
    given = Predictions(outputs, -outputs, outputs[:8], outputs, -outputs)
    judge(replace(whole[0], predictions=given), whole[1])
