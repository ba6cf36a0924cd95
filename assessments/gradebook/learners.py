"""One learner's grade, computed now, for somebody who looks: the learner, or the staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from assessments.courses.models import Enrolment
from assessments.courses.outline import Chapter, outline
from assessments.courses.releases import hidden_items

from .cells import Cell, Item, figure
from .computing import LearnerGrade, learner_grade
from .explaining import CategoryShown, LineShown, categories_shown, whole_formula
from .gathering import gather
from .items import item_named, items_in
from .policy import Held, held_policy


@dataclass(frozen=True, slots=True)
class Place:
    """An item in its category."""

    category: CategoryShown
    line: LineShown


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that makes one learner's grade."""

    enrolment: Enrolment
    held: Held
    items: tuple[Item, ...]
    grade: LearnerGrade

    @property
    def categories(self) -> tuple[CategoryShown, ...]:
        """The categories by what is settled."""
        return categories_shown(self.grade, self.grade.so_far)

    @property
    def formula(self) -> str:
        """How the categories make the grade so far."""
        return whole_formula(self.held.policy, self.grade.so_far)

    @property
    def final_formula(self) -> str:
        """The same if nothing more came."""
        return whole_formula(self.held.policy, self.grade.final)

    @property
    def points(self) -> str:
        """The points that count, if nothing more came, as people write them."""
        return figure(self.grade.final.points)

    @property
    def max_points(self) -> str:
        """What they are out of."""
        return figure(self.grade.final.max_points)

    @property
    def uncounted(self) -> list[Cell]:
        """The cells that are in no category."""
        return [cell for cell in self.grade.cells if cell.item.category is None]

    def place(self, key: str) -> Place | None:
        """Where the item stands in the whole; None when it counts nothing."""
        for category in self.categories:
            for line in category.lines:
                if line.cell.item.key == key:
                    return Place(category, line)
        return None

    def cell(self, key: str) -> Cell:
        """The cell of one item. Raises Http404."""
        item = item_named(self.items, key)
        return next(cell for cell in self.grade.cells if cell.item.key == item.key)


def record_of(
    enrolment: Enrolment, *, seen_by_staff: bool, chapters: Sequence[Chapter] | None = None
) -> Record:
    """The learner's grade as it stands now; learners do not see what is not released.

    `chapters` is the course's outline, where it was read already.
    """
    now = timezone.now()
    held = held_policy(enrolment.course)
    if chapters is None:
        chapters = outline(enrolment.course, graded_only=True)
    items = items_in(chapters, held.policy)
    hidden = set() if seen_by_staff else hidden_items(enrolment.course_id, now=now)
    gathered = gather([enrolment], items)
    grade = learner_grade(held.policy, items, gathered, enrolment.pk, now=now, hidden=hidden)
    return Record(enrolment, held, items, grade)
