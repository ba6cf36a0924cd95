"""The processes of the service on one machine, and how to tell that they serve."""

from __future__ import annotations

import fcntl
import http.client
import os
import signal
import socket
import sys
from pathlib import Path
from typing import IO

from .processes import Command

HOST = "127.0.0.1"
LOCK = "up.lock"
WEB_THREADS = 8


class DataInUse(Exception):
    """Another service runs on this data directory; `holder` is its process, if known."""

    def __init__(self, holder: str) -> None:
        super().__init__(holder)
        self.holder = holder


def commands(*, port: int) -> list[Command]:
    """The web server and the worker."""
    web = (
        *(sys.executable, "-m", "gunicorn", "assessments.wsgi", "--bind", f"{HOST}:{port}"),
        # Loaded once, before the port is opened: whoever reaches it is answered at once.
        *("--preload", "--workers", "2", "--threads", str(WEB_THREADS), "--no-control-socket"),
        *("--graceful-timeout", "2", "--access-logfile", "-"),
        *("--access-logformat", "%(s)s %(m)s %(U)s %(M)s ms", "--log-level", "warning"),
    )
    worker = (
        *(sys.executable, "-m", "celery", "--quiet", "--app", "assessments.celery", "worker"),
        *("--beat", "--loglevel", "INFO", "--without-gossip", "--without-mingle"),
        "--without-heartbeat",
    )
    return [
        Command("web", web),
        # A cold stop: what the worker is grading goes back to the queue at once.
        Command("worker", worker, stop_signal=signal.SIGQUIT),
    ]


def lock_data(data: Path) -> IO[str]:
    """Holds the data directory for this process until the file is closed. Raises DataInUse."""
    file = (data / LOCK).open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        holder = file.read().strip()
        file.close()
        raise DataInUse(holder) from None
    file.seek(0)
    file.truncate()
    file.write(str(os.getpid()))
    file.flush()
    return file


def port_is_free(port: int) -> bool:
    """Whether a server could listen there now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def answers(port: int) -> bool:
    """Whether the web server says that it is healthy."""
    connection = http.client.HTTPConnection(HOST, port, timeout=1.0)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
