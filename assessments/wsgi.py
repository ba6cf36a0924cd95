"""The door for web servers."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assessments.settings")

application = get_wsgi_application()
# Every view is imported now, not by whoever comes first.
_ = get_resolver().url_patterns
