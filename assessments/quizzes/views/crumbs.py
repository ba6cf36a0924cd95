"""The way to a page of a quiz."""

from __future__ import annotations

from django.urls import reverse

from assessments.courses.models import Course, Quiz


def crumbs_to(course: Course, quiz: Quiz, *last: str) -> list[tuple[str, str]]:
    """From the courses to the quiz, and on to the page itself, if it is another one."""
    return [
        ("My courses", reverse("courses:home")),
        (course.title, reverse("gradebook:course", args=[course.slug])),
        (quiz.title, reverse("quizzes:quiz", args=[course.slug, quiz.module.slug, quiz.slug])),
        *((title, "") for title in last),
    ]
