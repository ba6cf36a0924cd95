"""Codes of the weights that come back from a training."""

from __future__ import annotations

from .code import REGULARIZATION, Code

_BEST = f"{REGULARIZATION}#return-the-best-weights-not-the-last"
_COPY = f"{REGULARIZATION}#a-snapshot-must-be-a-copy"

CODES = {
    "best_alias": Code(
        severity="error",
        title="The saved weights moved with the model",
        seen="Weights were kept and loaded back, but they were the living tensors all along, so the "
        "last epoch came back under the name of the best.",
        means="`state_dict()` does not copy. It points at the tensors that the optimizer goes on "
        "changing; `dict(...)` and `.copy()` only wrap the same tensors anew.",
        look="Keep `copy.deepcopy(model.state_dict())`, or clone each tensor.",
        lesson=_COPY,
    ),
    "buffers_not_restored": Code(
        severity="error",
        title="Running statistics are those of another epoch",
        seen="The parameters of the best epoch came back, but with buffers of a later one.",
        means="Batch normalization keeps running means and variances in buffers. They belong to an "
        "epoch as much as its weights do; mixed, they fit neither.",
        look="Save and load the whole `state_dict()`. A copy of `model.parameters()` leaves the "
        "buffers out.",
        lesson=_COPY,
    ),
    "returns_last_weights": Code(
        severity="error",
        title="The last weights are returned, not the best",
        seen="The model came back with the weights of the last epoch, although an earlier one was "
        "better on validation data.",
        means="When the rule stops, the last epoch is by construction `patience` epochs past the "
        "best. Stopping is only half of the technique.",
        look="Take a copy at each new best, and call `model.load_state_dict(...)` with it before "
        "`train` returns, whichever way the loop ended.",
        lesson=_BEST,
    ),
    "wrong_epoch_restored": Code(
        severity="error",
        title="The weights of another epoch came back",
        seen="The weights that came back are of neither the best nor the last epoch.",
        means="The moment at which weights are saved does not fit the figure by which they are "
        "chosen: perhaps they are taken before the validation they are judged by, or by another "
        "figure.",
        look="Validate, compare, and copy in one place, in that order, before the next training step.",
        lesson=_BEST,
    ),
}
