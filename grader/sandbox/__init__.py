"""The wall between the trusted side and a learner's code."""

from .engines import open_sandbox

__all__ = ["open_sandbox"]
