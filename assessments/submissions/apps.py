"""Django's name for this room."""

from django.apps import AppConfig


class SubmissionsConfig(AppConfig):
    """Flow 2: from a program sent in to its report."""

    name = "assessments.submissions"
    label = "submissions"
