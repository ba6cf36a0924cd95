"""An assignment: one folder, read and refused as a whole. Every kind has its own file here.

assignment.yaml   what is asked, how it is scored, what a solution may use
statement.md      what the learner reads
starter.py        what the learner begins with
reference.py      the author's own solution
solutions/        right_*.py and wrong_*.py, which prove the assignment
"""

from .base import AllowedUse, AssignmentBase, CriterionBase
from .equality import EqualityCriterion, EqualityFile
from .folder import Assignment, AssignmentFile, read_assignment
from .training import (
    AccuracyCriterion,
    BehaviourCriterion,
    TrainedAssignment,
    Training,
    TrainingFile,
)

__all__ = [
    "AccuracyCriterion",
    "AllowedUse",
    "Assignment",
    "AssignmentBase",
    "AssignmentFile",
    "BehaviourCriterion",
    "CriterionBase",
    "EqualityCriterion",
    "EqualityFile",
    "TrainedAssignment",
    "Training",
    "TrainingFile",
    "read_assignment",
]
