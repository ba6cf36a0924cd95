"""Whether two answers to one case agree, and in words where they do not. NumPy only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..assignment.equality import Aspect, Tolerance
from .asking import Answer, Output
from .case import Array, Case

# What float32's tolerance becomes in other precisions: double is held tighter, halves looser.
_RELATIVE = {"float64": 1e-8, "float16": 2e-2, "bfloat16": 5e-2}
_ABSOLUTE = {"float64": 1e-9, "float16": 2e-3, "bfloat16": 2e-2}
# What single precision costs the reference, it may cost a solution so many times.
_ROUNDING = 10.0
_AGAIN = Tolerance(relative=1e-5, absolute=1e-6)
_MOST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Difference:
    """How an answer differs in one aspect: a sentence, what was due, and what came."""

    says: str
    expected: str
    got: str
    # Whether it is a gradient that differs: then the backward pass is to be shown.
    of_gradient: bool = False


Differences = dict[Aspect, Difference]
# What an ordinary case tells of.
_ORDINARY: tuple[Aspect, ...] = (
    "values", "gradients", "types", "purity", "determinism", "state",
)  # fmt: skip


def differences(
    case: Case,
    got: Answer,
    want: Answer,
    double: Answer | None,
    tolerance: Tolerance,
    mapping: Mapping[str, str],
) -> Differences:
    """The aspects in which `got` differs from `want`, the reference's answer to the same case.

    `double` is the reference's answer in double precision: near either is near enough. `mapping`
    renames the reference's weights to the solution's.
    """
    values: Aspect = "values" if case.family == "ordinary" else case.family
    slopes: Aspect = "extremes" if case.family == "extremes" else "gradients"
    raised = got.raised
    if raised is not None and raised.phase != "differentiating":
        says = str(raised) if raised.recognised else f"It raised {raised}"
        return _everywhere(case, Difference(says, _shown(want.outputs), "nothing"))
    if (form := _form(got, want)) is not None:
        return _everywhere(case, form)
    found: Differences = {}
    _note(found, values, _values(got, want, double, tolerance))
    _note(found, "types", _types(got, want))
    if raised is not None:
        says = str(raised) if raised.recognised else f"Its backward pass raised {raised}"
        due = _gradients_shown(want.gradients)
        difference = Difference(says, due, "nothing", of_gradient=True)
        _note(found, slopes, difference)
    else:
        if want.gradients:
            _note(found, slopes, _gradients(case, got, want, double, tolerance))
        _note(found, "determinism", _determinism(got))
    _note(found, "purity", _purity(case, got))
    _note(found, "state", _state(got, want, double, tolerance, mapping))
    return found


def _everywhere(case: Case, difference: Difference) -> Differences:
    """No answer at all: then nothing that an answer would show can agree."""
    if case.family != "ordinary":
        return {case.family: difference}
    return dict.fromkeys(_ORDINARY, difference)


def _note(found: Differences, aspect: Aspect, difference: Difference | None) -> None:
    if difference is not None:
        found.setdefault(aspect, difference)


def _form(got: Answer, want: Answer) -> Difference | None:
    if len(got.outputs) == len(want.outputs):
        return None
    due, came = " and ".join(want.forms[:3]), " and ".join(got.forms[:3])
    return Difference(f"It returned {came} where {due} is due.", due, came)


def _values(
    got: Answer, want: Answer, double: Answer | None, tolerance: Tolerance
) -> Difference | None:
    for index, (mine, theirs) in enumerate(zip(got.outputs, want.outputs, strict=True)):
        exact = double.outputs[index].array if double is not None else None
        which = "" if len(want.outputs) == 1 else f" (output {index + 1})"
        if (difference := _output(mine, theirs, exact, tolerance, which)) is not None:
            return difference
    return None


def _types(got: Answer, want: Answer) -> Difference | None:
    """A number in place of a tensor, or another precision; a number of the reference's may be either."""
    for mine, theirs in zip(got.outputs, want.outputs, strict=True):
        if theirs.kind == "tensor" and (mine.kind, mine.dtype) != (theirs.kind, theirs.dtype):
            due = f"a {theirs.kind} of type {theirs.dtype}"
            came = f"a {mine.kind} of type {mine.dtype}"
            return Difference(f"It returned {came}.", due, came)
    return None


def _output(
    got: Output, want: Output, exact: Array | None, tolerance: Tolerance, which: str
) -> Difference | None:
    if got.array.shape != want.array.shape:
        due, came = f"shape {_shape(want.array)}", f"shape {_shape(got.array)}"
        return Difference(f"It returned the {came}{which}; the {due} is due.", due, came)
    if agree(got.array, want.array, exact, tolerance, want.dtype):
        return None
    return Difference(f"It returned other values{which}.", *_apart(want.array, got.array))


