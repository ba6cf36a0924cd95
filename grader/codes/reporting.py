"""Codes of what a program returns, and of how it could be examined."""

from __future__ import annotations

from .code import LOOP, REGULARIZATION, Code

CODES = {
    "history_mismatch": Code(
        severity="warning",
        title="The history is not what happened",
        seen="The validation losses that `train` returns are not those the model had.",
        means="Whoever looks at your curves is told another story. It costs no points here, for "
        "nothing rests on what a program says of itself.",
        look="Append one figure an epoch, averaged over the whole validation pass, after that epoch's "
        "training.",
        lesson=f"{LOOP}#the-whole-loop",
    ),
    "history_missing": Code(
        severity="warning",
        title="There is no history",
        seen="`train` did not return the losses of its epochs.",
        means="Without the two curves you cannot see whether a network over-fits or under-fits.",
        look='Return `{"train_loss": [...], "val_loss": [...]}` from `train`, one figure an epoch.',
        lesson=f"{REGULARIZATION}#over-fitting-seen-on-two-curves",
    ),
    "probe_failed": Code(
        severity="error",
        title="A second, shorter training failed",
        seen="The program was also trained on a small, noisier set of batches, and ended with an "
        "error there.",
        means="`in_features`, `max_epochs`, `patience` and the number of batches differ from run to "
        "run. What could only be seen in that run could not be seen.",
        look="Look for a number in your code that fits the graded data only.",
        lesson=f"{LOOP}#the-whole-loop",
    ),
    "tampering": Code(
        severity="question",
        title="Hooks that watch the training were gone",
        seen="Hooks that watch the training from inside did not stand any more when it ended.",
        means="A program may remove hooks for reasons of its own. What is seen from inside was left "
        "out of account; what is seen from outside counts as ever.",
        look="Does your program change functions of `torch` itself, clear hooks, or replace "
        "`backward`?",
        lesson=f"{LOOP}#the-five-lines",
    ),
}
