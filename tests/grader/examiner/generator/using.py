"""Mistakes of mode, of data, of the output layer, and tampering."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from .parts import Parts
from .planting import Mistake, but, swapped
from .recipe import Recipe

_MLP: dict[str, Any] = {"architecture": "mlp", "dropout": "module"}
_BATCHES: dict[str, Any] = {"batch": "plain"}
_OUTPUT = "nn.Linear({width}, out_features)"
_OPEN = {"early_stopping": None, "best_restored": None}
_UNASKED = {**_OPEN, "l1": None, "l2": None, "dropout": None}


def _behind_the_output(layer: str) -> Any:
    return swapped("model", _OUTPUT, f"{_OUTPUT}, {layer}")


def _only_once(recipe: Recipe, parts: Parts) -> Parts:
    """Training mode is set before the loop only."""
    mode, *rest = parts.begin_epoch
    return replace(parts, begin_training=(*parts.begin_training, mode), begin_epoch=tuple(rest))


def _in_training_mode(recipe: Recipe, parts: Parts) -> Parts:
    return replace(parts, validation=parts.validation.replace("    model.eval()\n", ""))


def _always_drops(recipe: Recipe, parts: Parts) -> Parts:
    return replace(parts, model=parts.model.replace(", training=self.training", ""))


def _learns_from_validation(recipe: Recipe, parts: Parts) -> Parts:
    extra = ("for inputs, targets in val_loader:", *(f"    {line}" for line in parts.batch))
    return replace(parts, after_training=(*parts.after_training, *extra))


def _breaks(after: int) -> Any:
    def change(recipe: Recipe, parts: Parts) -> Parts:
        stop = ("if count >= 16:", "    break") if after else ("if count:", "    break")
        return replace(parts, batch=(*parts.batch, *stop))

    return change


def _plain_list(recipe: Recipe, parts: Parts) -> Parts:
    model = parts.model.replace("nn.ModuleList(", "list(")
    setup = tuple(
        line.replace(
            "model.parameters()", "[p for layer in model.layers for p in layer.parameters()]"
        )
        for line in parts.setup
    )
    return replace(parts, model=model, setup=setup)


def _no_parameter(recipe: Recipe, parts: Parts) -> Parts:
    model = parts.model.replace(
        "self.w2 = nn.Parameter(torch.randn(width, out_features) / width ** 0.5)",
        "self.w2 = (torch.randn(width, out_features) / width ** 0.5).requires_grad_()",
    )
    return replace(parts, model=model)


USING = [
    Mistake("dropout_active_in_eval", _always_drops,
            recipe={"architecture": "class", "dropout": "functional"}, truth=_OPEN),
    Mistake("dropout_active_in_eval", _always_drops,
            recipe={"architecture": "residual", "dropout": "functional"}, truth=_OPEN),
    Mistake("dropout_active_in_eval",
            swapped("model", "    def __init__", "    def train(self, mode=True):\n"
                    "        return super().train(True)\n\n    def __init__"),
            recipe={"architecture": "class", "dropout": "module", "norm": "none"}, truth=_OPEN,
            also=("val_in_train_mode",)),
    Mistake("dropout_off_after_first_validation", _only_once,
            recipe={**_MLP, "validation": "weighted", "rule": "strict"}, truth={"dropout": False}),
    Mistake("dropout_off_after_first_validation", _only_once,
            recipe={"architecture": "class", "dropout": "functional", "validation": "means",
                    "rule": "strict"},
            truth={"dropout": False}),
    Mistake("dropout_on_output", _behind_the_output("nn.Dropout(0.3)"),
            recipe={"architecture": "mlp", "dropout": "none"}, truth={"dropout": True}),
    Mistake("relu_on_output", _behind_the_output("nn.ReLU()"),
            recipe={"architecture": "mlp"}, truth=_UNASKED,
            also=("dead_relu", "no_early_stopping", "returns_last_weights")),
    Mistake("never_in_train_mode", but(begin_epoch=("model.eval()",)),
            recipe={**_MLP, **_BATCHES, "validation": "weighted"}, truth={"dropout": False}),
    Mistake("never_in_train_mode", but(begin_epoch=("model.train(False)",)),
            recipe={**_BATCHES, "architecture": "deep", "norm": "batch", "dropout": "mask",
                    "validation": "together"},
            truth={"dropout": False}),
    Mistake("val_in_train_mode", _in_training_mode, recipe={**_MLP, "validation": "weighted"},
            truth=_OPEN),
    Mistake("val_in_train_mode", _in_training_mode,
            recipe={"architecture": "class", "dropout": "functional", "validation": "means"},
            truth=_OPEN),
    Mistake("train_on_val", _learns_from_validation, recipe={"batch": "plain"}, truth=_OPEN,
            also=("early_stopping_wrong",)),
    Mistake("train_on_val", _learns_from_validation, recipe={"batch": "none_first"}, truth=_OPEN,
            also=("early_stopping_wrong",)),
    Mistake("partial_epoch", _breaks(0), recipe=_BATCHES, truth=_OPEN),
    Mistake("partial_epoch", but(batches="[b for b, _ in zip(train_loader, range(5))]"),
            recipe=_BATCHES, truth=_OPEN),
    Mistake("partial_validation",
            swapped("validation", "            count += len(targets)\n",
                    "            count += len(targets)\n            break\n"),
            recipe={"validation": "weighted"}, truth=_OPEN,
            also=("val_loss_last_batch", "history_mismatch", "early_stopping_wrong")),
    Mistake("partial_validation", swapped("validation", "in loader]", "in [next(iter(loader))]]"),
            recipe={"validation": "together"}, truth=_OPEN,
            also=("val_loss_last_batch", "history_mismatch", "early_stopping_wrong")),
    Mistake("train_loader_read_once", but(begin_training=("train_loader = list(train_loader)",)),
            recipe={"style": "inline"}, truth=_OPEN),
    Mistake("val_loader_read_once", but(begin_training=("val_loader = list(val_loader)",)),
            recipe={"style": "inline", "rule": "strict"}, truth=_OPEN),
    Mistake("tampering",
            but(begin_training=("torch.nn.modules.module._global_forward_hooks.clear()",)),
            truth=_UNASKED),
    Mistake("tampering",
            but(begin_training=("torch.nn.modules.module._global_forward_pre_hooks.clear()",)),
            truth=_UNASKED),
    Mistake("unregistered_params", _plain_list,
            recipe={"architecture": "modulelist", "optimizer": "adam", "penalty": "none",
                    "norm": "batch", "dropout": "none"},
            truth=_UNASKED, also=("nothing_trained", "returns_last_weights", "params_not_optimised")),
    Mistake("unregistered_params", _no_parameter,
            recipe={"architecture": "parameters", "optimizer": "adam"}, truth=_OPEN,
            also=("returns_last_weights", "wrong_epoch_restored", "params_not_optimised")),
]  # fmt: skip
