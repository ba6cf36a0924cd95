"""Whether the reported history is the one that was observed."""

from __future__ import annotations

from statistics import median

import numpy as np

from ..report import Diagnostic
from .dossier import Dossier, ScriptedRun
from .helps import diagnose
from .series import follows_script, taken_for_good

_FOLLOWS = 0.75
_UNRELATED = 0.35
_CORRELATED = 0.8
_KNOWN_FAMILY = 0.999
# Below this, cycles that only the last batch was good in were taken for good ones.
_TAKEN_FOR_GOOD = 0.35


def history_mistakes(dossier: Dossier) -> list[Diagnostic]:
    """history_missing, history_mismatch, val_loss_last_batch."""
    scripted = dossier.scripted
    if scripted is None or dossier.diverged or not scripted.observation.finite:
        return []
    epochs = scripted.timeline.last_validated
    once = len(scripted.timeline.train) == 1 or len(scripted.timeline.validation) == 1
    reported = scripted.observation.history.validation
    if reported is None and not scripted.observation.history.given:
        evidence = 'No usable list "val_loss" was returned.'
        return [diagnose("history_missing", "outside", evidence)]
    if once or reported is None:
        return []
    if epochs and len(reported) not in (epochs, epochs + 1):
        evidence = f"{len(reported)} validation losses were reported for {epochs} validated epochs."
        return [diagnose("history_mismatch", "outside", evidence)]
    standing = taken_for_good(scripted.observation, scripted.timeline, scripted.world)
    if dossier.learned and standing is not None and standing < _TAKEN_FOR_GOOD:
        evidence = (
            "Epochs whose validation was good in the last batch only were reported as good ones "
            f"({standing:.2f} of the way from good to bad)."
        )
        return [diagnose("val_loss_last_batch", "outside", evidence)]
    if epochs and _is_last_batch(scripted):
        evidence = "The reported validation losses equal those of the last batches."
        return [diagnose("val_loss_last_batch", "inside", evidence)]
    return _mismatch(dossier, scripted)


def _is_last_batch(scripted: ScriptedRun) -> bool:
    seen = scripted.series.by_name
    names = ("reported", "last_batch", "validation")
    if any(name not in seen for name in names):
        return False
    reported, last, mean = (np.array(seen[name]) for name in names)
    is_last = bool(np.allclose(reported, last, rtol=1e-3, atol=1e-5))
    return is_last and not bool(np.allclose(reported, mean, rtol=1e-2, atol=1e-4))


def _mismatch(dossier: Dossier, scripted: ScriptedRun) -> list[Diagnostic]:
    history = scripted.observation.history.validation
    follows = follows_script(history, scripted.timeline, scripted.world)
    if follows is None or follows >= _FOLLOWS or not dossier.learned:
        return []
    words = (
        f"Reported losses follow the scripted course of validation in {follows:.0%} of the cases"
    )
    seen = scripted.series.by_name
    if "validation" not in seen:
        if follows < _UNRELATED and not dossier.alive:
            return [diagnose("history_mismatch", "outside", f"{words}.")]
        return []
    watched = follows_script(seen["validation"], scripted.timeline, scripted.world)
    if watched is None or watched < _FOLLOWS:
        # A model that hardly learned there does not follow the script, whatever is reported.
        return []
    families = [
        record.family or 0.0
        for facts in dossier.facts
        if facts.gradients is not None
        for record in facts.gradients.losses
    ]
    if "reported" not in seen or not families or median(families) <= _KNOWN_FAMILY:
        return []
    reported, observed = np.array(seen["reported"]), np.array(seen["validation"])
    moving = reported.std() > 0 and observed.std() > 0
    correlation = float(np.corrcoef(observed, reported)[0, 1]) if moving else 0.0
    if correlation >= _CORRELATED:
        return []
    evidence = f"{words}; their correlation with the observed losses is {correlation:.2f}."
    return [diagnose("history_mismatch", "inside", evidence)]
