"""One case: everything a subject is called with, as plain arrays and values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ..assignment.inputs import FLOATING
from ..sandbox.wire import Json

Array = NDArray[np.generic]
Layout = Literal["plain", "transposed", "strided"]
# What a case is for, and so the aspect that is lost when the two sides differ on it.
Family = Literal["ordinary", "types", "edges", "extremes", "layouts"]


@dataclass(frozen=True, slots=True)
class Tensor:
    """An array and how it becomes a tensor. bfloat16 travels as float32."""

    array: Array
    dtype: str
    layout: Layout = "plain"
    gradient: bool = False
    # Between which numbers its elements may be moved to make them rounder; None: not at all.
    bounds: tuple[float, float] | None = None

    @property
    def floating(self) -> bool:
        """Whether it holds numbers with fractions."""
        return self.dtype in FLOATING

    def in_double(self) -> Tensor:
        """The same numbers in float64; whole numbers stay."""
        if not self.floating:
            return self
        return replace(self, array=self.array.astype(np.float64), dtype="float64")


Value = Tensor | Json


@dataclass(frozen=True, slots=True)
class Case:
    """`calls` holds the arguments of each call in order; one call unless the subject is a layer.

    `build` are keyword arguments of a class. `parameters` and `gradients` are for optimizers:
    gradients[step][parameter], None where a parameter gets none. `modes` go with `calls`.
    """

    number: int
    subject: str
    way: str
    family: Family
    seed: int
    calls: tuple[dict[str, Value], ...] = ()
    keywords: frozenset[str] = frozenset()
    build: dict[str, Json] | None = None
    modes: tuple[str, ...] = ()
    parameters: tuple[Tensor, ...] = ()
    gradients: tuple[tuple[Tensor | None, ...], ...] = ()
    learning_rate: float = 0.0
    steps: int = 0
    # Whether gradients are taken of the plain sum of the outputs, or of a random combination.
    plain_sum: bool = False

    @property
    def size(self) -> tuple[int, float]:
        """For finding the smallest: how much there is to read in it, then how large its numbers are."""
        tensors = self.tensors
        elements = sum(4 + 2 * t.array.ndim + t.array.size for t in tensors)
        layouts = sum(t.layout != "plain" for t in tensors)
        weight = sum(len(f"{v:g}") for t in tensors for v in t.array.astype(np.float64).flat)
        plain = sum(
            len(repr(v)) for call in self.calls for v in call.values() if not isinstance(v, Tensor)
        )
        return elements + 3 * layouts + 10 * len(self.calls), float(weight + plain)

    @property
    def tensors(self) -> list[Tensor]:
        """Every tensor in it, in one fixed order: that of the wire."""
        found = [v for call in self.calls for v in call.values() if isinstance(v, Tensor)]
        found += self.parameters
        found += [g for step in self.gradients for g in step if g is not None]
        return found

    def with_tensors(self, tensors: list[Tensor]) -> Case:
        """The same case with other tensors in their places."""
        left = iter(tensors)
        return replace(
            self,
            calls=tuple(
                {k: next(left) if isinstance(v, Tensor) else v for k, v in call.items()}
                for call in self.calls
            ),
            parameters=tuple(next(left) for _ in self.parameters),
            gradients=tuple(
                tuple(None if g is None else next(left) for g in step) for step in self.gradients
            ),
        )

    def in_double(self) -> Case:
        """The same case in double precision."""
        return self.with_tensors([tensor.in_double() for tensor in self.tensors])

    def described(self) -> dict[str, Json]:
        """The JSON of it that goes over the wire; tensors stand in as `{"tensor": n}`."""
        index = 0

        def place(value: Value) -> Json:
            nonlocal index
            if not isinstance(value, Tensor):
                return {"value": value}
            index += 1
            return {
                "tensor": index - 1,
                "dtype": value.dtype,
                "layout": value.layout,
                "gradient": value.gradient,
            }

        calls: list[Json] = [{name: place(v) for name, v in call.items()} for call in self.calls]
        parameters: list[Json] = [place(tensor) for tensor in self.parameters]
        gradients: list[Json] = [
            [None if g is None else place(g) for g in step] for step in self.gradients
        ]
        return {
            "subject": self.subject,
            "way": self.way,
            "seed": self.seed,
            "calls": calls,
            "keywords": list[Json](sorted(self.keywords)),
            "build": self.build or {},
            "modes": list[Json](self.modes),
            "parameters": parameters,
            "gradients": gradients,
            "learning_rate": self.learning_rate,
            "steps": self.steps,
        }
