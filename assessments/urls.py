"""Every address of the service: pages and, beside them, the same operations under /api/v1/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("assessments.courses.urls")),
    path("", include("assessments.quizzes.urls")),
    path("", include("assessments.submissions.urls")),
    path("", include("assessments.gradebook.urls")),
    path("", include("assessments.accounts.urls")),
    path("", include("assessments.operating.urls")),
    path("accounts/", include("allauth.urls")),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
]

handler400 = "assessments.accounts.refusals.bad_request"
handler403 = "assessments.accounts.refusals.permission_denied"
handler404 = "assessments.accounts.refusals.page_not_found"
handler500 = "assessments.accounts.refusals.server_error"
