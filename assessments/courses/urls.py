"""The addresses of reading."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import api, views

app_name = "courses"

LESSON = "courses/<slug:course>/<slug:module>/lessons/<slug:lesson>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path(LESSON, views.lesson, name="lesson"),
    path(f"{LESSON}notebook/", views.notebook, name="notebook"),
    path("api/v1/courses/", api.CourseList.as_view(), name="api_courses"),
    path(f"api/v1/{LESSON}", api.LessonDetail.as_view(), name="api_lesson"),
]
