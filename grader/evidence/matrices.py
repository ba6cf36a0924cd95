"""The weights that multiply the raw inputs, before and after training."""

from __future__ import annotations

from dataclasses import dataclass

from ..observation import Matrix, Observation


@dataclass(frozen=True, slots=True)
class InputMatrix:
    """One first-layer matrix, float64 (units, features), as training began and as it ended."""

    name: str
    before: Matrix
    after: Matrix


def input_matrices(observation: Observation) -> list[InputMatrix]:
    """All of them, in the model's order."""
    return [
        InputMatrix(
            layer.name,
            layer.oriented(observation.initial[layer.name]),
            layer.oriented(observation.final[layer.name]),
        )
        for layer in observation.inputs
    ]
