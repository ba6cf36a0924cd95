"""Where questions have code run: in a cell of the grader's. One of the doors to it."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import threading
from dataclasses import asdict
from pathlib import Path

from django.conf import settings

from grader.errors import SandboxError, WallMissing
from grader.evaluating import Program, evaluate
from grader.sandbox import open_sandbox
from grader.sandbox.base import Sandbox
from grader.sandbox.engines import EngineSettings, read_settings

from .questions import CallResult, CellCall, CellResult

logger = logging.getLogger(__name__)

# Part of every key of the cache: to be raised when the same call may give something else.
EDITION = 1


def deployed_bench(*, cache: Path | None = None) -> CellBench:
    """The bench that this deployment's settings describe; nothing is opened before it is needed."""
    return CellBench(read_settings(settings.GRADER_SANDBOX), cache=cache)


class BenchFailed(Exception):
    """The place failed, not the code that was to be run there. Safe to try again."""


class NoBench(BenchFailed):
    """This machine cannot hold code safely; trying again will not help."""


class CellBench:
    """Keeps one sandbox, opened when it is first needed, and replaces it after it failed.

    With `cache`, a folder, a call that came to its end is never made twice.
    """

    def __init__(self, engine: EngineSettings, *, cache: Path | None = None) -> None:
        self._engine = engine
        self._cache = cache
        self._sandbox: Sandbox | None = None
        self._using = threading.Lock()

    def call(self, call: CellCall) -> CellResult:
        """See `questions.Bench`. Raises BenchFailed."""
        kept = self._kept(call)
        if kept is not None:
            return kept
        with self._using:
            result = self._called(call)
        if not result.error:
            self._keep(call, result)
        return result

    def close(self) -> None:
        """Ends the sandbox's processes. Safe to call twice."""
        sandbox, self._sandbox = self._sandbox, None
        if sandbox is not None:
            sandbox.close()

    def _called(self, call: CellCall) -> CellResult:
        try:
            if self._sandbox is None:
                self._sandbox = open_sandbox(settings=self._engine)
            found = evaluate(Program(**asdict(call)), self._sandbox)
        except BaseException as error:
            # Whatever went wrong, the next call must find nothing of this one.
            self.close()
            if isinstance(error, WallMissing):
                raise NoBench(str(error)) from error
            if isinstance(error, SandboxError):
                raise BenchFailed(str(error)) from error
            raise
        calls = tuple(CallResult(each.arguments, each.value, each.error) for each in found.calls)
        return CellResult(found.output, calls, found.error, found.line)

    def _path(self, call: CellCall) -> Path | None:
        if self._cache is None:
            return None
        text = json.dumps([EDITION, asdict(call)], sort_keys=True)
        return self._cache / f"{hashlib.sha256(text.encode()).hexdigest()}.json"

    def _kept(self, call: CellCall) -> CellResult | None:
        path = self._path(call)
        if path is None or not path.exists():
            return None
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
            calls = tuple(CallResult(**each) for each in kept["calls"])
            return CellResult(output=kept["output"], calls=calls)
        except (OSError, ValueError, TypeError, KeyError):
            logger.warning("%s cannot be read; it is computed anew", path)
            return None

    def _keep(self, call: CellCall, result: CellResult) -> None:
        path = self._path(call)
        if path is None:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        mine = path.with_suffix(f".{os.getpid()}")
        mine.write_text(json.dumps(asdict(result)), encoding="utf-8")
        mine.replace(path)
