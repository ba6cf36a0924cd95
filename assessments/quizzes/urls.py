"""The addresses of quizzes and attempts: pages, and the same operations for programs."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import api, views

app_name = "quizzes"
_QUIZ = "courses/<slug:course>/<slug:module>/quizzes/<slug:quiz>/"
_ATTEMPT = "attempts/<uuid:attempt_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(_QUIZ, views.quiz, name="quiz"),
    path(f"{_QUIZ}start/", views.start, name="start"),
    path(_ATTEMPT, views.attempt, name="attempt"),
    path(f"{_ATTEMPT}responses/", views.save, name="save"),
    path(f"{_ATTEMPT}finish/", views.finish, name="finish"),
    path(f"{_ATTEMPT}review/", views.review, name="review"),
    path(f"api/v1/{_QUIZ}", api.QuizDetail.as_view(), name="api_quiz"),
    path(f"api/v1/{_QUIZ}attempts/", api.AttemptStart.as_view(), name="api_start"),
    path(f"api/v1/{_ATTEMPT}", api.AttemptDetail.as_view(), name="api_attempt"),
    path(
        f"api/v1/{_ATTEMPT}responses/<slug:question>/",
        api.ResponseSave.as_view(),
        name="api_response",
    ),
    path(f"api/v1/{_ATTEMPT}finish/", api.AttemptFinish.as_view(), name="api_finish"),
    path(f"api/v1/{_ATTEMPT}review/", api.AttemptReview.as_view(), name="api_review"),
]