def _gradients(
    case: Case, got: Answer, want: Answer, double: Answer | None, tolerance: Tolerance
) -> Difference | None:
    if len(got.gradients) != len(want.gradients):
        return Difference("Its parameters are others than the reference's.", "", "")
    names = _gradient_names(case, want)
    for index, theirs in enumerate(want.gradients):
        mine = got.gradients[index]
        exact = double.gradients[index] if double is not None and double.gradients else None
        if theirs is None and mine is None:
            continue
        like = theirs if theirs is not None else mine
        assert like is not None
        due = np.zeros_like(like) if theirs is None else theirs
        if mine is None:
            if not np.any(due):
                continue
            says = f"No gradient reaches `{names[index]}`."
            return Difference(says, shown(due), "None", of_gradient=True)
        exact = None if exact is None or exact.shape != due.shape else exact
        if mine.shape != due.shape or not agree(mine, due, exact, tolerance, due.dtype.name):
            says = f"The gradient with respect to `{names[index]}` is another."
            return Difference(says, *_apart(due, mine), of_gradient=True)
    return None


def _gradient_names(case: Case, want: Answer) -> list[str]:
    names = []
    for call in case.calls:
        names += [name for name, v in call.items() if getattr(v, "gradient", False)]
        names += want.parameters
    return names or ["the input"]


def _purity(case: Case, got: Answer) -> Difference | None:
    if case.way == "optimizer":
        before = [g for step in case.gradients for g in step if g is not None]
    else:
        before = case.tensors
    for tensor, after in zip(before, got.inputs, strict=False):
        same = tensor.array.shape == after.shape and np.array_equal(
            tensor.array.astype(np.float64), after.astype(np.float64), equal_nan=True
        )
        if not same:
            what = "gradients it was given" if case.way == "optimizer" else "input"
            says = f"It changed its {what} in place."
            return Difference(says, shown(tensor.array), shown(after))
    return None


def _determinism(got: Answer) -> Difference | None:
    for first, second in zip(got.outputs, got.again, strict=False):
        same = first.array.shape == second.array.shape and agree(
            second.array, first.array, None, _AGAIN, "float32"
        )
        if not same:
            says = "Called again on the same input it returned something else."
            return Difference(says, shown(first.array), shown(second.array))
    return None


def _state(
    got: Answer,
    want: Answer,
    double: Answer | None,
    tolerance: Tolerance,
    mapping: Mapping[str, str],
) -> Difference | None:
    for name, due in want.state.items():
        mine = got.state.get(mapping.get(name, name))
        exact = double.state.get(name) if double is not None else None
        if mine is None or mine.shape != due.shape:
            says = f"`{mapping.get(name, name)}` is gone after the calls, or of another shape."
            return Difference(says, shown(due), "" if mine is None else shown(mine))
        if not agree(mine, due, exact, tolerance, due.dtype.name):
            says = f"After the calls `{mapping.get(name, name)}` holds something else."
            return Difference(says, shown(due), shown(mine))
    return None


def agree(got: Array, want: Array, exact: Array | None, tolerance: Tolerance, dtype: str) -> bool:
    """Whether every element is near the reference's, in its own precision or in double."""
    mine, due = got.astype(np.float64), want.astype(np.float64)
    if want.dtype.kind not in "f":
        return bool(np.array_equal(mine, due))
    best = due if exact is None or exact.shape != due.shape else exact.astype(np.float64)
    with np.errstate(all="ignore"):
        absolute = _ABSOLUTE.get(dtype, tolerance.absolute)
        relative = _RELATIVE.get(dtype, tolerance.relative)
        lost = np.where(np.isfinite(due - best), np.abs(due - best), 0.0)
        allowed = absolute + relative * np.abs(due) + _ROUNDING * lost
        near = (np.abs(mine - due) <= allowed) | (np.abs(mine - best) <= allowed)
        same = (mine == due) | (np.isnan(mine) & np.isnan(due)) | (mine == best)
    return bool(np.all(near & np.isfinite(mine) | same))


def _apart(due: Array, got: Array) -> tuple[str, str]:
    """Both as text, with as many digits as it takes to see that they differ."""
    for digits in (6, 10, 17):
        if (texts := (shown(due, digits), shown(got, digits)))[0] != texts[1]:
            break
    return texts


def shown(array: Array, digits: int = 6) -> str:
    """Numbers as a reader wants them: few digits, not too many."""
    flat = array.reshape(-1)
    numbers = ", ".join(f"{float(v):.{digits}g}" for v in flat[:_MOST_SHOWN].astype(np.float64))
    more = ", …" if flat.size > _MOST_SHOWN else ""
    if array.ndim == 0:
        return numbers
    return f"[{numbers}{more}]" if array.ndim == 1 else f"[{numbers}{more}] of {_shape(array)}"


def _shape(array: Array) -> str:
    return f"({', '.join(str(side) for side in array.shape)}{',' if array.ndim == 1 else ''})"


def _shown(outputs: Sequence[Output]) -> str:
    return "; ".join(shown(output.array) for output in outputs[:3])


def _gradients_shown(gradients: Sequence[Array | None]) -> str:
    return "; ".join("None" if g is None else shown(g) for g in gradients[:3])
