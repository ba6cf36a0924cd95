"""Every kind of question: how it is written, read, shown and marked. Pure; one file a kind."""

from .answers import Mark, Part, Reading, Shape, Unreadable, Verdict, WrongShape
from .arrangement import Arrangement, as_written
from .asked import Asked, Blank, Option, Slug
from .choices import Choice, Choosing
from .multiple_choice import MultipleChoice
from .numeric import Mistake, Numeric, Tolerance
from .quiz_file import Question, QuizFile
from .single_choice import SingleChoice
from .true_false import TrueFalse, TrueFalseFeedback

__all__ = [
    "Arrangement",
    "Asked",
    "Blank",
    "Choice",
    "Choosing",
    "Mark",
    "Mistake",
    "MultipleChoice",
    "Numeric",
    "Option",
    "Part",
    "Question",
    "QuizFile",
    "Reading",
    "Shape",
    "SingleChoice",
    "Slug",
    "Tolerance",
    "TrueFalse",
    "TrueFalseFeedback",
    "Unreadable",
    "Verdict",
    "WrongShape",
    "as_written",
]
