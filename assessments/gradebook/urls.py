"""The addresses of what came out."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import api, views

app_name = "gradebook"

COURSE = "courses/<slug:course>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(COURSE, views.course, name="course"),
    path(f"{COURSE}grades/", views.grades, name="grades"),
    path(f"{COURSE}gradebook/", views.gradebook, name="gradebook"),
    path(f"{COURSE}gradebook.csv", views.gradebook_csv, name="gradebook_csv"),
    path(f"api/v1/{COURSE}", api.CourseDetail.as_view(), name="api_course"),
    path(f"api/v1/{COURSE}grades/", api.GradesDetail.as_view(), name="api_grades"),
    path(f"api/v1/{COURSE}gradebook/", api.GradebookDetail.as_view(), name="api_gradebook"),
]
