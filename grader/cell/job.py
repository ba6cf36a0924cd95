"""One job, inside its cell and already locked in: receive it, run it, say how it went."""

from __future__ import annotations

import random
import signal
from types import ModuleType
from typing import Any

import numpy as np
import torch

from . import harness
from .channel import Channel
from .solution import describe, load


def _load_only(
    channel: Channel, solution: ModuleType, settings: dict[str, Any], seed: int
) -> tuple[dict[str, Any], list[np.ndarray[Any, Any]]]:
    """The smallest task: the source has run, and that is all."""
    return {}, []


TASKS = {"load": _load_only, **harness.TASKS}


def run(descriptor: int) -> None:
    """Runs the one job that comes over `descriptor`; returns when there is nothing left to say."""
    channel = Channel(descriptor)
    job, _ = channel.receive()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for name in ("set_num_threads", "set_num_interop_threads"):
        setattr(torch, name, _stay_on_one_thread)
    try:
        harness.prepare(job["settings"])
        seed_everything(job["seed"])
        solution = load(job["source"])
        # What the module did with random numbers while it loaded must not reach the training.
        seed_everything(job["seed"])
        body, arrays = TASKS[job["task"]](channel, solution, job["settings"], job["seed"])
        last_word = {"op": "finished", **body}
    except SystemExit as error:
        last_word, arrays = {"op": "exited", **describe(error)}, []
    except BaseException as error:
        last_word, arrays = {"op": "raised", **describe(error)}, []
    channel.send(last_word, arrays)


def _stay_on_one_thread(count: int) -> None:
    """In place of torch's own: sums over several threads would differ from run to run."""


def seed_everything(seed: int) -> None:
    """Seeds every generator a solution may draw from."""
    torch.manual_seed(seed)
    np.random.seed(seed % (1 << 32))
    random.seed(seed)
