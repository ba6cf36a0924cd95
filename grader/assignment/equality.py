"""kind: equality. Functions, layers, optimizers and schedules held against the author's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from ..documents import Document
from .base import AssignmentBase, CriterionBase, CriterionId
from .inputs import Argument, Plain, Shape, Side, TensorArgument, Values

Aspect = Literal[
    "values",
    "gradients",
    "types",
    "edges",
    "extremes",
    "layouts",
    "purity",
    "determinism",
    "state",
]
Mode = Literal["train", "eval"]
ASPECTS: tuple[Aspect, ...] = get_args(Aspect)
Name = Annotated[str, Field(pattern=r"^[A-Za-z_]\w{0,59}$")]
Sizes = dict[
    Name, Annotated[list[Annotated[int, Field(ge=0, le=512)]], Field(min_length=2, max_length=2)]
]


class Tolerance(Document):
    """How far a float32 figure may lie from the reference's: absolute + relative * its size."""

    relative: Annotated[float, Field(gt=0, lt=1)] = 1e-4
    absolute: Annotated[float, Field(ge=0, lt=1)] = 1e-5


class SubjectBase(Document):
    """One name that both the solution and the reference define."""

    call: str
    sizes: Sizes = Field(default_factory=dict)
    cases: Annotated[int, Field(ge=4, le=200)] = 32
    tolerance: Tolerance = Field(default_factory=Tolerance)

    @model_validator(mode="after")
    def _sizes_are_known(self) -> Self:
        for name, (least, greatest) in self.sizes.items():
            if least > greatest:
                raise ValueError(f"the size {name!r} has its greatest value first")
        for side in self._sides():
            for part in str(side).split("*"):
                if not part.isdigit() and part not in self.sizes:
                    raise ValueError(f"no size is named {part!r}; declare it under `sizes`")
        return self

    @property
    def aspects(self) -> tuple[Aspect, ...]:
        """What can be compared of it, in the order in which it is told."""
        raise NotImplementedError

    def _sides(self) -> Iterator[Side]:
        for argument in self._declared():
            if isinstance(argument, TensorArgument):
                yield from (side for shape in argument.shapes for side in shape)
                yield from _named_bounds(argument.values)
            elif (size := getattr(argument, "size", None)) is not None:
                yield size

    def _declared(self) -> Iterator[object]:
        raise NotImplementedError


def _named_bounds(values: Values) -> Iterator[Side]:
    yield from (bound for bound in values.integers or [] if isinstance(bound, str))


class FunctionSubject(SubjectBase):
    """A function of tensors and plain values."""

    call: Literal["function"]
    arguments: Annotated[dict[Name, Argument], Field(min_length=1)]
    keywords: dict[Name, Argument] = Field(default_factory=dict)

    @property
    def aspects(self) -> tuple[Aspect, ...]:
        found: list[Aspect] = ["values"]
        tensors = [a for a in self._declared() if isinstance(a, TensorArgument)]
        if any(tensor.differentiable for tensor in tensors):
            found.append("gradients")
        found += ["types", "edges"]
        if any(tensor.extremes for tensor in tensors):
            found.append("extremes")
        return (*found, "layouts", "purity", "determinism")

    def _declared(self) -> Iterator[object]:
        yield from self.arguments.values()
        yield from self.keywords.values()


class LayerSubject(SubjectBase):
    """A class: made by both sides, given the reference's weights, called once for each of `passes`.

    `state` maps names of the reference's `state_dict` to those the solution is asked to use, where
    they differ.
    """

    call: Literal["layer"]
    build: dict[Name, Plain] = Field(default_factory=dict)
    arguments: Annotated[dict[Name, Argument], Field(min_length=1)]
    passes: Annotated[list[Mode], Field(min_length=1, max_length=8)] = Field(
        default_factory=lambda: list[Mode](("train", "eval"))
    )
    state: dict[str, str] = Field(default_factory=dict)

    @property
    def aspects(self) -> tuple[Aspect, ...]:
        tensors = [a for a in self.arguments.values() if isinstance(a, TensorArgument)]
        extremes: tuple[Aspect, ...] = ("extremes",) if any(t.extremes for t in tensors) else ()
        head: tuple[Aspect, ...] = ("values", "gradients", "state", "types", "edges")
        return (*head, *extremes, "layouts", "purity", "determinism")

    def _declared(self) -> Iterator[object]:
        yield from self.arguments.values()
        yield from self.build.values()


