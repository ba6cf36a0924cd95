"""Drives a program through the worlds, behind the wall, and judges what was observed."""

from .examination import Examination, examine
from .measuring import Measured, measure

__all__ = ["Examination", "Measured", "examine", "measure"]
