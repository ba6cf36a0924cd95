"""Where one stands among the pages of the gradebook."""

from __future__ import annotations

from django.urls import reverse

from assessments.courses.models import Course

Crumbs = list[tuple[str, str]]


def course_crumbs(course: Course, *last: tuple[str, str]) -> Crumbs:
    """From the courses to a page of this one."""
    return [
        ("My courses", reverse("courses:home")),
        (course.title, reverse("gradebook:course", args=[course.slug])),
        *last,
    ]


def staff_crumbs(course: Course, *last: tuple[str, str]) -> Crumbs:
    """From the courses to a page below the gradebook."""
    return course_crumbs(
        course, ("Gradebook", reverse("gradebook:gradebook", args=[course.slug])), *last
    )
