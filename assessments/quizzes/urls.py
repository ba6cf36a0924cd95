"""The addresses of quizzes and attempts: pages, and the same operations for programs."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from .api import analysis, answers, attempts, quizzes
from .api import marking as marking_api
from .views import cover, marking, receipts, review, taking, teaching

app_name = "quizzes"
_QUIZ = "courses/<slug:course>/<slug:module>/quizzes/<slug:quiz>/"
_ATTEMPT = "attempts/<uuid:attempt_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(_QUIZ, cover.quiz, name="quiz"),
    path(f"{_QUIZ}start/", cover.start, name="start"),
    path(f"{_QUIZ}analysis/", teaching.analysis, name="analysis"),
    path(f"{_QUIZ}responses.csv", teaching.responses_csv, name="responses_csv"),
    path(f"{_QUIZ}responses.jsonl", teaching.responses_jsonl, name="responses_jsonl"),
    path(f"{_QUIZ}preview/", teaching.preview, name="preview"),
    path(f"{_QUIZ}regrade/", teaching.regrade, name="regrade"),
    path("receipts/verify/", receipts.verify, name="verify_receipt"),
    path(_ATTEMPT, taking.attempt, name="attempt"),
    path(f"{_ATTEMPT}responses/", taking.save, name="save"),
    path(f"{_ATTEMPT}finish/", taking.finish, name="finish"),
    path(f"{_ATTEMPT}review/", review.review, name="review"),
    path(f"{_ATTEMPT}late/<int:late_id>/count/", review.count_late, name="count_late"),
    path(f"{_ATTEMPT}receipt/", review.receipt, name="receipt"),
    path(f"{_ATTEMPT}responses/<slug:question>/check/", taking.check, name="check"),
    path(f"{_ATTEMPT}responses/<slug:question>/flag/", taking.flag, name="flag"),
    path("courses/<slug:course>/marking/", marking.waiting, name="waiting"),
    path("courses/<slug:course>/marking/<int:run_id>/run/", marking.run_again, name="run_again"),
    path(f"{_ATTEMPT}responses/<slug:question>/mark/", marking.mark, name="mark"),
    path(f"api/v1/{_QUIZ}analysis/", analysis.QuizAnalysis.as_view(), name="api_analysis"),
    path(f"api/v1/{_QUIZ}", quizzes.QuizDetail.as_view(), name="api_quiz"),
    path(f"api/v1/{_QUIZ}attempts/", quizzes.AttemptStart.as_view(), name="api_start"),
    path(f"api/v1/{_ATTEMPT}", attempts.AttemptDetail.as_view(), name="api_attempt"),
    path(
        f"api/v1/{_ATTEMPT}responses/<slug:question>/",
        answers.ResponseSave.as_view(),
        name="api_response",
    ),
    path(
        f"api/v1/{_ATTEMPT}responses/<slug:question>/flag/",
        answers.ResponseFlag.as_view(),
        name="api_flag",
    ),
    path(
        f"api/v1/{_ATTEMPT}responses/<slug:question>/check/",
        answers.ResponseCheck.as_view(),
        name="api_check",
    ),
    path(
        f"api/v1/{_ATTEMPT}responses/<slug:question>/mark/",
        marking_api.ResponseMark.as_view(),
        name="api_mark",
    ),
    path(
        "api/v1/courses/<slug:course>/marking/",
        marking_api.WaitingResponses.as_view(),
        name="api_waiting",
    ),
    path(f"api/v1/{_ATTEMPT}clock/", answers.AttemptClock.as_view(), name="api_clock"),
    path(f"api/v1/{_ATTEMPT}finish/", answers.AttemptFinish.as_view(), name="api_finish"),
    path(f"api/v1/{_ATTEMPT}review/", attempts.AttemptReview.as_view(), name="api_review"),
]
