"""Django's name for this room."""

from django.apps import AppConfig


class OperatingConfig(AppConfig):
    """Running the service on one machine."""

    name = "assessments.operating"
    label = "operating"
