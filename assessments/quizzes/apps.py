"""Django's name for this room."""

from django.apps import AppConfig


class QuizzesConfig(AppConfig):
    """Flow 1: from a question shown to points explained."""

    name = "assessments.quizzes"
    label = "quizzes"
