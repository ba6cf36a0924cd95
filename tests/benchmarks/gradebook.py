"""The gradebook of a large class: `python -m tests.benchmarks.gradebook [--learners N] [--items N]`.

Page, CSV and statistics as the service answers them, with queries, bytes and memory, beside the
plain SQL that reads the same rows. On DATABASE_URL, in a database of its own that is dropped after.
"""

from __future__ import annotations

import argparse
import gzip
import os
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import django
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.benchmarks.timing import machine, quantiles, seconds


@dataclass(frozen=True, slots=True)
class Measured:
    """One thing measured."""

    name: str
    taken: list[float]
    queries: int
    body: bytes

    def __str__(self) -> str:
        packed = len(gzip.compress(self.body, 6))
        return (
            f"{self.name:34s} {quantiles(self.taken)}   {self.queries:3d} queries   "
            f"{len(self.body) / 1024:9.1f} KiB, {packed / 1024:8.1f} compressed"
        )


def measure(name: str, ask: Callable[[], bytes], times: int) -> Measured:
    """How long it takes, once everything is warm."""
    from django.db import connection  # noqa: PLC0415  # Django must be set up before.

    body = ask()
    with CaptureQueriesContext(connection) as captured:
        ask()
    # Counted before anything else is asked, for that begins the log anew.
    queries = len(captured)
    return Measured(name, seconds(ask, times), queries, body)


def main() -> None:
    """Makes the class, measures, and prints a line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=200)
    parser.add_argument("--items", type=int, default=30)
    parser.add_argument("--times", type=int, default=20)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assessments.settings")
    django.setup()
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import setup_test_environment  # noqa: PLC0415

    setup_test_environment()
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        run(options.learners, options.items, options.times)
    finally:
        connection.creation.destroy_test_db(str(name), verbosity=0)


def run(learners: int, items: int, times: int) -> None:
    """Measures one class."""
    from django.db import connection  # noqa: PLC0415

    from assessments.accounts.models import User  # noqa: PLC0415
    from assessments.courses.enrolling import enrol  # noqa: PLC0415
    from assessments.courses.models import Enrolment  # noqa: PLC0415
    from assessments.gradebook.keeping import freshen  # noqa: PLC0415
    from assessments.gradebook.models import Ledger  # noqa: PLC0415
    from tests.benchmarks.classes import make_class  # noqa: PLC0415

    print(f"{machine()}; {connection.vendor}; {learners} learners x {items} items")
    course = make_class(slug="class", learners=learners, items=items)
    instructor = User.objects.create_user("instructor")
    enrol(course=course, user=instructor, role=Enrolment.Role.INSTRUCTOR)
    # The first address that is asked for imports the whole service.
    reverse("courses:home")
    start = time.perf_counter()
    freshen(course)
    print(f"every grade computed, logged and kept: {time.perf_counter() - start:.1f} s")
    # What was handed in within the last half a minute is looked at twice; let that have passed.
    Ledger.objects.update(fresh_at=timezone.now() + timedelta(minutes=1))
    client = Client()
    client.force_login(instructor, backend="django.contrib.auth.backends.ModelBackend")
    book = "/courses/class/gradebook"

    def page(address: str) -> Callable[[], bytes]:
        return lambda: _body(client.get(address))

    for measured in (
        measure("page of the gradebook", page(f"{book}/"), times),
        measure("  sorted by an item", page(f"{book}/?sort={_first_item(course)}"), times),
        measure("  with something missing", page(f"{book}/?show=missing"), times),
        measure("statistics", page(f"{book}/statistics/"), max(3, times // 4)),
        measure("CSV", page(f"{book}.csv"), max(3, times // 4)),
        measure("SQL of one page", lambda: _rows(50), times),
        measure("SQL of the whole class", lambda: _rows(learners), max(3, times // 4)),
    ):
        print(measured)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"largest memory of the process so far: {peak / 1024:.0f} MiB")


def _first_item(course: Any) -> str:
    from assessments.gradebook.keeping import freshen  # noqa: PLC0415

    return str(freshen(course).items[0].key)


def _body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def _rows(limit: int) -> bytes:
    """The same rows, and nothing done with them."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT u.first_name, u.last_name, u.username, g.so_far, g.percent, g.letter, g.cells "
            "FROM courses_enrolment e JOIN accounts_user u ON u.id = e.user_id "
            "JOIN gradebook_coursegrade g ON g.enrolment_id = e.id WHERE e.role = 'learner' "
            "ORDER BY u.last_name, u.first_name, u.username LIMIT %s",
            [limit],
        )
        return repr(cursor.fetchall()).encode()


if __name__ == "__main__":
    main()
