"""Draws a subject's cases from its declaration: equal seeds draw equal cases."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ..assignment.equality import (
    FunctionSubject,
    LayerSubject,
    OptimizerSubject,
    ScheduleSubject,
    SubjectBase,
)
from ..assignment.inputs import (
    FLOATING,
    Argument,
    ChosenArgument,
    IntegerArgument,
    NumberArgument,
    Plain,
    Shape,
    Side,
    SizeArgument,
    TensorArgument,
    Values,
)
from ..sandbox.wire import Json
from .case import Array, Case, Family, Layout, Tensor, Value

_LAYOUTS: tuple[Layout, ...] = ("transposed", "strided")
# Every so many cases, one of each other family that the subject has.
_ORDINARY_SHARE = 2
# The part of a tensor's elements that become extremes in a case of that family.
_EXTREME_SHARE = 0.6
# Gradients on which optimizers differ that agree on ordinary ones.
_GRADIENT_EXTREMES = (0.0, 1e-12, -1e-8, 1e4, -1e6)


_EVERYWHERE = (-float("inf"), float("inf"))


def draw_cases(name: str, subject: SubjectBase, *, secret: str, seed: int) -> list[Case]:
    """The hidden cases of one subject, numbered from 0."""
    cases: list[Case] = []
    turns: Counter[Family] = Counter()
    for number, family in enumerate(_families(subject)):
        draw = _Draw(subject.sizes, family, _generator(secret, seed, name, number), turns[family])
        turns[family] += 1
        cases.append(_draw(name, subject, number, draw))
    return cases


def _families(subject: SubjectBase) -> list[Family]:
    """Half ordinary cases, the others in turn."""
    others: list[Family] = [
        family
        for family in ("types", "edges", "extremes", "layouts")
        if family in subject.aspects and (family != "types" or _has_other_types(subject))
    ]
    found: list[Family] = []
    for number in range(subject.cases):
        turn = number // _ORDINARY_SHARE
        ordinary = number % _ORDINARY_SHARE == 0 or not others
        found.append("ordinary" if ordinary else others[turn % len(others)])
    return found


def _has_other_types(subject: SubjectBase) -> bool:
    if isinstance(subject, OptimizerSubject):
        return True
    arguments = [
        *getattr(subject, "arguments", {}).values(),
        *getattr(subject, "keywords", {}).values(),
    ]
    return any(isinstance(a, TensorArgument) and len(a.dtypes) > 1 for a in arguments)


def _generator(secret: str, seed: int, name: str, number: int) -> np.random.Generator:
    digest = hashlib.sha256(f"{secret}\0{seed}\0{name}\0{number}".encode()).digest()
    return np.random.default_rng(list(digest))


def _draw(name: str, subject: SubjectBase, number: int, draw: _Draw) -> Case:
    family, seed = draw.family, int(draw.generator.integers(1 << 31))
    match subject:
        case FunctionSubject():
            calls: tuple[dict[str, Value], ...] = (
                {**draw.arguments(subject.arguments), **draw.arguments(subject.keywords)},
            )
            keywords = frozenset(subject.keywords)
            return Case(number, name, subject.call, family, seed, calls=calls, keywords=keywords)
        case LayerSubject():
            build = draw.plain(subject.build)
            calls = tuple(draw.arguments(subject.arguments) for _ in subject.passes)
            modes: tuple[str, ...] = tuple(subject.passes)
            return Case(
                number, name, subject.call, family, seed, calls=calls, build=build, modes=modes
            )
        case OptimizerSubject():
            return _optimizer(name, subject, number, family, seed, draw)
        case ScheduleSubject():
            rate = float(subject.learning_rates[number % len(subject.learning_rates)])
            build = draw.plain(subject.build)
            steps = subject.steps
            return Case(
                number,
                name,
                subject.call,
                family,
                seed,
                build=build,
                learning_rate=rate,
                steps=steps,
            )
    raise AssertionError(f"no subject is a {type(subject).__name__}")


def _optimizer(
    name: str, subject: OptimizerSubject, number: int, family: Family, seed: int, draw: _Draw
) -> Case:
    dtype = "float64" if family == "types" else "float32"
    weights = Values(normal=[0.0, 1.0])
    shapes = [draw.sides(shape) for shape in subject.parameters]
    parameters = tuple(
        Tensor(draw.values(weights, shape, dtype), dtype, bounds=_EVERYWHERE) for shape in shapes
    )

    def gradient(shape: tuple[int, ...]) -> Tensor | None:
        if family == "edges" and draw.generator.random() < 0.3:
            return None
        array = draw.values(subject.gradients, shape, dtype)
        if family == "extremes":
            array = draw.with_extremes(array, list(_GRADIENT_EXTREMES))
        return Tensor(array, dtype, bounds=_EVERYWHERE)

    gradients = tuple(tuple(gradient(shape) for shape in shapes) for _ in range(subject.steps))
    return Case(
        number, name, subject.call, family, seed,
        build=draw.plain(subject.build), parameters=parameters, gradients=gradients,
    )  # fmt: skip


class _Draw:
    """One case's sizes and the numbers drawn for it."""

    def __init__(
        self,
        sizes: Mapping[str, list[int]],
        family: Family,
        generator: np.random.Generator,
        turn: int,
    ) -> None:
        self.family, self.generator, self._turn = family, generator, turn
        self._combination = turn
        self._sizes = {
            name: self._size(least, greatest) for name, (least, greatest) in sizes.items()
        }

    def _size(self, least: int, greatest: int) -> int:
        """Edges meet the least of each size, often; extremes need room for all of them."""
        match self.family:
            case "edges" if self.generator.random() < 0.7:
                return least
            case "edges" | "types":
                low = least
            case "extremes":
                low = max(least, (greatest + 1) // 2)
            case _:
                # What is empty has no values to compare.
                low = max(least, min(1, greatest))
        return int(self.generator.integers(low, greatest + 1))

    def arguments(self, declared: Mapping[str, Argument]) -> dict[str, Value]:
        """A value for each, by name."""
        return {name: self._argument(argument) for name, argument in declared.items()}

    def plain(self, declared: Mapping[str, Plain]) -> dict[str, Json]:
        """A plain value for each, by name."""
        return {name: self._plain(argument) for name, argument in declared.items()}

    def _argument(self, argument: Argument) -> Value:
        if isinstance(argument, TensorArgument):
            return self._tensor(argument)
        return self._plain(argument)

    def _plain(self, argument: Plain) -> Json:
        match argument:
            case ChosenArgument(choose=choices):
                # All combinations of choices in their turn, the first declared one changing fastest.
                self._combination, index = divmod(self._combination, len(choices))
                value: Json = choices[index]
                return value
            case IntegerArgument(integer=(least, greatest)):
                return int(self.generator.integers(least, greatest + 1))
            case NumberArgument(number=(low, high)):
                # Few digits, so that a printed case shows the number itself.
                return float(f"{self.generator.uniform(low, high):.4g}")
            case SizeArgument(size=side):
                return self._side(side)
        raise AssertionError

    def _tensor(self, argument: TensorArgument) -> Tensor:
        first, *others = argument.dtypes
        dtype = first
        if self.family == "types" and others:
            dtype = others[self._turn % len(others)]
        shapes = argument.shapes
        if self.family == "edges" and len(shapes) > 1 and self.generator.random() < 0.5:
            shape = min(shapes, key=len)
        elif self.family in ("layouts", "extremes"):
            shape = max(shapes, key=len)
        else:
            shape = shapes[int(self.generator.integers(len(shapes)))]
        array = self.values(argument.values, self.sides(shape), dtype)
        if self.family == "extremes" and argument.extremes:
            array = self.with_extremes(array, argument.extremes)
        layout: Layout = "plain"
        if self.family == "layouts":
            layout = _LAYOUTS[int(self.generator.integers(len(_LAYOUTS)))]
            if array.ndim < 2 and layout == "transposed":
                layout = "strided"
        slope = argument.gradient and dtype in FLOATING
        return Tensor(array, dtype, layout, slope, _bounds(argument.values))

    def sides(self, shape: Shape) -> tuple[int, ...]:
        """The shape with every name replaced by its size."""
        return tuple(self._side(side) for side in shape)

    def _side(self, side: Side) -> int:
        if isinstance(side, int):
            return side
        parts = side.split("*")
        return math.prod(int(part) if part.isdigit() else self._sizes[part] for part in parts)

    def values(self, values: Values, shape: tuple[int, ...], dtype: str) -> Array:
        """An array of the carrying dtype; floating numbers are rounded to it before anything else."""
        generator = self.generator
        if values.normal is not None:
            drawn = generator.normal(values.normal[0], values.normal[1], shape)
        elif values.uniform is not None:
            drawn = generator.uniform(values.uniform[0], values.uniform[1], shape)
        elif values.integers is not None:
            low, high = (self._side(bound) for bound in values.integers)
            drawn = generator.integers(low, max(high, low + 1), shape).astype(np.float64)
        elif values.choose is not None:
            drawn = generator.choice(np.array(values.choose, np.float64), shape)
        elif values.boxes is not None:
            drawn = _boxes(generator, shape)
        else:
            raw = np.exp(generator.normal(0.0, 1.5, shape))
            drawn = raw / raw.sum(axis=-1, keepdims=True) if raw.ndim else raw / raw
        return _carried(np.asarray(drawn), dtype)

    def with_extremes(self, array: Array, extremes: list[int | float]) -> Array:
        """The array with about half of its elements replaced, each extreme in its turn."""
        flat = array.reshape(-1).copy()
        if flat.size == 0:
            return array
        count = max(1, int(_EXTREME_SHARE * flat.size))
        where = self.generator.permutation(flat.size)[:count]
        first = self._turn * count
        chosen = [extremes[(first + index) % len(extremes)] for index in range(count)]
        flat[where] = np.array(chosen, np.float64).astype(flat.dtype)
        return flat.reshape(array.shape)


def _bounds(values: Values) -> tuple[float, float] | None:
    """Where a drawn number may be moved to; None for numbers that must stay what they are."""
    if values.uniform is not None:
        return float(values.uniform[0]), float(values.uniform[1])
    return _EVERYWHERE if values.normal is not None else None


def _boxes(generator: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Rows x1, y1, x2, y2 on a small grid, so that boxes overlap, touch and contain each other."""
    if not shape or shape[-1] != 4:
        raise ValueError("boxes need a last side of 4")
    corner = generator.integers(0, 8, (*shape[:-1], 2)).astype(np.float64)
    side = generator.integers(1, 7, (*shape[:-1], 2)).astype(np.float64)
    jitter = generator.uniform(0.0, 0.5, (*shape[:-1], 1))
    return np.concatenate([corner + jitter, corner + side + jitter], axis=-1)


def _carried(array: Array, dtype: str) -> Array:
    """The array in the dtype that carries it; bfloat16 numbers are rounded within float32."""
    if dtype == "bfloat16":
        bits = np.ascontiguousarray(array, np.float32).view(np.uint32)
        return np.asarray((bits & np.uint32(0xFFFF0000)).view(np.float32))
    return array.astype(np.dtype(dtype))
