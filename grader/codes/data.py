"""Codes of the data a loop reads: what it trains on, what it validates on, and how much of it."""

from __future__ import annotations

from .code import LOOP, REGULARIZATION, Code

_CURVES = f"{REGULARIZATION}#over-fitting-seen-on-two-curves"

CODES = {
    "train_on_val": Code(
        severity="error",
        title="Validation data reached the weights",
        seen="Marks that stand in validation batches only were found in the weights, or a step was "
        "taken on them.",
        means="Data that is learned from cannot say any more how well the network does on new data: "
        "the validation loss looks better than it is, and early stopping comes too late.",
        look="Neither `backward()` nor `step()` belongs into validation. Put it under "
        "`torch.no_grad()`, and check which loader each loop reads.",
        lesson=f"{LOOP}#data-in-three-parts",
    ),
    "validation_not_used": Code(
        severity="error",
        title="Validation data is never asked for",
        seen="The model was never asked about validation data while it was trained.",
        means="Without it nothing can tell when the network ceases to learn what carries over.",
        look="After each training pass, compute the mean loss over `val_loader` in evaluation mode.",
        lesson=_CURVES,
    ),
    "partial_epoch": Code(
        severity="warning",
        title="Each epoch uses a part of the training data",
        seen="Typically only some of the training batches of a pass were asked for.",
        means="The network sees fewer examples than there are, and the training loss you report "
        "speaks of those alone.",
        look="Is there a `break` or a `return` inside the loop over batches, one level too deep?",
        lesson=f"{LOOP}#the-whole-loop",
    ),
    "partial_validation": Code(
        severity="warning",
        title="Each validation uses a part of its data",
        seen="Typically only some of the validation batches of a pass were asked for.",
        means="A figure from a few batches jumps about, so the rule stops by chance.",
        look="Average over the whole `val_loader`. Is there a `return` inside the loop over batches?",
        lesson=f"{LOOP}#the-whole-loop",
    ),
    "val_loss_last_batch": Code(
        severity="error",
        title="The validation loss is that of the last batch",
        seen="The figure that decides equals the loss of the last validation batch alone.",
        means="The last batch is small and always the same few examples, so the rule follows them "
        "instead of the validation data.",
        look="Sum over all batches, weighted by their sizes, and divide by the number of examples.",
        lesson=f"{LOOP}#the-whole-loop",
    ),
    "train_loader_read_once": Code(
        severity="question",
        title="Do you keep the training batches?",
        seen="The training loader was iterated once only.",
        means="Keeping batches in a list is allowed. The loader would give them in a new order each "
        "time, which usually helps.",
        look="If you did not mean to: write `for inputs, targets in train_loader` inside the loop over "
        "epochs, and do not call `iter()` above it.",
        lesson=f"{LOOP}#data-in-three-parts",
    ),
    "val_loader_read_once": Code(
        severity="question",
        title="Do you keep the validation batches?",
        seen="The validation loader was iterated once only.",
        means="Keeping batches in a list is allowed, if the model is asked about them after every "
        "epoch.",
        look="If you did not mean to: write `for inputs, targets in val_loader` inside your "
        "validation, and do not call `iter()` above it.",
        lesson=f"{LOOP}#data-in-three-parts",
    ),
}
