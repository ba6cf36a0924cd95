"""The addresses of reading, and of a course's dates."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import api, date_views, views

app_name = "courses"

COURSE = "courses/<slug:course>/"
MODULE = f"{COURSE}<slug:module>/"
LESSON = f"{MODULE}lessons/<slug:lesson>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path(LESSON, views.lesson, name="lesson"),
    path(f"{LESSON}notebook/", views.notebook, name="notebook"),
    path(f"{LESSON}read/", views.read, name="read"),
    path(f"{COURSE}dates/", date_views.dates, name="dates"),
    path(f"{COURSE}dates/extensions/new/", date_views.grant, name="grant_extension"),
    path(
        f"{COURSE}dates/extensions/<int:extension_id>/withdraw/",
        date_views.withdraw,
        name="withdraw_extension",
    ),
    path(f"{COURSE}dates/group/", date_views.group, name="group"),
    path(f"{MODULE}quizzes/<slug:quiz>/dates/", date_views.quiz_dates, name="quiz_dates"),
    path(
        f"{MODULE}assignments/<slug:assignment>/dates/",
        date_views.assignment_dates,
        name="assignment_dates",
    ),
    path("api/v1/courses/", api.CourseList.as_view(), name="api_courses"),
    path(f"api/v1/{LESSON}", api.LessonDetail.as_view(), name="api_lesson"),
    path(f"api/v1/{LESSON}read/", api.LessonRead.as_view(), name="api_read"),
]
