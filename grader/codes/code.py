"""What one code of the examiner is made of."""

from __future__ import annotations

from dataclasses import dataclass

from ..report import Severity

_MODULE = "inside-neural-networks/"
REGULARIZATION = f"{_MODULE}regularization-and-early-stopping"
LOOP = f"{_MODULE}the-training-loop"
DESCENT = f"{_MODULE}gradient-descent"
MODULES = f"{_MODULE}modules-and-autograd"
RECTIFIERS = f"{_MODULE}relu-and-its-family"
SIGMOIDS = f"{_MODULE}sigmoid-and-tanh"
LOGITS = f"{_MODULE}classification-losses"
REGRESSION = f"{_MODULE}regression-losses"
DESIGN = f"{_MODULE}designing-an-mlp"


@dataclass(frozen=True, slots=True)
class Code:
    """One code, as it is told to a learner: in the words of a teacher who looks at their screen.

    `title` names it. `seen` says what the examiner saw (each report adds its own figures), `means`
    what that does to a training, `look` where to look and what to do. `lesson` is where it is
    taught: `module/lesson#heading`. A question accuses nobody, and its texts must not either.
    """

    severity: Severity
    title: str
    seen: str
    means: str
    look: str
    lesson: str