class OptimizerSubject(SubjectBase):
    """An optimizer class, stepped along gradients that are given to both sides alike."""

    call: Literal["optimizer"]
    build: dict[Name, Plain] = Field(default_factory=dict)
    parameters: Annotated[list[Shape], Field(min_length=1, max_length=8)]
    steps: Annotated[int, Field(ge=1, le=200)] = 12
    gradients: Values = Field(default_factory=lambda: Values(normal=[0.0, 1.0]))

    @property
    def aspects(self) -> tuple[Aspect, ...]:
        return ("values", "types", "edges", "extremes", "purity", "determinism")

    def _declared(self) -> Iterator[object]:
        yield from self.build.values()
        for shape in self.parameters:
            yield TensorArgument(shapes=[shape], values=Values(normal=[0.0, 1.0]))


class ScheduleSubject(SubjectBase):
    """A learning-rate schedule: a class over a `torch.optim` optimizer with `step()`."""

    call: Literal["schedule"]
    build: dict[Name, Plain] = Field(default_factory=dict)
    learning_rates: Annotated[list[float], Field(min_length=1)] = Field(
        default_factory=lambda: [0.1, 1.0, 3e-4]
    )
    steps: Annotated[int, Field(ge=1, le=500)] = 30

    @property
    def aspects(self) -> tuple[Aspect, ...]:
        return ("values", "determinism")

    def _declared(self) -> Iterator[object]:
        yield from self.build.values()


Subject = Annotated[
    FunctionSubject | LayerSubject | OptimizerSubject | ScheduleSubject,
    Field(discriminator="call"),
]


class EqualityCriterion(CriterionBase):
    """Points for one subject, if all its `aspects` agree with the reference: all or none."""

    id: CriterionId
    subject: str
    aspects: Annotated[list[Aspect], Field(min_length=1)] | None = None


class EqualityFile(AssignmentBase):
    """assignment.yaml of kind equality."""

    kind: Literal["equality"]
    forbidden: Annotated[list[Annotated[str, Field(max_length=120)]], Field(max_length=200)] = (
        Field(default_factory=list)
    )
    subjects: Annotated[Mapping[Name, Subject], Field(min_length=1, max_length=40)]
    criteria: Annotated[Sequence[EqualityCriterion], Field(min_length=1)]

    @model_validator(mode="after")
    def _criteria_fit_subjects(self) -> Self:
        for criterion in self.criteria:
            subject = self.subjects.get(criterion.subject)
            if subject is None:
                known = ", ".join(self.subjects)
                raise ValueError(f"no subject is named {criterion.subject!r}; there are: {known}")
            for aspect in criterion.aspects or ():
                if aspect not in subject.aspects:
                    known = ", ".join(subject.aspects)
                    raise ValueError(
                        f"of {criterion.subject!r} the aspect {aspect!r} cannot be compared; "
                        f"there are: {known}"
                    )
        unasked = set(self.subjects) - {criterion.subject for criterion in self.criteria}
        if unasked:
            raise ValueError(f"no criterion asks for {', '.join(sorted(unasked))}")
        return self

    @property
    def names(self) -> list[str]:
        return list(self.subjects)

    def aspects_of(self, criterion: EqualityCriterion) -> tuple[Aspect, ...]:
        """What must agree for the criterion's points."""
        subject = self.subjects[criterion.subject]
        return tuple(a for a in subject.aspects if a in (criterion.aspects or subject.aspects))
