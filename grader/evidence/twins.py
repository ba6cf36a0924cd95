"""Whether dropout acted in the graded run itself: twins among its batches."""

from __future__ import annotations

import numpy as np

from ..observation import Observation
from ..probes.real import TWIN_CYCLES, RealWorld
from .matrices import input_matrices
from .pairs import STAMP, STILL, TWIN, deviation
from .reading import NOTHING, Reading

_UNREADABLE = Reading(None, "The graded run's first layer does not tell whether dropout acted.")


def read_twins(observation: Observation, world: RealWorld) -> Reading:
    """Answers whether copies of one sample got different gradients in the graded run.

    A cycle's twins say something only where the returned weights learned from them: then their
    weights differ from those of `still`, which began equal and met the same decay.
    """
    matrices = input_matrices(observation)
    if not matrices or not np.isfinite(matrices[0].after).all():
        return _UNREADABLE
    before, after = matrices[0].before, matrices[0].after
    size = float(np.linalg.norm(before[:, world.still[0]])) + 1e-12
    apart = float(np.linalg.norm(after[:, world.still[0]] - after[:, world.still[1]]))
    if apart >= STILL * size:
        # Inputs were noised or weights drawn anew.
        return _UNREADABLE
    told = {
        cycle: deviation(before, after, pair, size)
        for cycle, pair in world.twins.items()
        if deviation(before, after, (pair[0], world.still[0]), size) > STAMP
    }
    first, later = (told.get(cycle) for cycle in TWIN_CYCLES)
    if max(told.values(), default=0.0) > TWIN:
        return Reading(
            True,
            "In the graded run two copies of one sample in one batch got different gradients "
            f"(their weights came apart by {max(told.values()):.2g} of their movement), as under "
            "dropout.",
        )
    if first is None or later is None:
        return NOTHING
    return Reading(
        False,
        "In the graded run two copies of one sample in one batch always got the same gradient: "
        "nothing was dropped at random.",
    )
