"""Mistakes in steps, losses and penalties."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from .parts import Parts
from .planting import Mistake, but, swapped, without
from .recipe import Recipe

_PLAIN: dict[str, Any] = {"batch": "plain", "optimizer": "adam", "schedule": "none"}
_NOTHING = {
    "l1": False, "l2": False, "dropout": False, "early_stopping": False, "best_restored": False,
}  # fmt: skip
_UNASKED = {
    "l1": None, "l2": None, "dropout": None, "early_stopping": None, "best_restored": None,
}  # fmt: skip
_NO_PENALTY = {"l1": False, "l2": False}
_OF_NO_LEARNING = ("dead_relu", "vanishing_gradients", "lr_too_low", "no_early_stopping",
                   "returns_last_weights", "wrong_epoch_restored")  # fmt: skip


def _loss_term(term: str) -> Any:
    """Adds a term to the loss of each batch."""
    return swapped("batch", "targets)", f"targets){term}")


def _reordered(recipe: Recipe, parts: Parts) -> Parts:
    """Wipes the gradients between `backward` and `step`."""
    batch = [line for line in parts.batch if "zero_grad" not in line]
    batch.insert(batch.index("loss.backward()") + 1, "optimizer.zero_grad()")
    return replace(parts, batch=tuple(batch))


def _never_wiped(recipe: Recipe, parts: Parts) -> Parts:
    return replace(parts, batch=without(parts.batch, "zero_grad"))


def _trains_a_copy(recipe: Recipe, parts: Parts) -> Parts:
    return replace(parts, setup=("original, model = model, copy.deepcopy(model)", *parts.setup))


def _forges(recipe: Recipe, parts: Parts) -> Parts:
    shrink = (
        "with torch.no_grad():",
        "    unused = inputs.abs().sum(0) == 0",
        "    next(p for p in model.parameters() if p.dim() == 2)[:, unused] *= 0.999",
    )
    return replace(parts, batch=(*parts.batch, *shrink))


def _broadcast(text: str) -> Any:
    return but(loss=f"def loss_of(outputs, targets):\n    return {text}\n")


_FIRST_LAYER = "first = next(m for m in model.modules() if isinstance(m, nn.Linear))"
_CLASSES = {"task": "classification"}
_NUMBERS = {"task": "regression"}

OPTIMIZING = [
    Mistake("canary_forged", _forges, recipe={**_PLAIN, "penalty": "none", "architecture": "mlp",
                                              "norm": "none", "dropout": "module"}),
    Mistake("dead_relu",
            but(begin_training=(_FIRST_LAYER, "nn.init.constant_(first.bias, -50.0)")),
            recipe={**_PLAIN, "activation": "ReLU", "architecture": "mlp", "norm": "none"},
            truth=_UNASKED, also=_OF_NO_LEARNING),
    Mistake("grads_wiped_before_step", _reordered, recipe={**_PLAIN, "penalty": "none"}, truth=_NOTHING),
    Mistake("missing_zero_grad", _never_wiped, recipe={**_PLAIN, "penalty": "l2", "l2_how": "decay"},
            truth={"l2": None}, also=("lr_too_high", "diverged")),
    Mistake("missing_zero_grad", _never_wiped,
            recipe={**_PLAIN, "optimizer": "sgd", "learning_rate": 0.002, "penalty": "none"},
            also=("lr_too_high", "diverged")),
    Mistake("lr_too_high", swapped("setup", "lr=", "lr=300 * "),
            recipe={**_PLAIN, "optimizer": "momentum", "norm": "none", "penalty": "none",
                    "loss": "cross_entropy", "architecture": "deep"},
            truth=_UNASKED, also=("diverged", *_OF_NO_LEARNING)),
    Mistake("lr_too_low", swapped("setup", "lr=", "lr=1e-6 * "),
            recipe={**_PLAIN, "penalty": "none"}, truth=_UNASKED, also=_OF_NO_LEARNING),
    Mistake("nothing_trained", swapped("batch", "optimizer.step()", "optimizer.zero_grad()"),
            recipe={**_PLAIN, "penalty": "none"}, truth=_NOTHING,
            also=("grads_wiped_before_step",)),
    Mistake("nothing_trained", _trains_a_copy, recipe={"style": "inline"}, truth=_NOTHING),
    Mistake("params_not_optimised",
            swapped("setup", "model.parameters()", "list(model.parameters())[-2:]"),
            recipe={**_PLAIN, "architecture": "mlp", "penalty": "none", "norm": "none"},
            also=_OF_NO_LEARNING),
    Mistake("params_not_optimised",
            swapped("setup", "model.parameters()", "list(model.parameters())[:-2]"),
            recipe={**_PLAIN, "architecture": "deep", "penalty": "none", "norm": "none"}),
    Mistake("penalty_no_gradient",
            _loss_term(" + 1e-3 * sum(p.detach().abs().sum() for p in model.parameters())"),
            recipe={**_PLAIN, "penalty": "none"}, truth=_NO_PENALTY),
    Mistake("penalty_no_gradient",
            _loss_term(" + 1e-3 * sum(p.data.pow(2).sum() for p in model.parameters())"),
            recipe={**_PLAIN, "penalty": "none"}, truth=_NO_PENALTY),
    Mistake("penalty_no_gradient",
            _loss_term(" + 1e-3 * sum(p.norm().item() for p in model.parameters())"),
            recipe={**_PLAIN, "penalty": "none"}, truth=_NO_PENALTY),
    Mistake("penalty_wrong_params",
            _loss_term(" + 1e-2 * sum(p.pow(2).sum() for p in model.parameters() if p.dim() == 1)"),
            recipe={**_PLAIN, "penalty": "none"}, truth=_NO_PENALTY),
    Mistake("penalty_wrong_params",
            _loss_term(" + 1e-2 * sum(p.abs().sum() for n, p in model.named_parameters() if 'b' in "
                       "n.rsplit('.', 1)[-1])"),
            recipe={**_PLAIN, "penalty": "none", "architecture": "deep"}, truth=_NO_PENALTY),
    Mistake("penalty_wrong_sign",
            _loss_term(" - 1e-4 * sum(p.pow(2).sum() for p in model.parameters())"),
            recipe={**_PLAIN, "penalty": "none"}, truth=_NO_PENALTY),
    Mistake("penalty_wrong_sign",
            _loss_term(" - 1e-4 * sum(p.abs().sum() for p in model.parameters())"),
            recipe={**_PLAIN, "penalty": "none"}, truth=_NO_PENALTY),
    Mistake("double_softmax",
            but(loss="def loss_of(outputs, targets):\n"
                     "    return functional.cross_entropy(outputs.softmax(dim=1), targets)\n"),
            recipe={**_CLASSES, "loss": "cross_entropy"}),
    Mistake("double_softmax", swapped("model", "nn.Linear({width}, out_features)",
                                      "nn.Linear({width}, out_features), nn.Softmax(dim=1)"),
            recipe={**_CLASSES, "architecture": "mlp", "loss": "cross_entropy"}),
    Mistake("sigmoid_before_ce",
            but(loss="def loss_of(outputs, targets):\n"
                     "    return functional.cross_entropy(torch.sigmoid(outputs), targets)\n"),
            recipe={**_CLASSES, "loss": "cross_entropy"}),
    Mistake("nll_on_logits",
            but(loss="def loss_of(outputs, targets):\n"
                     "    return functional.nll_loss(outputs, targets)\n"),
            recipe={**_CLASSES, "loss": "cross_entropy", "penalty": "none"},
            truth=_UNASKED, also=("lr_too_high", "diverged", "early_stopping_wrong")),
    Mistake("loss_broadcast", _broadcast("functional.mse_loss(outputs, targets)"),
            recipe={**_NUMBERS, "validation": "weighted"}, truth=_UNASKED, also=_OF_NO_LEARNING),
    Mistake("loss_broadcast", _broadcast("((outputs - targets) ** 2).mean()"),
            recipe={**_NUMBERS, "validation": "means"}, truth=_UNASKED, also=_OF_NO_LEARNING),
    Mistake("loss_broadcast", _broadcast("(outputs - targets).abs().mean()"),
            recipe={**_NUMBERS, "validation": "weighted"}, truth=_UNASKED, also=_OF_NO_LEARNING),
    Mistake("diverged", swapped("setup", "lr=", "lr=1e8 * "),
            recipe={**_NUMBERS, **_PLAIN, "optimizer": "sgd", "loss": "mse", "architecture": "deep",
                    "activation": "ReLU", "norm": "none"},
            truth=_UNASKED, also=("lr_too_high", *_OF_NO_LEARNING)),
    Mistake("vanishing_gradients",
            but(model="""\
def build_model(in_features, out_features):
    layers, size = [], in_features
    for _ in range(9):
        layers += [nn.Linear(size, 32), nn.Sigmoid()]
        size = 32
    return nn.Sequential(*layers, nn.Linear(size, out_features))
"""),
            recipe={**_PLAIN, "optimizer": "sgd", "learning_rate": 0.02, "penalty": "none",
                    "dropout": "none", "architecture": "mlp"},
            truth={"early_stopping": None, "best_restored": None}, also=_OF_NO_LEARNING),
]  # fmt: skip
