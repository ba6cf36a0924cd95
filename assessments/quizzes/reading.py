"""Reads what a learner sent as an answer: into the form that is stored, or a reason why not.

What each kind of question makes of it is told by `courses.questions`; here it is told for an
attempt, whose seed decides under which letters its choices stand.

    kind              sent                             stored          no answer
    single_choice     "b"                              2               None
    multiple_choice   ["a", "d"]                       [0, 2] sorted   None
    true_false        true                             true            None
    numeric           "0.25" (or the number 0.25)      the text        None
"""

from __future__ import annotations

from pydantic import JsonValue

from assessments.courses.questions import Arrangement, Question, QuizFile, Reading


def arrangement(quiz: QuizFile, question: Question, seed: int) -> Arrangement:
    """The order in which an attempt of that seed shows the question's choices."""
    return Arrangement(seed, question.id, is_shuffled=quiz.shuffle)


def read_answer(quiz: QuizFile, question: Question, seed: int, sent: JsonValue) -> JsonValue:
    """What is to be stored for `sent`, which may be any JSON. Raises WrongShape."""
    if sent is None:
        return None
    return question.read(sent, arrangement(quiz, question, seed))


def show_answer(quiz: QuizFile, question: Question, seed: int, stored: JsonValue) -> JsonValue:
    """The opposite of `read_answer`: a stored answer as its learner's page names it."""
    if stored is None:
        return None
    return question.show(stored, arrangement(quiz, question, seed))


def how_read(question: Question, stored: JsonValue) -> Reading:
    """What to tell the learner about a stored answer before it counts."""
    return question.how_read(stored)
