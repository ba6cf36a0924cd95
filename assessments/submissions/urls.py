"""The addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import api, views

app_name = "submissions"

ASSIGNMENT = "courses/<slug:course>/<slug:module>/assignments/<slug:assignment>/"
DOUBTFUL = "courses/<slug:course>/submissions/doubtful/"
SUBMISSION = "submissions/<uuid:submission_id>/"
API = "api/v1/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(ASSIGNMENT, views.assignment, name="assignment"),
    path(ASSIGNMENT + "submit/", views.submit, name="submit"),
    path(ASSIGNMENT + "starter.py", views.starter, name="starter"),
    path(DOUBTFUL, views.doubtful, name="doubtful"),
    path(SUBMISSION, views.submission, name="submission"),
    path(SUBMISSION + "solution.py", views.source, name="source"),
    path(API + ASSIGNMENT, api.AssignmentOperation.as_view(), name="api_assignment"),
    path(
        API + ASSIGNMENT + "submissions/",
        api.SubmissionsOperation.as_view(),
        name="api_submissions",
    ),
    path(API + DOUBTFUL, api.DoubtfulOperation.as_view(), name="api_doubtful"),
    path(API + SUBMISSION + "as/<slug:dialect>/", api.ExportOperation.as_view(), name="api_export"),
    path(API + SUBMISSION, api.SubmissionOperation.as_view(), name="api_submission"),
]
