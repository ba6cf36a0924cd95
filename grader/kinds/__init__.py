"""How each kind of assignment is graded: one file a kind, one function in it that tells the story."""

from __future__ import annotations

from collections.abc import Callable

from .comparison import grade_comparison
from .equality import grade_equality
from .graded import Graded, Grading
from .model import grade_model
from .repair import grade_repair
from .search import grade_search
from .training import grade_training

__all__ = ["Graded", "Grading", "grade_by_kind"]

_KINDS: dict[str, Callable[[Grading], Graded]] = {
    "training": grade_training,
    "equality": grade_equality,
    "repair": grade_repair,
    "model": grade_model,
    "comparison": grade_comparison,
    "search": grade_search,
}


def grade_by_kind(grading: Grading) -> Graded:
    """What the assignment's kind makes of the solution. Raises SandboxError alone."""
    return _KINDS[grading.assignment.spec.kind](grading)
