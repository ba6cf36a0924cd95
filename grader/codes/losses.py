"""Codes of the loss and of the layer it is computed from."""

from __future__ import annotations

from .code import DESIGN, LOGITS, REGRESSION, Code

CODES = {
    "double_softmax": Code(
        severity="error",
        title="Softmax is applied twice",
        seen="`cross_entropy` was given probabilities instead of logits.",
        means="`cross_entropy` applies log-softmax itself. Softmax of a softmax can hardly leave the "
        "middle: its gradient is flat, and learning is slow even where it works.",
        look="Let the model return plain logits. Whoever wants probabilities applies softmax after "
        "training.",
        lesson=f"{LOGITS}#logits-not-probabilities",
    ),
    "loss_broadcast": Code(
        severity="error",
        title="Each prediction is compared with every target",
        seen="The loss compared outputs of shape (N, 1) with targets of shape (N,).",
        means="Broadcasting makes an N by N table out of them. Its mean is smallest when every "
        "prediction is the mean of all targets, so the network learns to say one number.",
        look="Give both one shape: `output.squeeze(1)`, or `targets.unsqueeze(1)`. PyTorch warns of "
        "this; look at what your program printed.",
        lesson=f"{REGRESSION}#which-one-to-take",
    ),
    "nll_on_logits": Code(
        severity="error",
        title="`nll_loss` is given logits",
        seen="`nll_loss` was given numbers that are no log-probabilities.",
        means="It only picks the number of the right class and turns its sign. Without the "
        "log-softmax, raising all logits lowers the loss without end.",
        look="Use `cross_entropy` on logits, or put `log_softmax` before `nll_loss`.",
        lesson=f"{LOGITS}#logits-not-probabilities",
    ),
    "relu_on_output": Code(
        severity="error",
        title="A ReLU stands behind the last layer",
        seen="Outputs are never negative, and often exactly zero.",
        means="Where an output is cut to zero it has no gradient, and what is below zero cannot be "
        "said at all: half of all logits, and every negative target.",
        look="End the network with its last linear layer. An activation belongs between layers.",
        lesson=f"{DESIGN}#what-the-task-decides",
    ),
    "sigmoid_before_ce": Code(
        severity="error",
        title="A sigmoid stands before cross-entropy",
        seen="`cross_entropy` was given sigmoid outputs.",
        means="Squeezed between 0 and 1, logits can differ by 1 at most, so even a perfect network "
        "stays unsure of every class, and its gradients are small.",
        look="Leave the sigmoid out: `cross_entropy` wants plain logits.",
        lesson=f"{LOGITS}#logits-not-probabilities",
    ),
}
