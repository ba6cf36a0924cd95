"""The examiner's codes: how grave each is, and what a learner is told about it."""

from __future__ import annotations

from dataclasses import dataclass

from ..report import Diagnostic, Severity, Source


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a diagnostic."""

    severity: Severity
    help: str


CODES: dict[str, Code] = {
    "best_alias": Code(
        "error",
        "The weights kept as the best changed along with the model: `state_dict()` gives references, "
        "not copies. Keep `copy.deepcopy(model.state_dict())`.",
    ),
    "buffers_not_restored": Code(
        "error",
        "The best parameters came back, but batch normalization's running statistics stayed those of "
        "a later epoch. Save and load the whole `state_dict()`, buffers included.",
    ),
    "canary_forged": Code(
        "error",
        "Only weights that no data reaches were shrunk. A penalty acts on all weights: add it to the "
        "loss, or give the optimizer a `weight_decay`.",
    ),
    "compares_to_previous": Code(
        "error",
        "The counter restarts whenever validation is better than in the epoch before. Compare with "
        "the best loss so far, not with the previous one.",
    ),
    "counter_not_reset": Code(
        "error",
        "Bad epochs are counted over the whole training. Set the counter back to zero whenever the "
        "validation loss reaches a new best.",
    ),
    "dead_relu": Code(
        "error",
        "A layer's units output zero for every input, so no gradient passes through them. Look at "
        "its initial weights and biases and at the learning rate, or try a leaky ReLU.",
    ),
    "diverged": Code(
        "error",
        "The loss or the weights became infinite or not a number. Lower the learning rate, and look "
        "for a logarithm or a division that can meet zero.",
    ),
    "double_softmax": Code(
        "error",
        "`cross_entropy` applies softmax itself. Here it was given probabilities, which flattens its "
        "gradient. Let the model return logits.",
    ),
    "dropout_active_in_eval": Code(
        "error",
        "In evaluation mode the same input gets different answers. Use `nn.Dropout`, or pass "
        "`training=self.training` to `functional.dropout`.",
    ),
    "dropout_off_after_first_validation": Code(
        "error",
        "Dropout acted in the first epoch only: after validation the model stayed in evaluation mode. "
        "Call `model.train()` at the start of every epoch.",
    ),
    "dropout_on_output": Code(
        "warning",
        "Some of the final outputs are set to zero at random. Put dropout between hidden layers, not "
        "behind the last one.",
    ),
    "early_stop_on_train_loss": Code(
        "error",
        "Training stopped when the training loss ceased to fall. Early stopping watches the "
        "validation loss.",
    ),
    "early_stopping_wrong": Code(
        "question",
        "Training stopped, but neither where patience demands nor by a mistake known here. What does "
        "your rule compare, and when does it count?",
    ),
    "grads_wiped_before_step": Code(
        "error",
        "Gradients were zero whenever the optimizer stepped. The order is `zero_grad()`, "
        "`backward()`, `step()`.",
    ),
    "history_mismatch": Code(
        "warning",
        "The validation losses that `train` returns are not those the model had. Append one figure an "
        "epoch, averaged over the whole validation pass.",
    ),
    "history_missing": Code(
        "warning",
        'Return {"train_loss": [...], "val_loss": [...]} from `train`, one figure an epoch.',
    ),
    "loss_broadcast": Code(
        "error",
        "Outputs of shape (N, 1) were subtracted from targets of shape (N,), which compares each "
        "prediction with every target. Use `output.squeeze(1)`.",
    ),
    "lr_too_high": Code(
        "error",
        "The first updates were so large that the loss rose instead of falling. Lower the learning "
        "rate.",
    ),
    "lr_too_low": Code(
        "error",
        "Each step moved the weights by next to nothing. Raise the learning rate.",
    ),
    "missing_zero_grad": Code(
        "error",
        "Gradients of earlier steps were still there when the next ones were computed. Call "
        "`optimizer.zero_grad()` in every step.",
    ),
    "never_in_train_mode": Code(
        "error",
        "The model was in evaluation mode whenever it was trained, so dropout and batch normalization "
        "did not do their work. Call `model.train()` before the training batches.",
    ),
    "nll_on_logits": Code(
        "error",
        "`nll_loss` wants log-probabilities and was given logits, which it can lower without end. Use "
        "`cross_entropy`, or `log_softmax` first.",
    ),
    "no_early_stopping": Code(
        "error",
        "Training went on to the last epoch although validation had long been getting worse. Stop "
        "when it has not improved for `patience` epochs.",
    ),
    "nothing_trained": Code(
        "error",
        "Every weight came back exactly as it was. Is `step()` called, on an optimizer that was given "
        "this model's parameters?",
    ),
    "params_not_optimised": Code(
        "error",
        "Some layers never changed. Give the optimizer `model.parameters()`, all of them.",
    ),
    "partial_epoch": Code(
        "warning",
        "Each epoch used only a part of the training batches. Is there a `break` or a `return` inside "
        "the loop over them?",
    ),
    "partial_validation": Code(
        "warning",
        "Each validation used only a part of its batches, so its loss says little. Average over the "
        "whole loader.",
    ),
    "patience_ignored": Code(
        "error",
        "Training stopped after another number of bad epochs than `patience` says. Use the argument "
        "instead of a number of your own.",
    ),
    "patience_off_by_one": Code(
        "error",
        "Training stopped one epoch too early or too late. It should stop when validation has not "
        "improved for exactly `patience` epochs in a row.",
    ),
    "penalty_no_gradient": Code(
        "error",
        "The loss contains a part that no gradient passes through: a penalty computed from `.data`, "
        "`.detach()` or `.item()` only shifts the figure. Compute it from the parameters themselves.",
    ),
    "penalty_wrong_params": Code(
        "warning",
        "The penalty reaches biases only. Apply it to the weight matrices.",
    ),
    "penalty_wrong_sign": Code(
        "error",
        "The penalty makes weights grow. Add it to the loss instead of subtracting it.",
    ),
    "relu_on_output": Code(
        "error",
        "Outputs are never negative, and often exactly zero: there is a ReLU behind the last layer. "
        "Let the last layer return its plain values.",
    ),
    "returns_last_weights": Code(
        "error",
        "The model came back with the weights of the last epoch. Keep a copy of the best weights and "
        "load it before returning.",
    ),
    "sigmoid_before_ce": Code(
        "error",
        "`cross_entropy` was given sigmoid outputs. It wants logits: leave the sigmoid out.",
    ),
    "tampering": Code(
        "question",
        "Hooks that watch the training were gone when it ended. What is seen from inside was "
        "therefore left out of account.",
    ),
    "train_loader_read_once": Code(
        "question",
        "The training loader was iterated once only. Do you keep its batches? Iterating anew each "
        "epoch gives a new order.",
    ),
    "train_on_val": Code(
        "error",
        "The weights learned from validation data. Validation batches must reach neither `backward` "
        "nor a step.",
    ),
    "unregistered_params": Code(
        "error",
        "Some trainable tensors are no parameters of the model, so they are neither saved nor found "
        "by `model.parameters()`. Use `nn.Parameter` and `nn.ModuleList`.",
    ),
    "val_in_train_mode": Code(
        "error",
        "During validation the model was in training mode, so dropout blurred its loss. Call "
        "`model.eval()` before validating.",
    ),
    "val_loader_read_once": Code(
        "question",
        "The validation loader was iterated once only. Do you keep its batches?",
    ),
    "val_loss_last_batch": Code(
        "error",
        "The validation loss is that of the last batch alone. Average over all batches, weighted by "
        "their sizes.",
    ),
    "validation_not_used": Code(
        "error",
        "The model was never asked about validation data while it was trained, so nothing could tell "
        "when to stop.",
    ),
    "vanishing_gradients": Code(
        "warning",
        "Gradients in the first layer are a thousand times smaller than in the last: it hardly learns. "
        "Try ReLU, better initial weights, normalization or fewer layers.",
    ),
    "wrong_epoch_restored": Code(
        "error",
        "The weights that came back are of neither the best nor the last epoch. Save them at the "
        "moment when the validation loss reaches a new best.",
    ),
    "probe_failed": Code(
        "error",
        "The program was trained a second time on a small, noisier set of batches, with another "
        "`max_epochs` and `patience`. It must not depend on one size of data.",
    ),
}


def diagnose(code: str, source: Source, evidence: str) -> Diagnostic:
    """The diagnostic of a code, with the evidence it rests on."""
    known = CODES[code]
    return Diagnostic(
        id=code, severity=known.severity, source=source, evidence=evidence, help=known.help
    )
