"""calibration.yaml: what an assignment's own programs reach, measured; written by `calibrate --write`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ..documents import Document
from ..report import Fit

# No calibration at all; one of an earlier state of the assignment; one that fits it.
Standing = Literal["none", "stale", "current"]


class MeasuredProgram(Document):
    """One program of the folder over all runs; figures are those on hidden data."""

    name: str
    runs: Annotated[int, Field(ge=1)]
    failed: Annotated[int, Field(ge=0)] = 0
    mean: float | None
    spread: float | None
    least: float | None
    greatest: float | None
    seconds: float


class Ablated(Document):
    """The reference with its regularization, and without (`plain`), in the mean of all runs."""

    reference: Fit
    plain: Fit


class Proposal(Document):
    """Thresholds that the measurements would bear out."""

    baseline: float
    target: float


class Calibration(Document):
    """When, on what and with which versions the programs were measured, and what came of it.

    `subject` names the state of the assignment that was measured. `spread` is the standard deviation
    between trainings of one right program on one draw of the hidden data.
    """

    subject: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    measured_on: Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")]
    machine: str
    engine: str
    versions: dict[str, str]
    draws: Annotated[int, Field(ge=1)]
    seeds: Annotated[int, Field(ge=2)]
    spread: Annotated[float, Field(ge=0)]
    programs: Annotated[list[MeasuredProgram], Field(min_length=1)]
    proposed: Proposal | None
    ablated: Ablated | None = None
