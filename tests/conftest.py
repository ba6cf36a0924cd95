"""The fixed cast and the small course that every test of the service may use.

The environment is set here, before Django reads its settings, so that a test run keeps its data to
itself; DATABASE_URL and CELERY_BROKER_URL are taken from outside where they are given.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import django
import hypothesis
import pytest
from django.conf import settings

# A busy machine is slow, and no property is false for that.
hypothesis.settings.register_profile(
    "patient", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("patient")

_DATA = tempfile.mkdtemp(prefix="holdout-tests-")
atexit.register(shutil.rmtree, _DATA, ignore_errors=True)
os.environ["HOLDOUT_DATA"] = _DATA
# Shared by all workers and kept between runs, or each would open a sandbox to load the same content.
os.environ.setdefault(
    "HOLDOUT_COMPUTED", str(Path(__file__).parents[1] / ".pytest_cache" / "computed")
)
os.environ["DJANGO_SECRET_KEY"] = "only for tests, and long enough to sign with in every algorithm"
os.environ["GRADER_SECRET"] = "only for tests"
os.environ["DJANGO_SETTINGS_MODULE"] = "assessments.settings"

# Hashing a password slowly is the point of a hasher and none of a test's.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Static files are looked for when they are asked for, not all of them by every test's client.
settings.WHITENOISE_AUTOREFRESH = True
# In memory SQLite locks otherwise than in a file, and threads meet errors no service would.
if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(Path(_DATA, "test.sqlite3"))
settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
django.setup()

from django.core.cache import cache  # noqa: E402
from django.test import Client  # noqa: E402

from assessments.accounts.models import User  # noqa: E402
from assessments.courses.catalog import ModuleContent, read_content  # noqa: E402
from assessments.courses.enrolling import enrol  # noqa: E402
from assessments.courses.loading import store_content  # noqa: E402
from assessments.courses.models import (  # noqa: E402
    Assignment,
    Course,
    Enrolment,
    Lesson,
    Module,
    Quiz,
)
from assessments.courses.opening import open_course  # noqa: E402

# Workers of a parallel run inherit the environment: with this set they would read the settings, and
# share this process's data directory, before they come to make one of their own above.
del os.environ["DJANGO_SETTINGS_MODULE"]

CONTENT = Path(__file__).parent / "assets" / "content"
PASSWORD = "correct horse battery"


# Tests that start processes of their own, each kind one after another: two at once would wait for
# each other's, and measure that.
ONE_AFTER_ANOTHER = {"faults": "processes", "flows": "processes", "browser": "browser"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keeps each kind of slow test on one worker of a parallel run."""
    for item in items:
        group = ONE_AFTER_ANOTHER.get(item.path.relative_to(Path(__file__).parent).parts[0])
        if group is not None:
            item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture(autouse=True)
def _no_rate_is_used_up() -> None:
    """Rate limits count in the cache; each test begins at zero."""
    cache.clear()


@pytest.fixture(scope="session")
def content() -> tuple[ModuleContent, ...]:
    """tests/assets/content as read: the module `warm-up`, one item of each kind."""
    return read_content(CONTENT)


@pytest.fixture
def module(db: None, content: tuple[ModuleContent, ...]) -> Module:
    """The module `warm-up`, loaded."""
    store_content(content)
    return Module.objects.get(slug="warm-up")


@pytest.fixture
def lesson(module: Module) -> Lesson:
    """The lesson `weight-decay`."""
    return module.lessons.get()


@pytest.fixture
def quiz(module: Module) -> Quiz:
    """The quiz `regularization`: four questions, six points, three attempts."""
    return module.quizzes.select_related("current").get()


@pytest.fixture
def assignment(module: Module) -> Assignment:
    """The assignment `tiny-mlp`: accuracy for six points, dropout for four."""
    return module.assignments.select_related("current").get()


@pytest.fixture
def course(module: Module) -> Course:
    """The course `deep-learning`, with the module and the whole cast but the stranger in it."""
    return open_course(slug="deep-learning", title="Deep learning", modules=[module])


@pytest.fixture
def other_course(module: Module) -> Course:
    """Another course with the same module; the stranger learns there."""
    return open_course(slug="elsewhere", title="Elsewhere", modules=[module])


def person(username: str, first_name: str) -> User:
    """An account with the password of all tests."""
    return User.objects.create_user(
        username, f"{username}@example.org", PASSWORD, first_name=first_name
    )


@pytest.fixture
def learner(course: Course) -> User:
    """Works through the course."""
    user = person("learner", "Lea")
    enrol(course=course, user=user)
    return user


@pytest.fixture
def classmate(course: Course) -> User:
    """Another learner of the same course."""
    user = person("classmate", "Carl")
    enrol(course=course, user=user)
    return user


@pytest.fixture
def stranger(other_course: Course) -> User:
    """Signed in, and a learner of another course only."""
    user = person("stranger", "Stan")
    enrol(course=other_course, user=user)
    return user


@pytest.fixture
def assistant(course: Course) -> User:
    """Sees the work of the course's learners."""
    user = person("assistant", "Ada")
    enrol(course=course, user=user, role=Enrolment.Role.ASSISTANT)
    return user


@pytest.fixture
def instructor(course: Course) -> User:
    """Decides in the course."""
    user = person("instructor", "Ida")
    enrol(course=course, user=user, role=Enrolment.Role.INSTRUCTOR)
    return user


@pytest.fixture
def enrolment(course: Course, learner: User) -> Enrolment:
    """The learner's part in the course."""
    return Enrolment.objects.select_related("course", "user").get(course=course, user=learner)


@pytest.fixture
def client_of() -> Callable[[User | None], Client]:
    """Makes a browser: signed in as the given person, or as nobody for None."""

    def make(user: User | None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return make
