"""Reference and solution on the same hidden cases, and the smallest case on which they differ."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from ..assignment.equality import Aspect, LayerSubject, SubjectBase
from ..errors import AssignmentError
from ..observing.failing import failure_of
from ..report import Failure
from ..sandbox.base import Ending, Job, Limits, Outcome, Sandbox
from .asking import Answer, Asking, Weights, cotangents
from .case import Array, Case
from .comparing import Difference, differences
from .drawing import draw_cases
from .shrinking import smaller
from .wording import Shown, code_for

_MOST_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One aspect of one subject in which the solution differs: on `failed` of `asked` cases.

    `code`, `expected` and `got` show the smallest case that was found.
    """

    subject: str
    aspect: Aspect
    failed: int
    asked: int
    says: str
    code: str
    expected: str
    got: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of holding a solution against a reference; `failure` where nothing could be compared."""

    disagreements: dict[tuple[str, Aspect], Disagreement] = field(default_factory=dict)
    cases: dict[str, int] = field(default_factory=dict)
    failure: Failure | None = None
    output: str = ""


def compare_with_reference(
    *,
    reference: str,
    solution: str,
    subjects: Mapping[str, SubjectBase],
    sandbox: Sandbox,
    seed: int,
    secret: str,
    forbidden: Sequence[str] = (),
    limits: Limits | None = None,
    on_round: Callable[[int], None] = lambda number: None,
) -> Comparison:
    """Calls every subject of both sources on cases drawn from `secret` and `seed`, and compares.

    Equal arguments give an equal comparison. Nothing of the reference but a layer's initial weights
    enters the solution's cell; `forbidden` names raise there. Raises AssignmentError when the
    reference cannot answer its own cases, SandboxError when the sandbox failed.
    """
    bench = _Bench(
        reference, solution, subjects, sandbox, tuple(forbidden), limits or Limits(), seed
    )
    cases = [
        case
        for name, subject in subjects.items()
        for case in draw_cases(name, subject, secret=secret, seed=seed)
    ]
    try:
        pairs = bench.compare(cases)
        _refuse_a_poor_reference(subjects, pairs)
        found = _gathered(pairs)
        on_round(1)
        smallest = _shrunk(bench, found, on_round)
    except _SolutionFailed as error:
        return Comparison(failure=error.failure, output=bench.output)
    asked = {name: sum(p.case.subject == name for p in pairs) for name in subjects}
    disagreements = {
        key: bench.disagreement(key, smallest[key], len(failed), asked[key[0]])
        for key, failed in found.items()
    }
    return Comparison(disagreements, asked, output=bench.output)


Key = tuple[str, Aspect]


@dataclass(frozen=True, slots=True)
class _Pair:
    """Both answers to one case, compared."""

    case: Case
    got: Answer
    want: Answer
    found: dict[Aspect, Difference]


class _SolutionFailed(Exception):
    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.failure = failure


@dataclass(slots=True)
class _Bench:
    """Runs cases through both sources, each in a fresh cell of its own."""

    reference: str
    solution: str
    subjects: Mapping[str, SubjectBase]
    sandbox: Sandbox
    forbidden: tuple[str, ...]
    limits: Limits
    seed: int
    output: str = ""
    _spent: float = 0.0

    def compare(self, cases: Sequence[Case]) -> list[_Pair]:
        """The pairs of all cases that the reference can answer."""
        wanted, doubles = self._ask_reference(cases)
        sensible = [case for case, want in zip(cases, wanted, strict=True) if want.raised is None]
        answers = {id(want.case): want for want in wanted}
        got = self._ask_solution(sensible, answers)
        pairs = []
        for mine in got:
            want = answers[id(mine.case)]
            subject = self.subjects[mine.case.subject]
            exact = doubles.get(id(mine.case))
            found = differences(
                mine.case, mine, want, exact, subject.tolerance, self._mapping(mine.case)
            )
            known = {aspect: d for aspect, d in found.items() if aspect in subject.aspects}
            pairs.append(_Pair(mine.case, mine, want, known))
        return pairs

    def _ask_reference(self, cases: Sequence[Case]) -> tuple[list[Answer], dict[int, Answer]]:
        asked: list[Case] = []
        for case in cases:
            asked.append(case)
            if _has_single(case):
                asked.append(case.in_double())
        asking: Asking

        def weights(case: Case) -> Weights | None:
            # A case in double precision begins from the weights of the same case in single.
            before = asking.answers[-2] if len(asking.answers) > 1 else None
            if before is None or before.case.number != case.number or before.case is case:
                return None
            if before.case.subject != case.subject or not before.initial or case in singles:
                return None
            return Weights(before.initial, before.parameters)

        singles = _Identities(cases)
        asking = Asking(asked, self._differentiates, weights)
        outcome = self._run(self.reference, asking, forbidden=())
        if outcome.ending is not Ending.FINISHED or len(asking.answers) != len(asked):
            message = failure_of(outcome, "calling", self.limits).message
            raise AssignmentError(f"the reference fails: {message}", file="reference.py")
        wanted, doubles = [], {}
        for answer in asking.answers:
            if answer.case in singles:
                wanted.append(answer)
            elif answer.raised is None and _comparable(answer, wanted[-1]):
                doubles[id(wanted[-1].case)] = answer
        return wanted, doubles

    def _ask_solution(self, cases: Sequence[Case], answers: dict[int, Answer]) -> list[Answer]:
        def weights(case: Case) -> Weights | None:
            want = answers[id(case)]
            mapping = self._mapping(case)
            return Weights(
                {mapping.get(name, name): array for name, array in want.initial.items()},
                [mapping.get(name, name) for name in want.parameters],
            )

        asking = Asking(cases, self._differentiates, weights)
        outcome = self._run(self.solution, asking, forbidden=self.forbidden)
        if not self.output:
            self.output = outcome.output
        if outcome.ending is not Ending.FINISHED or len(asking.answers) != len(cases):
            finished = outcome.ending is Ending.FINISHED
            ended = replace(outcome, ending=Ending.PROTOCOL, message=None) if finished else outcome
            names = list(self.subjects)
            raise _SolutionFailed(failure_of(ended, "calling", self.limits, names=names))
        return asking.answers

    def _run(self, source: str, asking: Asking, *, forbidden: tuple[str, ...]) -> Outcome:
        left = max(self.limits.wall_seconds - self._spent, 0.25 * self.limits.wall_seconds)
        limits = replace(
            self.limits, wall_seconds=left, cpu_seconds=min(self.limits.cpu_seconds, left)
        )
        digest = hashlib.sha256(f"{self.seed}\0call".encode()).digest()
        seed = int.from_bytes(digest[:4], "big") >> 1
        job = Job("call", source, seed, {"forbidden": list(forbidden)}, limits)
        outcome = self.sandbox.run(job, asking)
        self._spent += outcome.wall_seconds
        return outcome

    def _differentiates(self, case: Case) -> bool:
        return "gradients" in self.subjects[case.subject].aspects

    def _mapping(self, case: Case) -> Mapping[str, str]:
        subject = self.subjects[case.subject]
        return subject.state if isinstance(subject, LayerSubject) else {}

    def disagreement(self, key: Key, pair: _Pair, failed: int, asked: int) -> Disagreement:
        """The smallest pair that failed, in words and code."""
        name, aspect = key
        difference = pair.found[aspect]
        mapping = self._mapping(pair.case)
        state = {mapping.get(n, n): array for n, array in pair.want.initial.items()}
        raised = pair.got.raised
        slopes = cotangents(pair.case, pair.want.outputs) if difference.of_gradient else []
        shown = Shown(aspect, state, pair.want.parameters, slopes)
        return Disagreement(
            subject=name,
            aspect=aspect,
            failed=failed,
            asked=asked,
            says=difference.says,
            code=code_for(pair.case, shown),
            expected=difference.expected,
            got=difference.got,
            line=None if raised is None else raised.line,
        )


class _Identities:
    """A set of cases by identity: equal cases are still two."""

    def __init__(self, cases: Sequence[Case]) -> None:
        self._ids = {id(case) for case in cases}

    def __contains__(self, case: Case) -> bool:
        return id(case) in self._ids


def _has_single(case: Case) -> bool:
    return any(tensor.floating and tensor.dtype != "float64" for tensor in case.tensors)


def _comparable(double: Answer, single: Answer) -> bool:
    return [o.array.shape for o in double.outputs] == [o.array.shape for o in single.outputs]


def _refuse_a_poor_reference(subjects: Mapping[str, SubjectBase], pairs: Sequence[_Pair]) -> None:
    for name, subject in subjects.items():
        answered = sum(pair.case.subject == name for pair in pairs)
        if answered < subject.cases / 2:
            raise AssignmentError(
                f"the reference answers only {answered} of the {subject.cases} cases drawn for "
                f"{name!r}: its arguments are declared otherwise than it takes them",
                file="reference.py",
                key=f"subjects.{name}",
            )


def _gathered(pairs: Sequence[_Pair]) -> dict[Key, list[_Pair]]:
    found: dict[Key, list[_Pair]] = {}
    for pair in pairs:
        for aspect in pair.found:
            found.setdefault((pair.case.subject, aspect), []).append(pair)
    return found


def _shrunk(
    bench: _Bench, found: dict[Key, list[_Pair]], on_round: Callable[[int], None]
) -> dict[Key, _Pair]:
    """For each key the smallest failing pair that a few rounds of shrinking find."""
    best = {key: min(failed, key=lambda pair: pair.case.size) for key, failed in found.items()}
    same = _showing_the_same(best)
    open_keys = set(best) - set(same)
    for number in range(2, _MOST_ROUNDS + 2):
        candidates = {key: _tried(best[key].case, key[1]) for key in sorted(open_keys)}
        flat = [case for cases in candidates.values() for case in cases]
        if not flat:
            break
        by_case = {id(pair.case): pair for pair in bench.compare(flat)}
        on_round(number)
        for key, cases in candidates.items():
            pairs = [by_case[id(case)] for case in cases if id(case) in by_case]
            failing = [p for p in pairs if key[1] in p.found and _sensible(p, best[key])]
            if failing:
                best[key] = min(failing, key=lambda pair: pair.case.size)
            else:
                open_keys.discard(key)
    return best | {k: best[o] for k, o in same.items() if k[1] in best[o].found}


def _showing_the_same(best: dict[Key, _Pair]) -> dict[Key, Key]:
    """Keys that one difference decided, such as an exception, by the first of them."""
    first: dict[tuple[str, int], Key] = {}
    return {
        key: other
        for key, pair in best.items()
        if (other := first.setdefault((key[0], id(pair.found[key[1]])), key)) != key
    }


def _tried(case: Case, aspect: Aspect) -> list[Case]:
    tried = smaller(case)
    if aspect in ("gradients", "extremes") and not case.plain_sum:
        plain = [replace(each, plain_sum=True) for each in tried]
        return [replace(case, plain_sum=True), *plain]
    return tried


def _sensible(candidate: _Pair, original: _Pair) -> bool:
    """A smaller case must show the same mistake, and not be one on which the reference has no number."""
    if _raised(candidate) != _raised(original):
        return False
    finite = _finite(candidate.want) or not _finite(original.want)
    # What is empty shows nothing, unless that is the point.
    return finite and (candidate.case.family == "edges" or not _empty(candidate.case))


def _raised(pair: _Pair) -> tuple[str, str] | None:
    raised = pair.got.raised
    return None if raised is None else (raised.type, raised.phase)


def _finite(answer: Answer) -> bool:
    arrays: list[Array] = [output.array for output in answer.outputs]
    arrays += [gradient for gradient in answer.gradients if gradient is not None]
    return all(bool(np.isfinite(array.astype(np.float64)).all()) for array in arrays)


def _empty(case: Case) -> bool:
    return any(tensor.array.size == 0 for tensor in case.tensors)
