"""The register of kinds: every kind of question there is."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import Field, TypeAdapter

from .checklist import Checklist
from .cloze import Cloze
from .code_reading import CodeReading
from .essay import Essay
from .fix_the_bug import FixTheBug
from .formula import Formula
from .matching import Matching
from .multiple_choice import MultipleChoice
from .numeric import Numeric
from .ordering import Ordering
from .parameter_count import ParameterCount
from .place_on_figure import PlaceOnFigure
from .short_text import ShortText
from .single_choice import SingleChoice
from .tensor_shape import TensorShapeQuestion
from .true_false import TrueFalse

# Every kind of question there is: to add one is to add it here.
Concrete: TypeAlias = Annotated[
    SingleChoice
    | MultipleChoice
    | TrueFalse
    | Numeric
    | Formula
    | ShortText
    | Matching
    | Ordering
    | Cloze
    | TensorShapeQuestion
    | ParameterCount
    | CodeReading
    | FixTheBug
    | PlaceOnFigure
    | Essay
    | Checklist,
    Field(discriminator="kind"),
]
CONCRETE: TypeAdapter[Concrete] = TypeAdapter(Concrete)
