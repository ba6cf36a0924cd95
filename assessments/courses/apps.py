"""Django's name for this room."""

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    """What can be read and asked: content, enrolment, access."""

    name = "assessments.courses"
    label = "courses"
