"""An assignment: one folder, read and refused as a whole. Every kind has its own file here.

assignment.yaml   what is asked, how it is scored, what a solution may use
statement.md      what the learner reads
starter.py        what the learner begins with
reference.py      the author's own solution
solutions/        right_*.py and wrong_*.py, which prove the assignment
calibration.yaml  what these programs reach, measured (may be left out)
"""

from .base import AllowedUse, AssignmentBase, CriterionBase, GradedFigure
from .calibration import Ablated, Calibration, MeasuredProgram, Proposal, Standing
from .comparison import BestFigureCriterion, ComparisonCriterion, ComparisonFile
from .equality import EqualityCriterion, EqualityFile
from .folder import CALIBRATION, Assignment, AssignmentFile, read_assignment
from .model import FigureCriterion, ModelFile, SizeCriterion, UseCriterion
from .repair import MendedCriterion, RepairFile
from .search import GainCriterion, SearchCriterion, SearchFile
from .training import (
    AccuracyCriterion,
    BehaviourCriterion,
    TrainedAssignment,
    Training,
    TrainingFile,
)

__all__ = [
    "CALIBRATION",
    "Ablated",
    "AccuracyCriterion",
    "AllowedUse",
    "Assignment",
    "AssignmentBase",
    "AssignmentFile",
    "BehaviourCriterion",
    "BestFigureCriterion",
    "Calibration",
    "ComparisonCriterion",
    "ComparisonFile",
    "CriterionBase",
    "EqualityCriterion",
    "EqualityFile",
    "FigureCriterion",
    "GainCriterion",
    "GradedFigure",
    "MeasuredProgram",
    "MendedCriterion",
    "ModelFile",
    "Proposal",
    "RepairFile",
    "SearchCriterion",
    "SearchFile",
    "SizeCriterion",
    "Standing",
    "TrainedAssignment",
    "Training",
    "TrainingFile",
    "UseCriterion",
    "read_assignment",
]
