"""The task "predict": build the model afresh, take over trained weights, answer hidden inputs."""

from __future__ import annotations

import types
from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn

from ..channel import Channel
from ..models import build, load_arrays
from ..solution import LearnerError
from ..watching.observer import reseed
from .result import Array, Result


def predict(
    channel: Channel, solution: types.ModuleType, settings: Mapping[str, Any], seed: int
) -> Result:
    """The task "predict": outputs in evaluation mode twice, then in training mode twice.

    Raises LearnerError, or whatever the learner's code raises in evaluation mode. A model that
    cannot be called in training mode leaves those two out.
    """
    model = build(solution, settings["in_features"], settings["out_features"])
    with torch.no_grad():
        # Layers that a model makes in its first call must be there before their weights are.
        if {name for name, _ in model.named_parameters()} != set(settings["parameters"]):
            model.eval()
            model(torch.zeros(2, settings["in_features"]))
        answer, (inputs, *weights) = channel.ask({"op": "ready"})
        load_arrays(model, answer["names"], weights)
        model.eval()
        outputs = [_answer(model, inputs, settings, seed + run) for run in range(2)]
        model.train()
        try:
            outputs += [_answer(model, inputs, settings, seed + run) for run in range(2)]
        except Exception:  # Not needed for a figure, only asked to see what dropout does.
            del outputs[2:]
    return {}, outputs


def _answer(model: nn.Module, inputs: Array, settings: Mapping[str, Any], seed: int) -> Array:
    reseed(seed % (1 << 32))
    output = model(torch.from_numpy(inputs.copy()))
    rows, outputs = len(inputs), settings["out_features"]
    if not isinstance(output, Tensor):
        raise LearnerError(
            f"The model's `forward` returned a {type(output).__name__}; it must return one tensor "
            f"of shape ({rows}, {outputs})."
        )
    if output.is_complex():
        raise LearnerError("The model's outputs are complex numbers; they must be real.")
    if tuple(output.shape) != (rows, outputs) and not (
        outputs == 1 and tuple(output.shape) == (rows,)
    ):
        raise LearnerError(
            f"For {rows} rows of input the model returned the shape {tuple(output.shape)}; "
            f"it must be ({rows}, {outputs})."
        )
    return output.double().reshape(rows, outputs).cpu().numpy()
