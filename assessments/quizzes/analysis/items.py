"""One question after another: how hard, how telling, which options were taken, which variants are fair."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape

from assessments.courses.questions import Choosing, Question, QuizFile
from assessments.courses.rendering import render_inline

from . import statistics
from .gathering import Answered, Sitting, Sittings
from .statistics import Estimate
from .suspicion import Suspicion, suspicions

# Of a question without options, so many different answers are shown.
SHOWN_ANSWERS = 8


@dataclass(frozen=True, slots=True)
class OptionFigures:
    """One option or one answer: by how many it was taken, and whether by those who know the rest."""

    label_html: str
    is_right: bool
    count: int
    share: float
    point_biserial: Estimate | None
    # The same with the rest, in which this question's own marks are not.
    with_rest: Estimate | None
    # How often among the better and the worse half of all attempts.
    upper: int
    lower: int


@dataclass(frozen=True, slots=True)
class VariantFigures:
    """One variant of a question with parameters."""

    number: int
    count: int
    difficulty: Estimate | None


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """Everything there is to say about one question."""

    id: str
    prompt: str
    max_points: float
    count: int
    unanswered: int
    # The mean share of its points; high is easy.
    difficulty: Estimate | None
    item_rest: Estimate | None
    efficiency: float | None
    options: tuple[OptionFigures, ...]
    variants: tuple[VariantFigures, ...]
    # p of the test that all variants are equally hard.
    variants_p: float | None
    seconds: float | None
    # Of learners who tried more than once.
    first: Estimate | None
    last: Estimate | None
    suspicions: tuple[Suspicion, ...]

    @property
    def reasons(self) -> list[str]:
        """Why it looks wrong, in words."""
        return [each.text for each in self.suspicions]


@dataclass(frozen=True, slots=True)
class Analysis:
    """The whole quiz: first attempts, but where it says otherwise."""

    count: int
    learners: int
    mean: Estimate | None
    alpha: float | None
    items: tuple[ItemFigures, ...]

    @property
    def suspects(self) -> list[ItemFigures]:
        """The questions that look wrong, those with the strongest reason first."""
        doubtful = [item for item in self.items if item.suspicions]
        return sorted(doubtful, key=lambda item: min(each.rank for each in item.suspicions))


def analyse(paper: QuizFile, sittings: Sittings) -> Analysis:
    """The figures of every question the quiz now has."""
    first = sittings.first
    return Analysis(
        count=len(sittings.all),
        learners=len(first),
        mean=statistics.share([each.total for each in first]),
        alpha=_alpha(first),
        items=tuple(_item(question, first, sittings) for question in paper.questions),
    )


def _alpha(first: Sequence[Sitting]) -> float | None:
    """Only where everybody was asked the same."""
    asked = {frozenset(each.answered) for each in first}
    if len(asked) != 1:
        return None
    order = sorted(next(iter(asked)))
    return statistics.alpha([[each.answered[name].points for name in order] for each in first])


def _item(question: Question, first: Sequence[Sitting], sittings: Sittings) -> ItemFigures:
    asked = [each for each in first if question.id in each.answered]
    given = [each.answered[question.id] for each in asked]
    shares = [each.share for each in given]
    rests = [each.rest(question.id) for each in asked]
    rest = [each for each in rests if each is not None]
    is_alone = len(rest) != len(shares)
    options = _options(question, asked, given)
    difficulty = statistics.share([max(0.0, each) for each in shares])
    discrimination = None if is_alone else statistics.item_rest(shares, rest)
    variants, p = _variants(given)
    again = {each.learner for each in sittings.last}
    return ItemFigures(
        id=question.id,
        prompt=question.prompt,
        max_points=question.points,
        count=len(given),
        unanswered=sum(not each.is_answered for each in given),
        difficulty=difficulty,
        item_rest=discrimination,
        efficiency=None if is_alone else statistics.efficiency(shares, rest),
        options=options,
        variants=variants,
        variants_p=p,
        seconds=statistics.median([each.seconds for each in given if each.seconds > 0]),
        first=_mean(question.id, [each for each in first if each.learner in again]),
        last=_mean(question.id, sittings.last),
        suspicions=suspicions(
            difficulty=difficulty,
            discrimination=discrimination,
            options=options,
            variants_p=p,
            guess=_guess(question),
        ),
    )


def _mean(question: str, sittings: Sequence[Sitting]) -> Estimate | None:
    shares = [each.answered[question].share for each in sittings if question in each.answered]
    return statistics.share([max(0.0, each) for each in shares])


def _options(
    question: Question, asked: Sequence[Sitting], given: Sequence[Answered]
) -> tuple[OptionFigures, ...]:
    totals = [each.total for each in asked]
    rests = [each.rest(question.id) or 0.0 for each in asked]
    if isinstance(question, Choosing):
        taken = {
            render_inline(choice.text): ([place in each.options for each in given], choice.correct)
            for place, choice in enumerate(question.choices)
        }
    else:
        counts = Counter(each.key for each in given if each.is_answered)
        right = {each.key for each in given if each.share >= 1}
        taken = {
            _escaped(key): ([each.key == key for each in given], key in right)
            for key, _ in counts.most_common(SHOWN_ANSWERS)
        }
    return tuple(
        _figures(label, chosen, is_right, totals, rests)
        for label, (chosen, is_right) in taken.items()
    )


def _figures(
    label: str,
    chosen: Sequence[bool],
    is_right: bool,
    totals: Sequence[float],
    rests: Sequence[float],
) -> OptionFigures:
    count = sum(chosen)
    middle = sorted(rests)[len(rests) // 2] if rests else 0.0
    of_choosers = [rest for taken, rest in zip(chosen, rests, strict=True) if taken]
    return OptionFigures(
        label_html=label,
        is_right=is_right,
        count=count,
        share=count / len(chosen) if chosen else 0.0,
        point_biserial=statistics.point_biserial(chosen, totals),
        with_rest=statistics.point_biserial(chosen, rests),
        upper=sum(rest > middle for rest in of_choosers),
        lower=sum(rest < middle for rest in of_choosers),
    )


def _variants(given: Sequence[Answered]) -> tuple[tuple[VariantFigures, ...], float | None]:
    groups: dict[int, list[float]] = defaultdict(list)
    for each in given:
        groups[each.variant].append(max(0.0, each.share))
    if len(groups) < 2:
        return (), None
    figures = tuple(
        VariantFigures(number, len(shares), statistics.share(shares))
        for number, shares in sorted(groups.items())
    )
    return figures, statistics.same_in_all(list(groups.values()))


def _guess(question: Question) -> float | None:
    """The share of points that blind choosing earns on average; None where nobody can choose."""
    if question.kind == "single_choice" and isinstance(question, Choosing):
        return 1 / len(question.choices)
    return 0.5 if question.kind == "true_false" else None


def _escaped(key: str) -> str:
    """An answer as a learner gave it, as one line of safe HTML."""
    text = key.strip('"')
    return escape(text if len(text) <= 80 else f"{text[:79]}…")
