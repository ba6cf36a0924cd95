"""The tasks of networks of any shape: "fit" trains one, "answer" lets it answer, "sample" draws.

Unlike "train" they patch no weights and set no hooks: what counts is what comes out.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn

from ..channel import Channel
from ..loaders import StreamedLoader
from ..models import arrays_of, built_with, check_signature, function, load_arrays
from ..operations import operations_of
from ..solution import LearnerError
from ..values import plain_array
from ..watching.observer import reseed
from .result import Result
from .training import TRAIN, plain_history


def fit(
    channel: Channel, solution: types.ModuleType, settings: Mapping[str, Any], seed: int
) -> Result:
    """The task "fit": build, `train`, give weights and history back."""
    trainer = function(solution, "train", TRAIN)
    model = built_with(solution, settings["arguments"])
    names, arrays = arrays_of(model)
    parameters = [name for name, _ in model.named_parameters()]
    built = {"op": "built", "names": names, "parameters": parameters, "inputs": []}
    channel.ask(built, arrays)
    batch_size = settings["batch_size"]
    loaders = (
        StreamedLoader("train", settings["train_size"], batch_size, channel, None),
        StreamedLoader("validation", settings["validation_size"], batch_size, channel, None),
    )
    keywords = {"max_epochs": settings["max_epochs"], "patience": settings["patience"]}
    check_signature(trainer, "train", TRAIN, [model, *loaders], keywords)
    reseed(seed % (1 << 32))
    history = trainer(model, *loaders, **keywords)
    names, arrays = arrays_of(model)
    return {"names": names, "history": plain_history(history), "facts": None}, arrays


def answer(
    channel: Channel, solution: types.ModuleType, settings: Mapping[str, Any], seed: int
) -> Result:
    """The task "answer": a fresh model with trained weights on hidden inputs, in evaluation mode."""
    model, arrays = _with_weights(channel, solution, settings)
    reseed(seed % (1 << 32))
    with torch.no_grad():
        outputs = [_answered(model, array, settings) for array in arrays]
        used = operations_of(model, torch.from_numpy(arrays[0][:4].copy()))
    return {"operations": used}, outputs


def sample(
    channel: Channel, solution: types.ModuleType, settings: Mapping[str, Any], seed: int
) -> Result:
    """The task "sample": points drawn by the solution's own `sample(model, count)`."""
    call = "sample(model, count)"
    draw = function(solution, "sample", call)
    model, _ = _with_weights(channel, solution, settings)
    check_signature(draw, "sample", call, [model, settings["count"]], {})
    reseed(seed % (1 << 32))
    with torch.no_grad():
        points = draw(model, settings["count"])
    shape = (settings["count"], *settings["answer"])
    return {"operations": []}, [_checked(points, shape, "`sample`").double().cpu().numpy()]


def _with_weights(
    channel: Channel, solution: types.ModuleType, settings: Mapping[str, Any]
) -> tuple[nn.Module, list[Any]]:
    model = built_with(solution, settings["arguments"])
    body, (*inputs,) = channel.ask({"op": "ready"})
    count = len(body["names"])
    load_arrays(model, body["names"], inputs[len(inputs) - count :])
    model.eval()
    return model, inputs[: len(inputs) - count]


def _answered(model: nn.Module, inputs: Any, settings: Mapping[str, Any]) -> Any:
    output = model(torch.from_numpy(inputs.copy()))
    shape = (len(inputs), *settings["answer"])
    return plain_array(_checked(output, shape, "The model's `forward`").double())


def _checked(output: object, shape: tuple[int, ...], who: str) -> Tensor:
    if not isinstance(output, Tensor):
        raise LearnerError(
            f"{who} returned a {type(output).__name__}; it must return one tensor of shape {shape}."
        )
    if tuple(output.shape) != shape or output.is_complex():
        raise LearnerError(
            f"{who} returned the shape {tuple(output.shape)}; it must be {shape}, real numbers."
        )
    return output
