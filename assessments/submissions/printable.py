"""Makes what a program wrote safe to look at: no terminal commands, nothing invisible, nothing reversed.

Escaping for HTML is the template's work; this is about characters that deceive an eye or a terminal
even when they are escaped, and about those that PostgreSQL refuses to store.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

# ECMA-48: CSI sequences; OSC, DCS, SOS, PM and APC strings up to their terminator; two-byte escapes.
_TERMINAL_COMMAND = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b[ -/]*[0-~]"
)
_SUSPECT = re.compile(r"[^\n\t\x20-\x7e]")


def printable(value: Any) -> Any:
    """A JSON value with every string in it, keys included, made printable."""
    if isinstance(value, str):
        return printable_text(value)
    if isinstance(value, dict):
        return {printable_text(key): printable(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [printable(inner) for inner in value]
    return value


def printable_text(text: str) -> str:
    """The text without terminal commands; other invisible characters are named, as in `⟨U+202E⟩`.

    Lines end with `\\n`; a lone carriage return, with which progress bars write over their line,
    ends a line too.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _SUSPECT.sub(_visible, _TERMINAL_COMMAND.sub("", text))


def _visible(match: re.Match[str]) -> str:
    character = match.group()
    # Cc control, Cf format (bidirectional marks, zero width), Cs lone surrogates, Co private use,
    # Cn unassigned, Zl and Zp separators of lines: what nobody can see or what moves its neighbours.
    if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}:
        return f"⟨U+{ord(character):04X}⟩"
    return character
