"""Mistakes that keep a model from learning: weights never stepped, steps of the wrong size."""

from __future__ import annotations

from statistics import median

import numpy as np

from ..facts import Facts, Steps
from ..report import Diagnostic, Source
from .dossier import Dossier
from .helps import diagnose

# Relative size of one update: above the first a weight is thrown away, below the last it stands still.
_THROWN = 1.0
_LARGE = 0.02
_STILL = 2e-5
_DEAD_AT_START, _DEAD = 0.9, 0.95
_VANISHED = 1e-3
# A loss that rises to this many times a constant guess's was driven there.
_EXPLODED, _RISEN = 20.0, 3.0


def optimization(dossier: Dossier, already: set[str], *, penalized: bool) -> list[Diagnostic]:
    """nothing_trained and all that has to do with steps. `already` are codes that explain a bad loss."""
    facts = dossier.facts[0] if dossier.facts else None
    if dossier.untrained and not dossier.diverged:
        hidden = [found for found in _wiring(facts) if found.id == "unregistered_params"]
        return hidden or ([_untrained(dossier, facts)] if dossier.real.parameters else [])
    found = _unmoved(dossier, facts)
    if dossier.diverged:
        found.append(diagnose("diverged", *_divergence(dossier)))
    found += _wiring(facts)
    if facts is not None:
        explained = already & {"nll_on_logits", "loss_broadcast"} or found
        if (size := _step_size(dossier, facts, bool(explained), penalized)) is not None:
            found.append(size)
    return found


def _untrained(dossier: Dossier, facts: Facts | None) -> Diagnostic:
    if facts is not None and (wiped := _wiped(dossier, facts)) is not None:
        return wiped
    return diagnose("nothing_trained", "outside", "No weight changed in any of the runs.")


def _wiped(dossier: Dossier, facts: Facts) -> Diagnostic | None:
    steps = facts.steps
    # An optimizer of another model's parameters finds no gradients either, and nobody wiped them.
    own = steps is not None and len(steps.uncovered) < len(dossier.real.parameters)
    empty = steps is not None and steps.empty >= 0.9 * steps.steps_checked
    if steps is not None and own and empty and steps.steps_checked > 3:
        evidence = (
            f"In {steps.empty} of {steps.steps_checked} steps every gradient was zero or missing."
        )
        return diagnose("grads_wiped_before_step", "inside", evidence)
    return None


def _unmoved(dossier: Dossier, facts: Facts | None) -> list[Diagnostic]:
    """Matrices that came back unchanged from every run, though others moved."""
    if dossier.scripted is None or dossier.diverged:
        return []
    scripted = dossier.scripted.observation
    still = [
        name
        for name in set(dossier.real.unchanged) & set(scripted.unchanged)
        if scripted.initial[name].size > 1
    ]
    source: Source = "outside"
    if facts is not None and facts.steps is not None:
        # A dead or switched-off layer gets no gradient but was given to the optimizer: no mistake.
        still = [name for name in still if name in facts.steps.uncovered]
        source = "inside"
    if not still:
        return []
    evidence = f"Never changed: {', '.join(sorted(still)[:4])}."
    return [diagnose("params_not_optimised", source, evidence)]


def _divergence(dossier: Dossier) -> tuple[Source, str]:
    if not dossier.real.finite:
        return "outside", "Weights came back that are infinite or not a number."
    return "inside", "Losses were infinite or not a number while training."


def _wiring(facts: Facts | None) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    if facts is None:
        return found
    if facts.modes is not None and facts.modes.unregistered:
        count = facts.modes.unregistered
        evidence = f"{count} trainable tensor(s) took part in the outputs without being parameters."
        found.append(diagnose("unregistered_params", "inside", evidence))
    steps = facts.steps
    if steps is not None and steps.stale_checked >= 5 and steps.stale >= 0.8 * steps.stale_checked:
        evidence = (
            f"In {steps.stale} of {steps.stale_checked} steps old gradients were still there."
        )
        found.append(diagnose("missing_zero_grad", "inside", evidence))
    return found


