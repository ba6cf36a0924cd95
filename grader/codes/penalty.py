"""Codes of weight penalties."""

from __future__ import annotations

from .code import REGULARIZATION, Code

CODES = {
    "canary_forged": Code(
        severity="error",
        title="Only weights that no data reaches were shrunk",
        seen="Weights of input columns that are always zero shrank; the weights of all other columns "
        "did not shrink along with them.",
        means="A penalty makes no difference between columns: it pulls on every weight. What shrinks "
        "the empty columns alone does nothing against over-fitting.",
        look="Add the penalty of whole weight matrices to the loss, or give the optimizer a "
        "`weight_decay`.",
        lesson=f"{REGULARIZATION}#in-the-loss-or-in-the-optimizer",
    ),
    "penalty_no_gradient": Code(
        severity="error",
        title="The penalty has no gradient",
        seen="The loss that was differentiated holds a part that does not depend on the weights, as "
        "far as autograd can see.",
        means="A penalty made from `.data`, `.detach()`, `.item()` or under `torch.no_grad()` is a "
        "plain number. It makes the loss look larger and moves no weight.",
        look="Compute it from the parameters themselves, "
        "`sum(p.pow(2).sum() for p in model.parameters())`, and add that to the loss before "
        "`backward()`. To test it: with a hundred times the strength, the weights must end smaller.",
        lesson=f"{REGULARIZATION}#in-the-loss-or-in-the-optimizer",
    ),
    "penalty_wrong_params": Code(
        severity="warning",
        title="The penalty reaches biases only",
        seen="A penalty acts, but no weight matrix feels it.",
        means="Biases are few and do not make a network wiggly. It is the weight matrices that "
        "over-fit, and they are free here.",
        look="Look at the condition that picks the parameters. Matrices have `p.ndim >= 2`, and their "
        "names end in `weight`.",
        lesson=f"{REGULARIZATION}#l2-a-pull-in-proportion",
    ),
    "penalty_wrong_sign": Code(
        severity="error",
        title="The penalty makes weights grow",
        seen="Weights that only a penalty can move moved away from zero.",
        means="The penalty is rewarded instead of punished: the larger a weight, the harder it is "
        "pushed outwards. That is the opposite of regularization.",
        look="Look at the sign. It is `loss = data_loss + strength * penalty`, with a strength above "
        "zero.",
        lesson=f"{REGULARIZATION}#l2-a-pull-in-proportion",
    ),
}
