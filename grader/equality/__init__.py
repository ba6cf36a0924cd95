"""Holds what a solution defines against a reference: each side in a cell of its own, compared outside.

The reference never meets the learner's code: its cell is another, and all that passes from it into
the learner's are initial weights of layers. Outputs and gradients are compared here, in NumPy.
"""

from .engine import Comparison, Disagreement, compare_with_reference

__all__ = ["Comparison", "Disagreement", "compare_with_reference"]
