"""Codes of dropout, and of training mode and evaluation mode."""

from __future__ import annotations

from .code import REGULARIZATION, Code

_MODES = f"{REGULARIZATION}#training-mode-and-evaluation-mode"

CODES = {
    "dropout_active_in_eval": Code(
        severity="error",
        title="Dropout still acts at prediction",
        seen="In evaluation mode the model gave different answers to the same input.",
        means="Dropout is an exercise for training. When units are still silenced at prediction, each "
        "answer is a lottery, and the figure on hidden data suffers.",
        look="`functional.dropout` is always on unless told otherwise: pass "
        "`training=self.training`, or use an `nn.Dropout` layer, which knows its mode.",
        lesson=_MODES,
    ),
    "dropout_off_after_first_validation": Code(
        severity="error",
        title="Dropout acts in the first epoch only",
        seen="The model answered at random in the first training epoch and never again after the "
        "first validation.",
        means="`model.eval()` before validation stays in force until `model.train()` is called. From "
        "the second epoch on there was no dropout, and batch normalization used frozen statistics.",
        look="Call `model.train()` at the start of every epoch, inside the loop, not once above it.",
        lesson=_MODES,
    ),
    "dropout_on_output": Code(
        severity="warning",
        title="Dropout behind the last layer",
        seen="Some of the final outputs are set to zero at random.",
        means="A hidden unit that falls silent can be stood in for by others. An output cannot: its "
        "logit is simply lost for that sample, and the loss punishes the network for it.",
        look="Move the dropout between the hidden layers, behind an activation.",
        lesson=f"{REGULARIZATION}#dropout",
    ),
    "never_in_train_mode": Code(
        severity="error",
        title="The model trains in evaluation mode",
        seen="The model was in evaluation mode whenever it was given training batches.",
        means="In evaluation mode dropout does nothing and batch normalization does not learn its "
        "statistics, so these layers might as well be absent.",
        look="Call `model.train()` before the training batches of every epoch. Is there a "
        "`model.eval()` in `build_model`, or above the loop?",
        lesson=_MODES,
    ),
    "val_in_train_mode": Code(
        severity="error",
        title="Validation runs in training mode",
        seen="The model was in training mode while it was given validation batches.",
        means="Dropout then blurs the very figure that decides when to stop and which epoch is best, "
        "and batch normalization learns from validation data.",
        look="Call `model.eval()` before each validation. To test it: validating twice in a row must "
        "give the same loss to the last digit.",
        lesson=_MODES,
    ),
}
