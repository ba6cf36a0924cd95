"""How a job's ending is told to the learner: one plain sentence, and a line of their own file."""

from __future__ import annotations

from collections.abc import Sequence

from ..report import Failure, Stage
from ..sandbox.base import Ending, Limits, Outcome
from ..sandbox.wire import Json

_LONGEST = 300
# Exceptions that Python itself raises where the text alone would not be a sentence.
_SYNTAX = ("SyntaxError", "IndentationError", "TabError")


class ProgramFailed(Exception):
    """The learner's program cannot be examined further; carries the failure to report."""

    def __init__(self, failure: Failure, outcome: Outcome | None = None) -> None:
        super().__init__(failure.message)
        self.failure = failure
        self.outcome = outcome


def failure_of(
    outcome: Outcome, stage: Stage, limits: Limits, *, names: Sequence[str] = ()
) -> Failure:
    """The failure behind any ending but FINISHED.

    `names` are what the solution must define, where that is not the training contract.
    """
    body = outcome.message.body if outcome.message is not None else {}
    if outcome.ending is Ending.RAISED:
        failure = _of_exception(body, stage)
        return _for_other_contracts(failure, names) if names else failure
    message, help_text = _ENDINGS.get(outcome.ending, _UNKNOWN)
    values = {
        "seconds": f"{limits.wall_seconds:g}",
        "memory": f"{limits.memory_bytes / (1 << 20):,.0f}",
        "output": f"{limits.output_bytes / (1 << 20):g}",
        "scratch": f"{limits.scratch_bytes / (1 << 20):g}",
        "where": _PLACES.get(stage, "It"),
    }
    line = _line(body.get("line"))
    return Failure(stage=stage, message=message.format(**values), help=help_text, line=line)


_PLACES: dict[Stage, str] = {
    "building": "`build_model`, or the file itself,",
    "training": "The training",
    "predicting": "Predicting with the trained model",
    "probing": "A second, shorter training",
    "calling": "Calling what your file defines",
    "searching": "The search",
}
_UNKNOWN = (
    "{where} ended in a way that is not known.",
    "Run the program on your own machine first.",
)
_ENDINGS: dict[Ending, tuple[str, str]] = {
    Ending.EXITED: (
        "{where} ended the process itself, by `sys.exit`, `exit` or `os._exit`.",
        "Let `train` return instead: what comes after it is the grader's.",
    ),
    Ending.KILLED: (
        "{where} was ended by the operating system.",
        (
            "A crash in compiled code, or a call that the sandbox forbids: processes, sockets and "
            "foreign files are out of reach."
        ),
    ),
    Ending.WALL_TIME: (
        "{where} did not finish within {seconds} seconds.",
        "Is there a loop that never ends? Otherwise a smaller model or fewer epochs may do.",
    ),
    Ending.CPU_TIME: (
        "{where} used more than {seconds} seconds of computing time.",
        "Is there a loop that never ends? Otherwise a smaller model or fewer epochs may do.",
    ),
    Ending.MEMORY: (
        "{where} used more than {memory} MiB of memory.",
        "Do losses pile up with their graphs? Keep `loss.item()`, not `loss`.",
    ),
    Ending.OUTPUT: (
        "{where} printed more than {output} MiB.",
        "Print one line an epoch at most.",
    ),
    Ending.SCRATCH: (
        "{where} wrote more than {scratch} MiB of files.",
        "Keep the best weights only, not those of every epoch.",
    ),
    Ending.THREADS: (
        "{where} started too many threads.",
        "One thread is enough here.",
    ),
    Ending.PROTOCOL: (
        "{where} broke off the conversation with the grader.",
        "Use the loaders as they are given, and leave open files and descriptors alone.",
    ),
}


def _of_exception(body: dict[str, Json], stage: Stage) -> Failure:
    kind, text = _text(body.get("type")) or "Exception", _text(body.get("text"))
    line = _line(body.get("line"))
    if body.get("op") == "exited":
        message, help_text = _ENDINGS[Ending.EXITED]
        return Failure(
            stage=stage, message=message.format(where=_PLACES[stage]), help=help_text, line=line
        )
    if body.get("recognised") is True and text:
        return Failure(stage=stage, message=text, help=_HELP_CONTRACT, line=line)
    if kind in _SYNTAX:
        place = f"Line {line}" if line is not None else "The file"
        return Failure(
            stage="reading",
            message=f"{place} is not valid Python: {text or kind}.",
            help="Nothing can run before the file can be read. Try `python solution.py` yourself.",
            line=line,
        )
    where = "" if line is None else f" in line {line}"
    said = f"{kind}: {text}" if text else kind
    message = f"{_PLACES[stage]} raised {said.rstrip('.')}{where}."
    return Failure(stage=stage, message=message, help=_HELP_EXCEPTION[stage], line=line)


def _for_other_contracts(failure: Failure, names: Sequence[str]) -> Failure:
    if failure.help not in (_HELP_CONTRACT, *_HELP_EXCEPTION.values()):
        return failure
    listed = ", ".join(f"`{name}`" for name in names)
    help_text = f"The statement says how {listed} is called and what must come back."
    return failure.model_copy(update={"help": help_text})


_HELP_CONTRACT = (
    "The solution defines `build_model(in_features, out_features)` and "
    "`train(model, train_loader, val_loader, *, max_epochs, patience)`."
)
_HELP_EXCEPTION: dict[Stage, str] = {
    "reading": "The file could not be read.",
    "building": "The number of inputs and outputs differs from run to run; take both from the "
    "arguments.",
    "training": "Inputs are float32 of shape (N, features); targets int64 (N,) for classes, "
    "float32 (N,) for regression.",
    "predicting": "The model is built afresh by `build_model`, given the trained weights, and called "
    "on float32 inputs of shape (N, features).",
    "probing": "The program is also trained on other batches, with another `max_epochs` and "
    "`patience` and other sizes than in the graded run.",
    "calling": "The statement says with which arguments each name is called.",
    "searching": "The statement says what the search is given and what it returns.",
}


def _text(value: Json) -> str:
    """One line of untrusted text, printable and not too long."""
    if not isinstance(value, str):
        return ""
    line = " ".join("".join(c if c.isprintable() else " " for c in value).split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _line(value: Json) -> int | None:
    return value if type(value) is int and 1 <= value <= 1_000_000 else None
