"""Smaller cases than one that failed: the fewer and rounder the numbers, the clearer the mistake."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from .case import Case, Tensor

Floats = NDArray[np.float64]

MOST_CANDIDATES = 28


def smaller(case: Case) -> list[Case]:
    """Candidates, each smaller than `case`; some may make no sense, which the reference then says."""
    found: list[Case] = []
    seen: set[tuple[object, ...]] = set()
    for candidate in _candidates(case):
        key = _key(candidate)
        if candidate.size < case.size and key not in seen:
            seen.add(key)
            found.append(candidate)
    found.sort(key=lambda candidate: candidate.size)
    # The smallest often miss the mistake: keep some of every size.
    step = max(1, len(found) // MOST_CANDIDATES)
    return found[::step][:MOST_CANDIDATES]


def _key(case: Case) -> tuple[object, ...]:
    tensors = tuple((t.array.tobytes(), t.array.shape, t.layout) for t in case.tensors)
    return (*tensors, len(case.calls), len(case.gradients), case.steps, case.plain_sum)


def _candidates(case: Case) -> Iterator[Case]:
    yield from _fewer_calls(case)
    for side in sorted({side for t in case.tensors for side in t.array.shape if side > 1}):
        for keep in _parts(side):
            yield _with(case, lambda t, side=side, keep=keep: _cut(t, side, keep))  # type: ignore[misc]
    yield _with(case, lambda t: replace(t, layout="plain"))
    yield _with(case, _first_axis_dropped)
    for change in (_ones, _whole, _tenths, _hundredths, _three_digits):
        yield _with(case, lambda t, change=change: _numbers(t, change))  # type: ignore[misc]
        for index in range(min(len(case.tensors), 6)):
            yield _one(case, index, change)
    for index, tensor in enumerate(case.tensors[:4]):
        for element in range(min(tensor.array.size, 8)):
            yield _one(case, index, lambda a, element=element: _alone(a, element))  # type: ignore[misc]


def _fewer_calls(case: Case) -> Iterator[Case]:
    for keep in range(1, len(case.calls)):
        yield replace(case, calls=case.calls[:keep], modes=case.modes[:keep])
        yield replace(case, calls=case.calls[keep:], modes=case.modes[keep:])
    for keep in {1, 2, 3, len(case.gradients) // 2, len(case.gradients) - 1}:
        if 0 < keep < len(case.gradients):
            yield replace(case, gradients=case.gradients[:keep])
    if len(case.parameters) > 1:
        for index in range(len(case.parameters)):
            steps = tuple((step[index],) for step in case.gradients)
            yield replace(case, parameters=(case.parameters[index],), gradients=steps)
    for fewer in {1, 2, 3, case.steps // 2, case.steps - 1}:
        if 0 < fewer < case.steps:
            yield replace(case, steps=fewer)


def _parts(side: int) -> list[slice]:
    half = side // 2
    single = [slice(i, i + 1) for i in range(min(side, 4))]
    return [*single, slice(0, half), slice(half, side), slice(0, 2), slice(0, side - 1)]


def _with(case: Case, change: Callable[[Tensor], Tensor]) -> Case:
    return case.with_tensors([change(tensor) for tensor in case.tensors])


def _one(case: Case, index: int, change: Callable[[Floats], Floats]) -> Case:
    tensors = case.tensors
    tensors[index] = _numbers(tensors[index], change)
    return case.with_tensors(tensors)


def _cut(tensor: Tensor, side: int, keep: slice) -> Tensor:
    array = tensor.array
    where = tuple(keep if length == side else slice(None) for length in array.shape)
    return replace(tensor, array=np.ascontiguousarray(array[where]).reshape(array[where].shape))


def _first_axis_dropped(tensor: Tensor) -> Tensor:
    array = tensor.array
    return replace(tensor, array=array[0]) if array.ndim and array.shape[0] == 1 else tensor


def _numbers(tensor: Tensor, change: Callable[[Floats], Floats]) -> Tensor:
    if tensor.bounds is None:
        return tensor
    with np.errstate(all="ignore"):
        changed = np.clip(change(tensor.array.astype(np.float64)), *tensor.bounds)
    # At zero many functions have a kink, where two sides may differ without a mistake.
    changed = np.where((changed == 0) & (tensor.array != 0), tensor.array, changed)
    return replace(tensor, array=np.asarray(changed).astype(tensor.array.dtype))


def _ones(array: Floats) -> Floats:
    return np.ones_like(array)


def _whole(array: Floats) -> Floats:
    return np.asarray(np.round(array))


def _tenths(array: Floats) -> Floats:
    return np.asarray(np.round(array, 1))


def _hundredths(array: Floats) -> Floats:
    return np.asarray(np.round(array, 2))


def _three_digits(array: Floats) -> Floats:
    rounded = [float(f"{float(v):.3g}") for v in array.reshape(-1)]
    return np.array(rounded, np.float64).reshape(array.shape)


def _alone(array: Floats, element: int) -> Floats:
    left = np.ones(array.size)
    left[element] = array.reshape(-1)[element]
    return left.reshape(array.shape)
