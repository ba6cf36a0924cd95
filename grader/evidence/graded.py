"""Whether the graded run itself stopped as the scripted one says the program does."""

from __future__ import annotations

from ..datasets import Task
from ..observation import Observation
from ..report import Verdict
from .rules import replay
from .series import read_series
from .timeline import read_timeline

# So many epochs beyond where any rule would have stopped are no matter of counting.
_CLEARLY = 3


def ran_on(real: Observation, task: Task) -> str | None:
    """Evidence that training went on to `max_epochs` long after every rule would have stopped.

    By each series that is known: what was observed and what was reported. A margin makes a rule stop
    earlier, so none is the mildest. None where there is no such evidence.
    """
    timeline = read_timeline(real.log)
    epoch = timeline.last_validated
    if epoch < real.max_epochs:
        return None
    series = read_series(real, timeline, task).by_name
    names = [n for n in ("validation", "reported", "accuracy", "absolute_error") if n in series]
    stops = [replay(series[name], real.patience, real.max_epochs).epoch for name in names]
    known = [stop for stop in stops if stop is not None]
    if not known or len(known) < len(stops) or max(known) > epoch - _CLEARLY:
        return None
    return (
        f"In the graded run training went on to epoch {epoch}, though validation had not improved "
        f"for {real.patience} epochs after epoch {max(known)}."
    )


def held_against(scripted: Verdict, graded: str | None) -> Verdict:
    """A "yes" of the scripted run that the graded run contradicts waits for an instructor."""
    if scripted.value is not True or graded is None:
        return scripted
    evidence = f"In the examination: {scripted.evidence} But: {graded} The two do not fit together."
    return Verdict(value=None, evidence=evidence, disputed=True)
