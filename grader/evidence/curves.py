"""The learning curves of the graded run: as observed, else as reported."""

from __future__ import annotations

from ..observation import Observation
from ..report import Curves
from .series import mean_losses
from .timeline import read_timeline


def read_curves(observation: Observation) -> Curves:
    """One figure an epoch; `best_epoch` has the least validation loss, `stop_epoch` came last."""
    timeline = read_timeline(observation.log)
    if not timeline.cycles:
        return Curves()
    facts = observation.facts
    if facts is not None and facts.losses is not None and facts.losses.rows:
        epochs = range(1, timeline.cycles + 1)
        train = mean_losses(facts.losses.rows, "train", timeline)
        validation = mean_losses(facts.losses.rows, "validation", timeline)
        return _curves(
            [train.get(epoch) for epoch in epochs],
            [validation.get(epoch) for epoch in epochs],
            timeline.cycles,
            observed=True,
        )
    history = observation.history
    return _curves(
        list(history.train or ()), list(history.validation or ()), timeline.cycles, observed=False
    )


def _curves(
    train: list[float | None], validation: list[float | None], stop: int, *, observed: bool
) -> Curves:
    known = [(loss, epoch) for epoch, loss in enumerate(validation, 1) if loss is not None]
    return Curves(
        train=train,
        validation=validation,
        best_epoch=min(known)[1] if known else None,
        stop_epoch=stop,
        source="observed" if observed else "reported",
    )
