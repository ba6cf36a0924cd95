"""How a course's grades are made, as its author writes it: read strictly, and free of Django.

An item is named `quiz:<module>/<slug>` or `assignment:<module>/<slug>`. Percentages are numbers from
0 to 100. Everything has a meaning that is said once here; `gradebook.arithmetic` applies it.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection
from pathlib import Path
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, field_validator, model_validator

from grader.documents import Document, parse_document, read_document
from grader.errors import AssignmentError

from .errors import ContentError
from .questions.policy import Counts

FILE_NAME = "grading.yaml"
Slug: TypeAlias = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
ItemName: TypeAlias = Annotated[
    str, Field(pattern=r"^(quiz|assignment):[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*$")
]
Percent: TypeAlias = Annotated[float, Field(ge=0, le=100)]
Points: TypeAlias = Annotated[float, Field(gt=0, le=100_000, allow_inf_nan=False)]
# The weights of all categories but those for extra credit, together.
ALL_WEIGHTS = 100.0


def _stand_once(names: list[str], what: str) -> None:
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"{what} {name!r} stands twice")


class LateRule(Document):
    """What lateness costs: `percent` of the item's points for every `every` begun after the grace.

    Never below `floor` percent of the item's points, if the work itself was worth that much.
    """

    every: Literal["hour", "day"]
    percent: Percent
    floor: Percent = 0
    grace_minutes: Annotated[int, Field(ge=0, le=100_000)] = 0


class RubricLine(Document):
    """What a person marks beside the automatic points, and up to how many points."""

    id: Slug
    title: Annotated[str, Field(min_length=1, max_length=200)]
    points: Points


class Category(Document):
    """A group of items. `holds` takes every item of these kinds that is put nowhere else.

    With weights, `weight` is this category's part of the whole in percent; an `extra_credit`
    category's comes on top. `drop_lowest` and `drop_highest` leave out the items that make the
    category's share the largest; at least one item always counts, and `never_drop` always do.
    """

    id: Slug
    title: Annotated[str, Field(min_length=1, max_length=200)]
    weight: Percent | None = None
    holds: list[Literal["quiz", "assignment"]] = Field(default_factory=list)
    drop_lowest: Annotated[int, Field(ge=0, le=100)] = 0
    drop_highest: Annotated[int, Field(ge=0, le=100)] = 0
    never_drop: list[ItemName] = Field(default_factory=list)
    extra_credit: bool = False


class ItemRule(Document):
    """What differs for one item; left out: what its category and the course say.

    `points` rescales the item; `extra_credit` adds points but no maximum; `counts: false` shows it
    and counts nothing; `late: false` makes lateness cost nothing; `attempts` says which try counts;
    `rubric` is marked by a person, on top of what was found automatically.
    """

    item: ItemName
    category: Slug | None = None
    points: Points | None = None
    extra_credit: bool = False
    counts: bool = True
    late: bool = True
    attempts: Counts | None = None
    rubric: list[RubricLine] = Field(default_factory=list, max_length=40)

    @field_validator("rubric")
    @classmethod
    def _lines_stand_once(cls, rubric: list[RubricLine]) -> list[RubricLine]:
        _stand_once([line.id for line in rubric], "the rubric line")
        return rubric


class Letter(Document):
    """A letter, and the rounded percentage from which it is given."""

    letter: Annotated[str, Field(min_length=1, max_length=12)]
    at: Percent


class Rounding(Document):
    """How the course's percentage is rounded: once, at the end, and nowhere before."""

    decimals: Annotated[int, Field(ge=0, le=4)] = 2
    mode: Literal["half_up", "half_even", "up", "down"] = "half_up"


