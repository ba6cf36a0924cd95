"""Texts that others wrote, in files that spreadsheets open."""

from __future__ import annotations

# A cell that begins with one of these is run as a formula by spreadsheets.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def defused(cell: str) -> str:
    """The cell with an apostrophe before whatever a spreadsheet would run."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
