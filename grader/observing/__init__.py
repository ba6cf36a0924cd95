"""Drives a program through the worlds, behind the wall, and judges what was observed."""

from .examination import Examination, examine

__all__ = ["Examination", "examine"]
