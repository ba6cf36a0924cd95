"""Every mistake that can be planted, by its code; several ways for most."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from .optimizing import OPTIMIZING
from .parts import Parts
from .planting import Mistake, but
from .recipe import Recipe
from .using import USING

_NO_STOPPING = {"early_stopping": False}
_NOT_RESTORED = {"best_restored": False}
_NEITHER = {"early_stopping": False, "best_restored": False}
_UNKNOWN_BEST = {"early_stopping": False, "best_restored": None}
_STRICT: dict[str, Any] = {"rule": "strict"}


def _buffers_left(recipe: Recipe, parts: Parts) -> Parts:
    return replace(
        parts,
        snapshot="[p.detach().clone() for p in model.parameters()]",
        restore=(
            "with torch.no_grad():",
            "    for own, kept_value in zip(model.parameters(), KEPT):",
            "        own.copy_(kept_value)",
        ),
    )


def _kept_before_the_epoch(recipe: Recipe, parts: Parts) -> Parts:
    """What is kept as the best are the weights the epoch began with."""
    copied = "before = copy.deepcopy(model.state_dict())"
    return replace(
        parts,
        begin_training=(copied,),
        begin_epoch=(*parts.begin_epoch, copied),
        snapshot="before",
    )


def _ignored(patience: str) -> dict[str, Any]:
    return {"enough": f"WAITED >= {patience}"}


_RESTORES: dict[str, Any] = {"keeping": "deepcopy"}
_LOADED = ("model.load_state_dict(KEPT)",)

STOPPING = [
    Mistake("best_alias", but(snapshot="model.state_dict()", restore=_LOADED), truth=_NOT_RESTORED),
    Mistake("best_alias", but(snapshot="dict(model.state_dict())", restore=_LOADED),
            truth=_NOT_RESTORED),
    Mistake("best_alias",
            but(snapshot="{n: p.detach() for n, p in model.state_dict().items()}", restore=_LOADED),
            truth=_NOT_RESTORED),
    Mistake("best_alias", but(snapshot="copy.copy(model.state_dict())", restore=_LOADED),
            truth=_NOT_RESTORED),
    Mistake("buffers_not_restored", _buffers_left, recipe={"norm": "batch", "architecture": "mlp"}),
    Mistake("buffers_not_restored", _buffers_left,
            recipe={"norm": "input_batch", "architecture": "class"}),
    Mistake("compares_to_previous", but(better="current < PREVIOUS"), recipe=_STRICT, truth=_NEITHER),
    Mistake("compares_to_previous", but(better='len(history["val_loss"]) < 2 or '
                                               'current < history["val_loss"][-2]'),
            recipe=_STRICT, truth=_NEITHER),
    Mistake("counter_not_reset", but(on_better=()), recipe=_STRICT, truth=_UNKNOWN_BEST),
    Mistake("early_stop_on_train_loss",
            but(better='history["train_loss"][-1] < BEST',
                on_better=('BEST = history["train_loss"][-1]', "WAITED = 0")),
            recipe=_STRICT, truth=_NEITHER),
    Mistake("early_stopping_wrong", but(enough="WAITED == 0 and epoch >= 4"), recipe=_STRICT,
            truth=_UNKNOWN_BEST, also=("patience_ignored", "no_early_stopping")),
    Mistake("no_early_stopping", but(enough="False"), truth=_UNKNOWN_BEST),
    Mistake("no_early_stopping", but(on_worse=("WAITED = 0",)), truth=_UNKNOWN_BEST),
    Mistake("patience_ignored", but(**_ignored("7")), truth=_UNKNOWN_BEST),
    Mistake("patience_ignored", but(**_ignored("10")), truth=_UNKNOWN_BEST),
    Mistake("patience_off_by_one", but(enough="WAITED > patience"), recipe=_STRICT,
            truth=_UNKNOWN_BEST),
    Mistake("patience_off_by_one", but(enough="WAITED >= patience - 1"), recipe=_STRICT,
            truth=_UNKNOWN_BEST),
    Mistake("patience_off_by_one", but(enough="WAITED == patience + 1"), recipe=_STRICT,
            truth=_UNKNOWN_BEST),
    Mistake("returns_last_weights", but(restore=()), truth=_NOT_RESTORED),
    Mistake("returns_last_weights",
            but(restore=("copy.deepcopy(model).load_state_dict(KEPT)",)), recipe=_RESTORES,
            truth=_NOT_RESTORED),
    Mistake("wrong_epoch_restored", but(on_worse=("WAITED += 1", "if WAITED == 1:",
                                                  "    KEPT = copy.deepcopy(model.state_dict())"),
                                        restore=_LOADED), recipe=_RESTORES, truth=_NOT_RESTORED),
    Mistake("wrong_epoch_restored", _kept_before_the_epoch,
            recipe={**_RESTORES, "style": "inline", "rule": "strict"}, truth=_NOT_RESTORED),
    Mistake("val_loss_last_batch",
            but(validation="""\
def validate(model, loader):
    model.eval()
    with torch.no_grad():
        for inputs, targets in loader:
            loss = loss_of(model(inputs), targets).item()
    return loss
"""), truth={"early_stopping": None, "best_restored": None},
            also=("wrong_epoch_restored", "early_stopping_wrong", "history_mismatch")),
    Mistake("validation_not_used",
            but(metric='history["train_loss"][-1]', before=""),
            truth=_NEITHER, also=("early_stop_on_train_loss",)),
    Mistake("validation_not_used",
            but(validation="def validate(model, loader):\n"
                           "    return sum(float(x.mean()) for x, _ in loader)\n"),
            recipe=_STRICT, also=("history_mismatch",),
            truth={"early_stopping": None, "best_restored": None, "l1": None, "l2": None,
                   "dropout": None}),
    Mistake("history_missing", but(result="None")),
    Mistake("history_missing", but(result="{}")),
    Mistake("history_missing", but(result='{"loss": history["val_loss"]}')),
    Mistake("history_mismatch", but(recorded='history["train_loss"][-1]'), recipe=_STRICT),
    Mistake("history_mismatch", but(recorded="0.9 ** epoch"), recipe=_STRICT),
    Mistake("history_mismatch", but(result='{"train_loss": history["train_loss"], '
                                           '"val_loss": history["val_loss"][:-2]}')),
]  # fmt: skip

MISTAKES: dict[str, list[Mistake]] = {}
for _mistake in [*STOPPING, *OPTIMIZING, *USING]:
    MISTAKES.setdefault(_mistake.code, []).append(_mistake)
