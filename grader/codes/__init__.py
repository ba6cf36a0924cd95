"""The examiner's codes: one home of what each means, for the page, the API and the command line.

A family is a file; a new code is an entry in one of them.
"""

from __future__ import annotations

from . import data, losses, modes, penalty, reporting, restoring, steps, stopping
from .code import Code

_FAMILIES = (penalty, modes, stopping, restoring, losses, steps, data, reporting)

CODES: dict[str, Code] = {
    name: code for family in _FAMILIES for name, code in sorted(family.CODES.items())
}

__all__ = ["CODES", "Code"]
