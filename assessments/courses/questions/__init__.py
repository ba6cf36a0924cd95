"""Every kind of question: how it is written, read, shown and marked. Pure; one file a kind."""

from .answers import Awaits, Mark, Part, Reading, Shape, Unreadable, Verdict, WrongShape
from .arrangement import Arrangement, as_written
from .asked import Asked, Blank, Option, QuestionTest, Slug
from .cells import Bench, CallResult, CellCall, CellResult, Work, do
from .checklist import Checklist
from .choices import Choice, Choosing
from .cloze import Cloze
from .code_reading import CodeReading
from .drawing import Drawn, draw, variant_of
from .essay import Essay
from .fix_the_bug import FixTheBug
from .formula import Formula
from .kinds import CONCRETE, Concrete
from .matching import Matching
from .multiple_choice import MultipleChoice
from .number_key import Mistake, Tolerance
from .numeric import Numeric
from .ordering import Ordering
from .parameter_count import ParameterCount
from .parameterised import Parameterised
from .place_on_figure import PlaceOnFigure
from .policy import Policy, Pool
from .quiz_file import Question, QuizFile
from .short_text import ShortText
from .single_choice import SingleChoice
from .tensor_shape import TensorShapeQuestion
from .true_false import TrueFalse, TrueFalseFeedback

__all__ = [
    "CONCRETE",
    "Arrangement",
    "Asked",
    "Awaits",
    "Bench",
    "Blank",
    "CallResult",
    "CellCall",
    "CellResult",
    "Checklist",
    "Choice",
    "Choosing",
    "Cloze",
    "CodeReading",
    "Concrete",
    "Drawn",
    "Essay",
    "FixTheBug",
    "Formula",
    "Mark",
    "Matching",
    "Mistake",
    "MultipleChoice",
    "Numeric",
    "Option",
    "Ordering",
    "ParameterCount",
    "Parameterised",
    "Part",
    "PlaceOnFigure",
    "Policy",
    "Pool",
    "Question",
    "QuestionTest",
    "QuizFile",
    "Reading",
    "Shape",
    "ShortText",
    "SingleChoice",
    "Slug",
    "TensorShapeQuestion",
    "Tolerance",
    "TrueFalse",
    "TrueFalseFeedback",
    "Unreadable",
    "Verdict",
    "Work",
    "WrongShape",
    "as_written",
    "do",
    "draw",
    "variant_of",
]
