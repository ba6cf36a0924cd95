"""Reads the corpus: each attack is a program with a header of comments that says what must come of it.

# tries: one sentence
# stopped by: the wall that holds it
# report: endings, any of which is right; for a graded attack `failure`, or `loses` and the criteria
# control: outside | outside, as root | none, because ...
# limits: what differs from the usual limits, as in `memory_bytes=300_000_000` (optional)
# task: load (the usual one) | grade
# open: why it is not held yet (optional); the test then fails as soon as it is
# machine: x86_64, where the program holds numbers of system calls or machine code (optional)

A program shows that it got through by printing @DONE@, or what it found in a canary.
"""

from __future__ import annotations

import os
import platform
import re
from dataclasses import dataclass, replace
from pathlib import Path

from grader.sandbox.base import Ending, Limits

FOLDER = Path(__file__).parent
FAMILIES = ("breaking_out", "cheating", "confusing", "exhausting", "forging", "reading")
_USUAL = Limits(
    wall_seconds=10,
    cpu_seconds=10,
    memory_bytes=512 << 20,
    output_bytes=1 << 20,
    scratch_bytes=8 << 20,
)
_LINE = re.compile(r"# ([a-z ]+): (.+)")


@dataclass(frozen=True, slots=True)
class Attack:
    """One program of the corpus."""

    name: str
    program: str
    tries: str
    stopped_by: str
    report: str
    control: str
    task: str
    machine: str
    open: str
    limits: Limits

    @property
    def endings(self) -> set[Ending]:
        """The endings that are right for an attack run as the task `load`."""
        return {Ending(word) for word in re.split(r", | or ", self.report)}

    @property
    def loses(self) -> set[str]:
        """The criteria that a graded attack must get nothing for; empty where it must fail."""
        kind, _, words = self.report.partition(" ")
        return set(words.split(", ")) if kind == "loses" else set()

    @property
    def has_control(self) -> bool:
        """Whether the program does outside of the wall what the wall must stop, here and now."""
        return self.control == "outside" or (
            self.control == "outside, as root" and os.getuid() == 0
        )

    @property
    def for_this_machine(self) -> bool:
        """Whether its numbers of system calls, if it has any, are this machine's."""
        return not self.machine or self.machine == platform.machine()


def read(path: Path) -> Attack:
    """Raises ValueError where the header is not complete."""
    program = path.read_text()
    header: dict[str, str] = {}
    for line in program.splitlines():
        if not (match := _LINE.fullmatch(line)):
            break
        header[match[1]] = match[2]
    changes = {
        key: float(value) if key.endswith("_seconds") else int(value)
        for key, _, value in (pair.partition("=") for pair in header.get("limits", "").split())
    }
    attack = Attack(
        name=str(path.relative_to(FOLDER).with_suffix("")),
        program=program,
        tries=header.get("tries", ""),
        stopped_by=header.get("stopped by", ""),
        report=header.get("report", ""),
        control=header.get("control", ""),
        task=header.get("task", "load"),
        machine=header.get("machine", ""),
        open=header.get("open", ""),
        limits=replace(_USUAL, **changes),  # type: ignore[arg-type]
    )
    known = attack.control.startswith("none, because ") or attack.control in {
        "outside",
        "outside, as root",
    }
    if not (attack.tries and attack.stopped_by and attack.report and known):
        raise ValueError(f"{path}: the header is not complete")
    return attack


def attacks(task: str) -> list[Attack]:
    """All attacks of one task, by name."""
    paths = [path for family in FAMILIES for path in sorted((FOLDER / family).glob("*.py"))]
    return [attack for attack in map(read, paths) if attack.task == task]
