"""The task "call": whatever the trusted side wants called, case by case, until it has no more.

case      cell: what next?              trusted: the case and its tensors, or nothing
built     cell: the layer's weights     trusted: the weights to use, or none
called    cell: outputs, and inputs as they are afterwards
                                        trusted: cotangents for the outputs
answered  cell: outputs of a second run, gradients
failed    cell: what was raised instead of the message that was due
"""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

from ..channel import Channel
from ..solution import LearnerError, describe
from ..subjects import CALLERS, Caller, Run, State
from ..values import Array, described, leaves_of, plain_array
from ..watching.observer import reseed
from .result import Result


def call(
    channel: Channel, solution: types.ModuleType, settings: Mapping[str, Any], seed: int
) -> Result:
    """The task "call". What a subject raises is told, and the next case follows."""
    while True:
        body, arrays = channel.ask({"op": "case"})
        if "case" not in body:
            return {}, []
        _Case(channel, solution, body["case"], arrays).answer()


class _Case:
    """One case under way."""

    def __init__(
        self,
        channel: Channel,
        solution: types.ModuleType,
        case: dict[str, Any],
        arrays: Sequence[Array],
    ) -> None:
        self.channel, self.solution, self.case, self.arrays = channel, solution, case, arrays
        self.phase = "building"

    def answer(self) -> None:
        """The whole conversation about one case."""
        try:
            state = self._agree_on_state()
            self.phase = "calling"
            cotangents = self._first_run(state)
            self.phase = "differentiating"
            self._second_run(state, cotangents)
        except (SystemExit, Exception) as error:
            self.channel.send({"op": "failed", "phase": self.phase, **describe(error)})

    def _made(self, run: int, state: State | None = None) -> Caller:
        reseed((self.case["seed"] + run) % (1 << 32))
        caller = CALLERS[self.case["way"]](self.solution, self.case, self.arrays)
        if state:
            caller.take(state)
        return caller

    def _agree_on_state(self) -> State:
        if self.case["way"] != "layer":
            return {}
        fresh = self._made(0)
        own = fresh.state()
        built = {"op": "built", "names": list(own), "parameters": fresh.parameters()}
        body, arrays = self.channel.ask(built, list(own.values()))
        self.case["weights"] = body["weights"]
        return dict(zip(body["names"], arrays, strict=True)) if body["names"] else own

    def _first_run(self, state: State) -> list[Array]:
        caller = self._made(0, state)
        reseed(self.case["seed"] % (1 << 32))
        run = caller.run(gradients=False, backward=None)
        outputs, arrays, forms = _told(run)
        after = [plain_array(tensor) for tensor in run.inputs]
        left = caller.state()
        body = {
            "op": "called",
            "outputs": outputs,
            "forms": forms,
            "inputs": len(after),
            "state": list(left),
        }
        return self.channel.ask(body, [*arrays, *after, *left.values()])[1]

    def _second_run(self, state: State, cotangents: list[Array]) -> None:
        caller = self._made(1, state)
        reseed((self.case["seed"] + 1) % (1 << 32))
        wanted = iter(cotangents)

        def backward(result: object, leaves: list[Tensor]) -> list[Tensor | None]:
            outputs = [
                o for o in leaves_of(result)[1] if isinstance(o, Tensor) and o.is_floating_point()
            ]
            pairs = [
                (output, torch.from_numpy(next(wanted)).to(output.dtype)) for output in outputs
            ]
            ends = [(output, given) for output, given in pairs if output.requires_grad]
            if not ends or not leaves:
                return [None] * len(leaves)
            return list(
                torch.autograd.grad(
                    [end for end, _ in ends],
                    leaves,
                    [given for _, given in ends],
                    allow_unused=True,
                )
            )

        run = caller.run(gradients=bool(cotangents), backward=backward if cotangents else None)
        outputs, arrays, _ = _told(run)
        flat = [gradient for call in run.gradients for gradient in call]
        body = {
            "op": "answered",
            "outputs": outputs,
            "gradients": [gradient is not None for gradient in flat],
        }
        self.channel.send(body, [*arrays, *(plain_array(g) for g in flat if g is not None)])


def _told(run: Run) -> tuple[list[dict[str, Any]], list[Array], list[str]]:
    forms, leaves = [], []
    for result in run.results:
        form, found = leaves_of(result)
        forms.append(form)
        leaves += found
    pairs = [described(leaf) for leaf in leaves]
    if not pairs:
        raise LearnerError(f"{forms[0]} came back; the statement says what must be returned.")
    return [body for body, _ in pairs], [array for _, array in pairs], forms