def _step_size(
    dossier: Dossier, facts: Facts, explained: bool, penalized: bool
) -> Diagnostic | None:
    """Why the loss did not fall, if it did not."""
    steps, losses = facts.steps, facts.losses
    if steps is None or losses is None:
        return None
    updates = [update for update in steps.updates if update is not None]
    early = max(updates[:3], default=None)
    train = [row.loss for row in losses.rows if row.kind == "train" and row.loss is not None]
    if dossier.diverged:
        if early is not None and early > _THROWN:
            return diagnose("lr_too_high", "inside", _update_words(early))
        began_low = losses.first_loss is not None and losses.first_loss < 3 * dossier.trivial_loss
        if began_low and train and max(train) > _EXPLODED * dossier.trivial_loss:
            return diagnose("lr_too_high", "inside", f"The training loss rose to {max(train):.3g}.")
        return None
    if not train:
        return None
    if (dead := _dead_at_start(facts)) is not None:
        return dead
    if early is not None and max(early, median(updates)) < _STILL and train[-1] > 0.8 * train[0]:
        # Where nothing fires there is no gradient, and no learning rate would help.
        cause = _wiped(dossier, facts) or _dead_at_end(facts)
        return cause or diagnose("lr_too_low", "inside", _update_words(early))
    trivial = dossier.trivial_loss
    began_low = losses.first_loss is not None and losses.first_loss < 3 * trivial
    highest = max(train[:3])
    if began_low and highest > _EXPLODED * max(trivial, losses.first_loss or 0.0):
        return diagnose("lr_too_high", "inside", f"The training loss rose to {highest:.3g}.")
    if explained or penalized or dossier.learned:
        return None
    return _not_learned(facts, steps, early, train, trivial, began_low)


def _not_learned(
    facts: Facts,
    steps: Steps,
    early: float | None,
    train: list[float],
    trivial: float,
    began_low: bool,
) -> Diagnostic | None:
    """The cause of a figure no better than a constant guess's, where one is seen."""
    updates = [update for update in steps.updates if update is not None]
    if early is not None and early > _THROWN:
        return diagnose("lr_too_high", "inside", _update_words(early))
    if began_low and max(train[:3]) > _RISEN * trivial:
        return diagnose("lr_too_high", "inside", f"The training loss rose to {max(train[:3]):.3g}.")
    if (dead := _dead_at_end(facts)) is not None:
        return dead
    ratios = [ratio for ratio in steps.gradient_ratios if ratio is not None][:8]
    if ratios and median(ratios) < _VANISHED:
        evidence = f"The first layer's gradient is {median(ratios):.1e} of the last layer's."
        return diagnose("vanishing_gradients", "inside", evidence)
    if updates and train[-1] > 1.5 * trivial and median(updates) > _LARGE:
        return diagnose("lr_too_high", "inside", _update_words(float(np.median(updates))))
    return None


def _dead_at_start(facts: Facts) -> Diagnostic | None:
    dead = [share for share in (facts.activity.dead_at_start if facts.activity else []) if share]
    if dead and max(dead) >= _DEAD_AT_START:
        evidence = f"Before training, {max(dead):.0%} of a layer's units are zero for every input."
        return diagnose("dead_relu", "inside", evidence)
    return None


def _dead_at_end(facts: Facts) -> Diagnostic | None:
    dead = [share for share in (facts.activity.dead_at_end if facts.activity else []) if share]
    if not dead or max(dead) < _DEAD:
        return None
    evidence = f"After training, {max(dead):.0%} of a layer's units are zero for every input."
    return diagnose("dead_relu", "inside", evidence)


def _update_words(size: float) -> str:
    return f"One update changed a layer's weights by {size:.2g} of their size."
