"""Every attack of the corpus is held by every engine, and works where there is no wall."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.assignment import Assignment, read_assignment
from grader.grading import grade
from grader.observing.failing import failure_of
from grader.report import Report
from grader.sandbox.base import ConversationBroken, Ending, Job, Outcome, Sandbox
from grader.sandbox.wire import Message
from tests.engines import is_there, left_behind, opened, plant, scratch_of, zygote

from .canaries import ENVIRONMENT, Canaries
from .corpus import FAMILIES, Attack, attacks

pytestmark = pytest.mark.sandbox
ENGINES = [
    pytest.param("local", marks=pytest.mark.xdist_group("attacks, local")),
    pytest.param("docker", marks=[pytest.mark.docker, pytest.mark.xdist_group("attacks, docker")]),
]
# What another learner has in their scratch.
_NEIGHBOUR = "neighbour/secret"
_CONTENT = Path(__file__).parents[2] / "content"
_FLAGSHIP = _CONTENT / "inside-neural-networks" / "assignments" / "mlp-digits"
_BENEATH_NOTICE = 1.0


class Silence:
    """A conversation in which the cell may ask for nothing."""

    def answer(self, message: Message) -> Message | None:
        raise ConversationBroken("nobody expected anything")


@pytest.fixture(scope="module")
def canaries(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Canaries]:
    canaries = Canaries(tmp_path_factory.mktemp("canaries") / "here")
    os.environ[ENVIRONMENT] = canaries.secret
    canaries.plant()
    yield canaries
    canaries.uproot()
    del os.environ[ENVIRONMENT]


@pytest.fixture(scope="module", params=ENGINES)
def warm(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    """A sandbox that all attacks on one engine meet one after another."""
    with opened(request.param, jobs=100_000) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(warm: Sandbox, canaries: Canaries) -> Sandbox:
    """The sandbox, in which another learner's job has just run and left a file."""
    source = f"secret = {canaries.secret!r}\nprint(secret)"
    assert warm.run(Job("load", source, 1), Silence()).ending is Ending.FINISHED
    warm.start()
    plant(warm, _NEIGHBOUR, canaries.secret)
    return warm


@pytest.fixture(scope="module")
def assignment() -> Assignment:
    """The flagship, with a training that is too short to be good and long enough to be judged."""
    assignment = read_assignment(_FLAGSHIP)
    training = assignment.spec.training.model_copy(update={"max_epochs": 12})
    limits = assignment.spec.limits.model_copy(update={"seconds": 30})
    spec = assignment.spec.model_copy(update={"training": training, "limits": limits})
    return assignment.model_copy(update={"spec": spec})


def _neighbour(sandbox: Sandbox) -> Path:
    return Path(scratch_of(sandbox)) / _NEIGHBOUR


def _got_through(canaries: Canaries, words: str) -> bool:
    return canaries.secret in words or canaries.done in words or bool(canaries.touched())


def _words(outcome: Outcome) -> str:
    return f"{outcome.output} {outcome.message and outcome.message.body}"


def _assert_nothing_is_left(sandbox: Sandbox) -> None:
    """An honest program runs as if nothing had been, and no file or process is left."""
    source = "import os\nopen('a', 'w').write('b')\nprint('honest', os.listdir('.'))"
    outcome = sandbox.run(Job("load", source, 1), Silence())
    assert (outcome.ending, outcome.output) == (Ending.FINISHED, "honest ['a']\n")
    assert left_behind(zygote(sandbox)) in ([], ["neighbour"])


@pytest.mark.parametrize("attack", attacks("load"), ids=lambda attack: attack.name)
def test_an_attack_is_held(attack: Attack, sandbox: Sandbox, canaries: Canaries) -> None:
    if not attack.for_this_machine:
        pytest.skip(f"its system calls are those of {attack.machine}")
    before = zygote(sandbox)
    source = canaries.fill_in(attack.program, _neighbour(sandbox))
    outcome = sandbox.run(Job("load", source, 1, limits=attack.limits), Silence())
    assert outcome.ending in attack.endings, (outcome.detail, _words(outcome)[-500:])
    assert not _got_through(canaries, _words(outcome)), (canaries.touched(), _words(outcome))
    assert outcome.wall_seconds < attack.limits.wall_seconds + _BENEATH_NOTICE
    # A local zygote never suffers; a container in which a program misbehaved is not used again.
    assert zygote(sandbox) == before or (sandbox.engine == "docker" and not is_there(before))
    assert outcome.output.replace("\n", "").replace("\t", "").isprintable()
    if outcome.ending is not Ending.FINISHED:
        assert failure_of(outcome, "training", attack.limits).message.isprintable()
    _assert_nothing_is_left(sandbox)


@pytest.mark.xdist_group("attacks, outside")
@pytest.mark.parametrize(
    "attack",
    [attack for attack in attacks("load") if attack.has_control],
    ids=lambda attack: attack.name,
)
def test_an_attack_works_outside(attack: Attack, canaries: Canaries, tmp_path: Path) -> None:
    if not attack.for_this_machine:
        pytest.skip(f"its system calls are those of {attack.machine}")
    program, neighbour = tmp_path / "program.py", tmp_path / _NEIGHBOUR
    neighbour.parent.mkdir()
    neighbour.write_text(canaries.secret)
    program.write_text(canaries.fill_in(attack.program, neighbour))
    (tmp_path / "cwd").mkdir()
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(program)],
            cwd=tmp_path / "cwd",
            capture_output=True,
            text=True,
            errors="replace",
            timeout=60,
            check=False,
            start_new_session=True,
        )
        assert _got_through(canaries, done.stdout), done.stderr[-500:]
    finally:
        if canaries.touched():
            canaries.plant()


@pytest.mark.parametrize(
    "attack",
    [
        pytest.param(
            attack,
            id=attack.name,
            marks=[pytest.mark.xfail(reason=attack.open, strict=True)] if attack.open else [],
        )
        for attack in attacks("grade")
    ],
)
def test_a_graded_attack_gains_nothing(
    attack: Attack, sandbox: Sandbox, canaries: Canaries, assignment: Assignment
) -> None:
    source = canaries.fill_in(attack.program, _neighbour(sandbox))
    report = grade(assignment, source, sandbox, seed=1, secret=canaries.secret)
    assert Report.model_validate_json(report.model_dump_json()) == report
    assert not _got_through(canaries, report.model_dump_json())
    points = {criterion.id: criterion.points for criterion in report.criteria}
    if attack.report == "failure":
        assert report.failure is not None
        assert report.score == 0
        assert report.failure.message.isprintable()
    else:
        assert attack.loses
        assert {name for name in attack.loses if points[name] > 0} == set(), (
            points,
            report.failure,
        )
    _assert_nothing_is_left(sandbox)


def test_the_corpus_is_whole() -> None:
    every = [*attacks("load"), *attacks("grade")]
    assert {attack.name.partition("/")[0] for attack in every} == set(FAMILIES)
    assert len(every) >= 80
