"""Runs the code cells of a lesson one after another, as a notebook would, and tells what they print.

A program of its own, so that torch stays out of the tests' process: JSON in, JSON out.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
import traceback
import warnings

from grader.cell.vision import declare_missing_operators


def run(codes: list[str]) -> list[dict[str, str | None]]:
    """What each cell printed, and how it failed; nothing runs after a failure."""
    names: dict[str, object] = {"__name__": "__main__"}
    results: list[dict[str, str | None]] = []
    for number, code in enumerate(codes, start=1):
        printed = io.StringIO()
        error = None
        with contextlib.redirect_stdout(printed):
            try:
                exec(compile(code, f"cell {number}", "exec"), names)
            except Exception:
                error = traceback.format_exc()
        results.append({"printed": printed.getvalue(), "error": error})
        if error is not None:
            break
    return results


if __name__ == "__main__":
    # As in a cell of the grader, so that torchvision can be imported beside any torch.
    declare_missing_operators()
    warnings.simplefilter("error")
    json.dump(run(json.load(sys.stdin)), sys.stdout)