class Policy(Document):
    """The whole of it. `total` is by `weights` of categories or by `points` alone."""

    total: Literal["weights", "points"] = "points"
    categories: Annotated[list[Category], Field(min_length=1, max_length=40)]
    items: list[ItemRule] = Field(default_factory=list, max_length=500)
    # What work that was due and never came counts as.
    missing: Literal["zero", "ignored"] = "zero"
    # Which try counts; left out: what the quiz says, and the best of submissions.
    attempts: Counts | None = None
    late: LateRule | None = None
    letters: list[Letter] = Field(default_factory=list, max_length=40)
    rounding: Rounding = Field(default_factory=Rounding)
    # A learner whose percentage so far is below this is at risk.
    at_risk_below: Percent = 50

    @field_validator("categories")
    @classmethod
    def _categories_stand_once(cls, categories: list[Category]) -> list[Category]:
        _stand_once([category.id for category in categories], "the category")
        _stand_once([kind for category in categories for kind in category.holds], "holds")
        return categories

    @field_validator("items")
    @classmethod
    def _items_stand_once(cls, items: list[ItemRule]) -> list[ItemRule]:
        _stand_once([rule.item for rule in items], "the item")
        return items

    @field_validator("letters")
    @classmethod
    def _letters_descend(cls, letters: list[Letter]) -> list[Letter]:
        _stand_once([letter.letter for letter in letters], "the letter")
        for above, below in itertools.pairwise(letters):
            if below.at >= above.at:
                raise ValueError(f"{below.letter!r} must begin below {above.letter!r}")
        if letters and letters[-1].at != 0:
            raise ValueError(f"the last letter, {letters[-1].letter!r}, must be given from 0 on")
        return letters

    @model_validator(mode="after")
    def _weights_sum(self) -> Self:
        if self.total == "points":
            weighted = next((each.id for each in self.categories if each.weight is not None), None)
            if weighted is not None:
                raise ValueError(f"{weighted!r} has a weight, but the total is by points")
            return self
        missing = next((each.id for each in self.categories if each.weight is None), None)
        if missing is not None:
            raise ValueError(f"the category {missing!r} has no weight")
        ordinary = [each.weight or 0.0 for each in self.categories if not each.extra_credit]
        if abs(sum(ordinary) - ALL_WEIGHTS) > 1e-9:
            raise ValueError(f"the weights sum to {sum(ordinary):g}, not to {ALL_WEIGHTS:g}")
        return self

    @model_validator(mode="after")
    def _names_are_known(self) -> Self:
        known = {category.id for category in self.categories}
        for rule in self.items:
            if rule.category is not None and rule.category not in known:
                raise ValueError(f"{rule.item}: there is no category {rule.category!r}")
        return self

    def rule_of(self, item: str) -> ItemRule:
        """What holds for the item of that name."""
        return next((rule for rule in self.items if rule.item == item), ItemRule(item=item))

    def category_of(self, item: str) -> Category | None:
        """The category the item is in; None when it is in none, and so counts nothing."""
        chosen = self.rule_of(item).category
        kind = item.partition(":")[0]
        for category in self.categories:
            if chosen is None and kind in category.holds:
                return category
            if category.id == chosen:
                return category
        return None


STANDARD = Policy(
    categories=[
        Category(id="quizzes", title="Quizzes", holds=["quiz"]),
        Category(id="assignments", title="Assignments", holds=["assignment"]),
    ]
)


def read_policy(path: Path) -> Policy:
    """The file as a policy. Raises ContentError with file, line and key."""
    try:
        return read_document(path, Policy)
    except AssignmentError as error:
        raise ContentError(error.reason, file=error.file, line=error.line, key=error.key) from error


def policy_from(text: str, *, file: Path) -> Policy:
    """The text of a policy, which is called `file` where it is wrong. Raises ContentError."""
    try:
        return parse_document(text, Policy, file=file)
    except AssignmentError as error:
        raise ContentError(error.reason, file=error.file, line=error.line, key=error.key) from error


def unknown_items(policy: Policy, names: Collection[str]) -> list[str]:
    """The items that the policy names and the course does not have, in the policy's order."""
    named = [rule.item for rule in policy.items]
    named += [item for category in policy.categories for item in category.never_drop]
    return [item for item in dict.fromkeys(named) if item not in names]
