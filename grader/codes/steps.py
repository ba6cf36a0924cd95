"""Codes of gradients and steps: what moves the weights, and how far."""

from __future__ import annotations

from .code import DESCENT, LOOP, MODULES, RECTIFIERS, SIGMOIDS, Code

CODES = {
    "nothing_trained": Code(
        severity="error",
        title="No weight moved",
        seen="Every weight came back exactly as it went in.",
        means="Whatever the loop computed, none of it reached the model that was passed to `train`.",
        look="Is `optimizer.step()` called? Was the optimizer given `model.parameters()` of this "
        "model, not of a copy? Was the model trained in place?",
        lesson=f"{LOOP}#the-five-lines",
    ),
    "grads_wiped_before_step": Code(
        severity="error",
        title="Gradients are wiped before the step",
        seen="Gradients were zero, or gone, whenever the optimizer stepped.",
        means="The step had nothing to go by, so the weights stayed where they were.",
        look="The order is `zero_grad()`, `backward()`, `step()`, with nothing that clears gradients "
        "between the last two.",
        lesson=f"{LOOP}#the-five-lines",
    ),
    "diverged": Code(
        severity="error",
        title="The training diverged",
        seen="The loss or the weights became infinite or not a number.",
        means="Once a weight is NaN, everything computed from it is, and no later step mends it.",
        look="Lower the learning rate by a factor of ten first. Then look for a logarithm or a "
        "division that can meet zero; `torch.autograd.set_detect_anomaly(True)` names the operation.",
        lesson=f"{DESCENT}#one-step",
    ),
    "missing_zero_grad": Code(
        severity="error",
        title="Gradients pile up",
        seen="When new gradients were computed, those of earlier steps were still there.",
        means="`backward()` adds to what is in `.grad`. Each step then follows the sum of all "
        "gradients so far: a momentum without a brake.",
        look="Call `optimizer.zero_grad()` in every step, before `backward()`. If you accumulate "
        "gradients on purpose, clear them after each step.",
        lesson=f"{LOOP}#gradients-add-up",
    ),
    "unregistered_params": Code(
        severity="error",
        title="Some trainable tensors are no parameters",
        seen="Tensors with gradients took part that `model.parameters()` does not list.",
        means="They are neither trained by the optimizer nor saved in `state_dict()`, so they are "
        "lost when the weights are loaded into a fresh model.",
        look="Plain Python lists hide layers: use `nn.ModuleList`, and `nn.Parameter` for single "
        "tensors.",
        lesson=f"{MODULES}#a-model-is-an-object-with-a-forward",
    ),
    "params_not_optimised": Code(
        severity="error",
        title="Some layers never change",
        seen="Some parameters came back exactly as they were, while others moved.",
        means="The optimizer does not know them, or no gradient reaches them. A frozen random layer "
        "wastes what stands above it.",
        look="Give the optimizer `model.parameters()`, all of them, after the model is complete. Is "
        "there a `detach()` or a `requires_grad_(False)` on the way?",
        lesson=f"{LOOP}#when-it-does-not-learn",
    ),
    "lr_too_high": Code(
        severity="error",
        title="The steps are too large",
        seen="The first updates changed the weights so much that the loss rose instead of falling.",
        means="Each step overshoots the valley it aims for.",
        look="Divide the learning rate by ten until the loss falls in the first epoch, then by three "
        "once more. With Adam, 1e-3 is a good place to start.",
        lesson=f"{DESCENT}#one-step",
    ),
    "lr_too_low": Code(
        severity="error",
        title="The steps are too small",
        seen="Each step moved the weights by next to nothing, and the loss stayed high.",
        means="The network would learn, but not within the epochs there are.",
        look="Multiply the learning rate by ten until the loss falls visibly in the first epoch.",
        lesson=f"{DESCENT}#one-step",
    ),
    "dead_relu": Code(
        severity="error",
        title="A layer is dead",
        seen="The units of a layer output zero for every input.",
        means="No gradient passes through a ReLU that is off, so what is dead cannot come back to "
        "life: from there down, nothing learns.",
        look="Print `(hidden > 0).float().mean()` for each layer before and after the first epoch. "
        "Dead from the start points to initial weights or biases; dead later, to a learning rate that "
        "is too high. A leaky ReLU always lets something through.",
        lesson=f"{RECTIFIERS}#units-that-die",
    ),
    "vanishing_gradients": Code(
        severity="warning",
        title="Gradients vanish on their way down",
        seen="Gradients in the first layer are a thousand times smaller than in the last.",
        means="The first layers hardly learn: each saturating activation on the way multiplies the "
        "gradient by a number well below one.",
        look="Try ReLU in place of sigmoid or tanh, initial weights made for your activation, "
        "normalization, residual connections, or fewer layers.",
        lesson=f"{SIGMOIDS}#why-gradients-vanish-in-depth",
    ),
}
