"""Django's name for this room."""

from django.apps import AppConfig


class GradebookConfig(AppConfig):
    """What comes out of both flows."""

    name = "assessments.gradebook"
    label = "gradebook"
