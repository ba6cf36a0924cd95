"""The examiner's codes: one home of what each means, for the page, the API and the command line.

A family is a file; a new code is an entry in one of them.
"""

from __future__ import annotations

from . import data, losses, modes, penalty, reporting, restoring, steps, stopping
from .code import Code

# Causes before what they cause: the order in which several findings are best mended.
_FAMILIES = (steps, losses, data, modes, penalty, stopping, restoring, reporting)

CODES: dict[str, Code] = {name: code for family in _FAMILIES for name, code in family.CODES.items()}

__all__ = ["CODES", "Code"]
