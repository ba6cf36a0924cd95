"""The addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from .health import health
from .style import style

app_name = "operating"
urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health, name="health"),
    path("style/", style, name="style"),
]
