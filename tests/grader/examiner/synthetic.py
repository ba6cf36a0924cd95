"""Runs that never happened: logs and weights as a scripted world would have left them."""

from __future__ import annotations

import numpy as np

from grader import datasets
from grader.observation import History, InputLayer, Observation, Pass, Tensor
from grader.probes.script import ScriptWorld

IRIS = datasets.load("iris", "only for tests")


def script_world(patience: int = 3, *, wide: bool = False) -> ScriptWorld:
    return ScriptWorld(IRIS, 1, patience=patience, wide=wide)


def alternating(epochs: int, *, first: str = "train") -> tuple[Pass, ...]:
    """So many epochs of a whole training pass and a whole validation pass each."""
    log = [] if first == "train" else [Pass("validation", 1, 8, 8)]
    for epoch in range(1, epochs + 1):
        log.append(Pass("train", epoch, 40, 40))
        log.append(Pass("validation", len(log) // 2 + 1, 8, 8))
    counts = {"train": 0, "validation": 0}
    for entry in log:
        counts[entry.kind] += 1
        entry.number = counts[entry.kind]
    return tuple(log)


def scripted_weights(
    world: ScriptWorld,
    *,
    learned: int,
    dropout: tuple[int, ...] = (),
    sealed: bool = False,
    noisy: bool = False,
) -> tuple[Tensor, Tensor]:
    """First-layer weights before and after learning from the first `learned` passes.

    `dropout` are the cycles whose twins came apart; `sealed` that validation data was learned;
    `noisy` that inputs were noised.
    """
    generator = np.random.default_rng(0)
    before = world.initial_weights(generator.standard_normal((16, world.features)) * 0.1)
    moves = generator.standard_normal(before.shape) * 0.05
    pairs = world.pairs
    apart = {*pairs.stamps[:learned]}
    apart |= {pair for cycle in dropout for pair in pairs.twins[cycle]}
    apart |= {pairs.seal} if sealed else set()
    apart |= set(pairs.control) if noisy else set()
    for left, right in pairs.every:
        if (left, right) not in apart:
            moves[:, right] = moves[:, left]
    return before.astype(np.float32), (before + moves).astype(np.float32)


def scripted_run(
    world: ScriptWorld,
    *,
    epochs: int,
    returned: int,
    log: tuple[Pass, ...] | None = None,
    reported: tuple[float, ...] | None = None,
    dropout: tuple[int, ...] = (),
    sealed: bool = False,
    noisy: bool = False,
) -> Observation:
    """A run of so many epochs that came back with the weights of epoch `returned`."""
    before, after = scripted_weights(
        world, learned=returned, dropout=dropout, sealed=sealed, noisy=noisy
    )
    return Observation(
        world="script",
        max_epochs=world.max_epochs,
        patience=world.patience,
        initial={"w": before},
        final={"w": after},
        parameters=("w",),
        inputs=(InputLayer("w", 1),),
        log=alternating(epochs) if log is None else log,
        history=History(None, reported),
    )


def script_losses(world: ScriptWorld, epochs: int) -> tuple[float, ...]:
    """The validation losses a learning program sees."""
    return tuple(0.5 / epoch + 3.0 * world.badness(epoch) for epoch in range(1, epochs + 1))
