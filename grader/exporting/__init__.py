"""A report in the words of other graders, so that Holdout can grade inside them."""

from __future__ import annotations

from collections.abc import Callable

from ..report import Report
from .gradescope import to_gradescope
from .plain import Json, to_json
from .prairielearn import to_prairielearn

# By the name under which the command line and the API offer each.
FORMATS: dict[str, Callable[[Report], Json]] = {
    "json": to_json,
    "gradescope": to_gradescope,
    "prairielearn": to_prairielearn,
}

__all__ = ["FORMATS", "Json"]
