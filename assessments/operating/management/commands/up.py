"""`manage.py up`: the whole service on this machine."""

from __future__ import annotations

import contextlib
import io
import os
import time
from argparse import ArgumentParser
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from rich.console import Console
from rich.text import Text

from assessments.operating import serving, starting
from assessments.operating.demo import NewUser, make_demo
from assessments.operating.processes import Supervisor

START_SECONDS = 180.0
COLOURS = {"web": "cyan", "worker": "magenta", "up": "bold green"}
NAME_WIDTH = max(len(name) for name in COLOURS)


class Command(BaseCommand):
    """Migrates, loads content, makes the demo, starts web and worker, ends both with Ctrl-C."""

    help = "Runs the whole service on this machine; Ctrl-C ends it."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """As they were read before the settings were."""
        starting.add_arguments(parser)

    def handle(self, *args: Any, port: int, no_demo: bool, **options: Any) -> None:
        """Exit status 2 and one sentence when it cannot start."""
        console = Console(highlight=False, soft_wrap=True)
        try:
            lock = serving.lock_data(settings.DATA)
        except serving.DataInUse as error:
            by = f" by process {error.holder}" if error.holder else ""
            starting.refuse(f"The data directory {settings.DATA} is already served{by}.")
        with lock:
            if not serving.port_is_free(port):
                starting.refuse(f"Port {port} is in use; choose another one with --port.")
            _prepare(console, with_demo=not no_demo)
            _serve(console, port=port)


def _prepare(console: Console, *, with_demo: bool) -> None:
    """The database as this version wants it, with the content of content/."""
    call_command("migrate", verbosity=0, interactive=False)
    loaded = io.StringIO()
    try:
        call_command("load_content", stdout=loaded)
    except CommandError as error:
        starting.refuse(str(error))
    for change in loaded.getvalue().splitlines():
        _show(console, "up", f"content: {change}")
    if with_demo:
        _introduce(console, make_demo())
    # The processes to come must not share this one's connection.
    connections.close_all()


def _serve(console: Console, *, port: int) -> None:
    supervisor = Supervisor(
        serving.commands(port=port),
        folder=settings.ROOT,
        environment=os.environ | {"PYTHONUNBUFFERED": "1"},
        show=partial(_show, console),
    )
    try:
        supervisor.start()
        deadline = time.monotonic() + START_SECONDS
        supervisor.run(until=lambda: serving.answers(port) or time.monotonic() > deadline)
        if not supervisor.stopping:
            if time.monotonic() > deadline:
                raise CommandError(
                    f"The web server did not answer within {START_SECONDS:g} seconds; "
                    "its log above says why.",
                    returncode=1,
                )
            _show(console, "up", f"ready at http://{serving.HOST}:{port}/ (Ctrl-C ends it)")
            supervisor.run()
    finally:
        _show(console, "up", "stopping")
        supervisor.stop()


def _introduce(console: Console, new_users: list[NewUser]) -> None:
    """Tells the passwords, as soon as there are any: whatever fails later, they are not lost."""
    for user in new_users:
        _show(console, "up", f"sign in as {user.username} with password {user.password}")
    if new_users:
        _show(console, "up", "these passwords are not kept anywhere: note them now")


def _show(console: Console, name: str, line: str) -> None:
    """One line with its origin before it, coloured on a terminal. Never read as markup."""
    text = Text(f"{name:<{NAME_WIDTH}} | ", style=COLOURS.get(name, ""))
    with contextlib.suppress(BrokenPipeError):
        console.print(text.append(line, style="default"))
