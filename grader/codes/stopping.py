"""Codes of early stopping: when a training ends, and by which rule."""

from __future__ import annotations

from .code import REGULARIZATION, Code

_PATIENCE = f"{REGULARIZATION}#patience"

CODES = {
    "compares_to_previous": Code(
        severity="error",
        title="Validation is compared with the epoch before",
        seen="Training went on where validation was better than in the epoch before, though worse "
        "than the best.",
        means="A loss of 0.50, 0.60, 0.59, 0.58 falls twice and has not improved on 0.50 once. Such a "
        "rule lets a jagged curve reset its counter for ever.",
        look="Keep the best loss so far in a variable of its own, and change it only when a new loss "
        "is lower.",
        lesson=_PATIENCE,
    ),
    "counter_not_reset": Code(
        severity="error",
        title="The counter of bad epochs is never set back",
        seen="Training stopped when the bad epochs of the whole training, not those in a row, reached "
        "the patience.",
        means="Patience counts epochs in a row without a new best. Without a reset, a training that "
        "still makes progress is cut off in the middle of it.",
        look="Set the counter to zero in the branch that finds a new best.",
        lesson=_PATIENCE,
    ),
    "early_stop_on_train_loss": Code(
        severity="error",
        title="The rule watches the training loss",
        seen="Training stopped just after the training loss ceased to fall, whatever validation did.",
        means="The training loss falls long after a network has begun to learn by heart. Only data "
        "that is not trained on can tell when to stop.",
        look="Look at what is handed to your stopping rule. It must be the mean loss over "
        "`val_loader`.",
        lesson=f"{REGULARIZATION}#early-stopping",
    ),
    "early_stopping_wrong": Code(
        severity="question",
        title="When does your rule stop?",
        seen="Training stopped, but neither where patience demands nor where a mistake known here "
        "would stop it.",
        means="There may be a good reason that the examiner does not know. A rule is easy to get "
        "almost right, so it is worth a test of its own.",
        look="Try it without a network: for validation losses 0.9, 0.7, 0.8, 0.6, 0.7, 0.7, 0.7 and "
        "patience 3 it should stop after epoch 7 and return epoch 4. What does it compare, and when "
        "does it count?",
        lesson=_PATIENCE,
    ),
    "no_early_stopping": Code(
        severity="error",
        title="Training does not stop early",
        seen="Training went on to the last epoch, though validation had not improved for longer than "
        "`patience`.",
        means="Each further epoch gives the weights room to fit noise, and costs time.",
        look="After each validation, count the epochs since the best one, and leave the loop when "
        "there are `patience` of them. If you have such a rule: is it called, and does `break` leave "
        "the loop over epochs?",
        lesson=f"{REGULARIZATION}#early-stopping",
    ),
    "patience_ignored": Code(
        severity="error",
        title="The patience given is not the one used",
        seen="Training stopped after another number of bad epochs than the argument `patience` says.",
        means="Your program is trained more than once, with different values. Whoever calls `train` "
        "relies on the number they pass.",
        look="Search your file for a number where `patience` should stand, and for a default that "
        "hides the argument.",
        lesson=_PATIENCE,
    ),
    "patience_off_by_one": Code(
        severity="error",
        title="Patience is off by one",
        seen="Training stopped one epoch too early or one too late.",
        means="With patience 3 the third epoch in a row without a new best is the last one.",
        look="Look at `>` against `>=`, and at whether the counter is raised before or after it is "
        "compared. Count through 0.6, 0.7, 0.7, 0.7 with a pencil.",
        lesson=_PATIENCE,
    ),
}
