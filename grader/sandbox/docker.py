"""The docker engine: one container after another, each given up after some jobs or one bad one."""

from __future__ import annotations

import contextlib
from concurrent.futures import Future, ThreadPoolExecutor, wait
from types import TracebackType
from typing import Self

from ..errors import SandboxError
from .base import Conversation, Ending, Job, Outcome
from .container import ContainerOptions, ContainerSandbox, remove_orphans

# The program came to an end by itself. After any other ending its container is not used again.
_HONEST = frozenset({Ending.FINISHED, Ending.RAISED, Ending.EXITED})

# Between two looks at a spare that is still becoming warm while the sandbox is closed.
_LOOK_SECONDS = 0.1


class DockerSandbox:
    """Runs jobs in a container that is replaced after `jobs` of them; see `Sandbox`.

    A second container is kept warm, so that nobody waits for one to start: not after a program that
    had to be ended, nor with `jobs=1`, where each program has a container to itself.
    """

    engine = "docker"

    def __init__(self, options: ContainerOptions | None = None, *, jobs: int = 50) -> None:
        if jobs < 1:
            raise ValueError("a container takes at least one job")
        self._options = options or ContainerOptions()
        self._jobs = jobs
        self._done = 0
        self._container: ContainerSandbox | None = None
        self._spare: Future[ContainerSandbox] | None = None
        self._warming: ContainerSandbox | None = None
        self._keeper: ThreadPoolExecutor | None = None
        self._walls: list[str] = []
        self._versions: dict[str, str] = {}

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def walls(self) -> list[str]:
        """See `Sandbox.walls`."""
        return list(self._walls)

    @property
    def versions(self) -> dict[str, str]:
        """See `Sandbox.versions`."""
        return dict(self._versions)

    @property
    def container_id(self) -> str | None:
        """The id of the container that the next job runs in, if it is chosen."""
        return None if self._container is None else self._container.container_id

    def start(self) -> None:
        """See `Sandbox.start`."""
        if self._keeper is None:
            remove_orphans(self._options.folder)
            self._keeper = ThreadPoolExecutor(1, "warm-spare")
        if self._container is None:
            self._container = self._next()
            self._walls, self._versions = self._container.walls, self._container.versions
            self._done = 0
            self._spare = self._keeper.submit(self._warm)

    def run(self, job: Job, conversation: Conversation) -> Outcome:
        """See `Sandbox.run`. A container in which a job had to be ended is never used again."""
        self.start()
        assert self._container is not None
        try:
            outcome = self._container.run(job, conversation)
        except BaseException:
            self._give_up()
            raise
        self._done += 1
        if outcome.ending not in _HONEST:
            self._give_up()
        elif self._done >= self._jobs:
            self._give_up(at_leisure=True)
        return outcome

    def close(self) -> None:
        """See `Sandbox.close`."""
        keeper, self._keeper = self._keeper, None
        self._give_up()
        spare, self._spare = self._spare, None
        if spare is not None and not spare.cancel():
            while not wait([spare], timeout=_LOOK_SECONDS).done:
                # Whoever closes may not have the time that a container takes to become warm.
                with contextlib.suppress(SandboxError):
                    if self._warming is not None:
                        self._warming.abandon()
            with contextlib.suppress(SandboxError):  # It never started, and left nothing.
                spare.result().close()
        if keeper is not None:
            keeper.shutdown()

    def _next(self) -> ContainerSandbox:
        spare, self._spare = self._spare, None
        return self._warm() if spare is None else spare.result()

    def _warm(self) -> ContainerSandbox:
        self._warming = ContainerSandbox(self._options, single=self._jobs == 1)
        self._warming.start()
        return self._warming

    def _give_up(self, *, at_leisure: bool = False) -> None:
        """Removes the container: at once, or where its program was honest, while others run."""
        container, self._container = self._container, None
        if container is None:
            return
        if at_leisure and self._keeper is not None:
            self._keeper.submit(container.close)
        else:
            container.close()
