"""Whatever is wrong with a program is said in one sentence, with a line of the learner's file."""

from __future__ import annotations

import re
from collections.abc import Callable
from textwrap import dedent

import pytest

from grader import datasets
from grader.assignment import Training
from grader.observing import Examination, examine
from grader.observing.failing import failure_of
from grader.report import Stage
from grader.sandbox.base import Ending, Limits, Outcome
from grader.sandbox.wire import Message

from .conftest import SECRET, assignment_on
from .direct import DirectSandbox
from .test_programs import PROGRAMS

Examined = Callable[..., Examination]

GOOD = """
import torch
from torch import nn
def build_model(in_features, out_features):
    return nn.Sequential(nn.Linear(in_features, 8), nn.ReLU(), nn.Linear(8, out_features))
def train(model, train_loader, val_loader, *, max_epochs, patience):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    losses = []
    for epoch in range(max_epochs):
        for inputs, targets in train_loader:
            loss = nn.functional.cross_entropy(model(inputs), targets)
            optimizer.zero_grad(); loss.backward(); optimizer.step()
        for inputs, targets in val_loader:
            pass
        losses.append(loss.item())
    return {"train_loss": losses, "val_loss": losses}
"""
MODEL = (
    "    return nn.Sequential(nn.Linear(in_features, 8), nn.ReLU(), nn.Linear(8, out_features))\n"
)
RETURN = '    return {"train_loss": losses, "val_loss": losses}\n'


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new).lstrip("\n")


BUILD_A_NET = dedent("""\
    class Net(nn.Module):
        def __init__(self, inner):
            super().__init__()
            self.inner = inner
        def forward(self, x):
            return {forward}
    def build_model(in_features, out_features):
        return Net(nn.Linear(in_features, out_features))
    def train(""")


def net(forward: str, *, training: str = "model.inner(inputs)") -> str:
    head, tail = GOOD.split("def build_model")[0], GOOD.split("def train(")[1]
    body = head + BUILD_A_NET.format(forward=forward) + tail
    return body.replace("model(inputs)", training).lstrip("\n")


CASES: dict[str, tuple[str, Stage, str, int | None]] = {
    "a syntax error": ("import torch\ndef train(:\n", "reading", r"Line 2 is not valid Python", 2),
    "no build_model": ("def train(a, b, c, *, max_epochs, patience): ...", "building",
                       r"defines no function `build_model`", None),
    "no train": ("def build_model(a, b): ...", "building", r"defines no function `train`", None),
    "a train that is none": (changed("def train(", "train = 3\ndef other("), "building",
                             r"`train` is a int, not a function", None),
    "an import that fails": ("import nothing_of_this_name\n", "building",
                             r"ModuleNotFoundError.*line 1", 1),
    "another signature": (changed("*, max_epochs, patience", "*, epochs"), "training",
                          r"`train` cannot be called as", 5),
    "build_model takes too little": (changed("build_model(in_features, out_features)",
                                             "build_model(in_features)"), "building",
                                     r"TypeError", None),
    "build_model returns None": (changed("    return nn.Sequential", "    nn.Sequential"), "building",
                                 r"`build_model` returned None", None),
    "build_model returns a class": (changed(MODEL, "    return nn.Linear\n"), "building",
                                    r"`build_model` returned a type", None),
    "train raises": (changed("    losses = []\n", "    raise ValueError('no way')\n"), "training",
                     r"^The training raised ValueError: no way in line 7\.$", 7),
    "shapes do not fit": (changed("nn.Linear(8, out", "nn.Linear(9, out"), "training",
                          r"RuntimeError.*line 10", 10),
    "sys.exit": (changed("    losses = []\n", "    import sys; sys.exit(0)\n"), "training",
                 r"ended the process itself", 7),
    "weights that are NaN": (changed(RETURN, "    model[0].weight.data[0, 0] = float('nan')\n" + RETURN),
                             "training", r"`0.weight` holds values that are infinite or NaN", None),
    "a layer is replaced": (changed(RETURN, "    model[2] = nn.Linear(8, 99)\n" + RETURN), "training",
                            r"changed the shape of `2.weight`", None),
    "a layer is added": (changed(RETURN, "    model.append(nn.ReLU6()); model.append(nn.Linear(3, 3))\n"
                                 + RETURN), "training", r"changed the model's layers", None),
    "the dataset is indexed": (changed("    losses = []\n", "    losses = [train_loader.dataset[0]]\n"),
                               "training", r"iterate over the loader itself", 7),
    "epochs without end": (changed("range(max_epochs)", "iter(int, 1)"), "training",
                           r"though max_epochs was 40", 9),
    "a loader is copied": (changed("    losses = []\n", "    import copy; copy.deepcopy(val_loader)\n"),
                           "training", r"cannot be copied", 7),
    "a tuple": (net("self.inner(x), 1"), "predicting", r"returned a tuple", None),
    "a dict": (net("{'logits': self.inner(x)}"), "predicting", r"returned a dict", None),
    "a column too few": (net("self.inner(x)[:, :1]"), "predicting", r"must be \(48, 3\)", None),
    "labels for logits": (net("self.inner(x).argmax(1)"), "predicting", r"must be \(48, 3\)", None),
    "a forward of two inputs": (net("self.inner(x) + y").replace("def forward(self, x)",
                                                               "def forward(self, x, y)"),
                                "predicting", r"missing 1 required positional argument: 'y'", None),
    "raised late": (changed("        losses.append(loss.item())\n",
                            "        losses.append(loss.item())\n        assert epoch < 9, 'too late'\n"),
                    "training", r"AssertionError: too late in line 15", 15),
    "a buffer of a gigabyte": (net("self.inner(x)").replace(
        "self.inner = inner", "self.inner = inner; self.register_buffer('huge', "
        "torch.empty(1, dtype=torch.int8).expand(1 << 30))"), "building",
        r"take 1,024 MiB, most of it `huge`; at most 512 MiB", None),
    "a layer is removed": (changed(RETURN, "    del model[2]\n" + RETURN), "training",
                           r"changed the model's layers: `2.bias` is gone", None),
    "complex outputs": (net("self.inner(x) * 1j"), "predicting", r"complex", None),
}  # fmt: skip


@pytest.mark.parametrize("case", sorted(CASES))
def test_a_bad_program_is_told_what_is_wrong_and_where(case: str, examined: Examined) -> None:
    source, stage, message, line = CASES[case]
    examination = examined(source)
    failure = examination.failure
    assert failure is not None
    assert examination.findings is None

    assert re.search(message, failure.message), failure.message
    assert (failure.stage, failure.line) == (stage, line)
    assert "\n" not in failure.message
    assert failure.message.endswith(".")
    assert failure.help.endswith((".", "`"))


def outcome(ending: Ending, body: dict[str, object] | None = None) -> Outcome:
    message = None if body is None else Message(body)  # type: ignore[arg-type]
    return Outcome(ending, message, "", 0.0, 0.0, 0)


@pytest.mark.parametrize("ending", [ending for ending in Ending if ending is not Ending.FINISHED])
@pytest.mark.parametrize("stage", ["building", "training", "predicting", "probing"])
def test_every_ending_has_its_sentence(ending: Ending, stage: Stage) -> None:
    failure = failure_of(outcome(ending), stage, Limits())
    assert failure.message.endswith(".")
    assert "{" not in failure.message
    assert failure.help


@pytest.mark.parametrize(
    "body",
    [
        {"type": 3, "text": None, "line": "x"},
        {"type": "E" * 5000, "text": "a\nb\x1b[31m" + "x" * 5000, "line": -1},
        {"type": "ValueError", "text": ["deep"], "line": True},
    ],
)
def test_untrusted_words_are_cut_to_one_printable_line(body: dict[str, object]) -> None:
    failure = failure_of(outcome(Ending.RAISED, body), "training", Limits())
    assert failure.line is None
    assert failure.message.isprintable()
    assert len(failure.message) < 1000


def test_what_the_program_printed_is_kept(examined: Examined) -> None:
    source = changed("    losses = []\n", "    print('so far'); raise ValueError\n")
    assert examined(source).output == "so far\n"


ODD = {
    "no parameters": net("self.inner(x)").replace("Net(nn.Linear(in_features, out_features))",
                                                  "Net(lambda x: x[:, :3])").replace(
        "torch.optim.SGD(model.parameters(), lr=0.1)", "None").replace(
        "optimizer.zero_grad(); loss.backward(); optimizer.step()", "pass"),
    "shared parameters": net("self.inner(torch.tanh(torch.nn.functional.linear(self.inner(x), "
                             "self.inner.weight.t())))", training="model(inputs)"),
    "loops never begun": GOOD.split("    optimizer =")[0] + "    return {}\n",
    "half precision": net("self.inner(x.half()).float()", training="model(inputs)").replace(
        "Net(nn.Linear(in_features, out_features))", "Net(nn.Linear(in_features, out_features).half())"),
    "bfloat16": net("self.inner(x.bfloat16()).float()", training="model(inputs)").replace(
        "Net(nn.Linear(in_features, out_features))",
        "Net(nn.Linear(in_features, out_features).bfloat16())"),
    "complex weights": net("self.inner(x.cfloat()).abs()", training="model(inputs)").replace(
        "Net(nn.Linear(in_features, out_features))",
        "Net(nn.Linear(in_features, out_features).to(torch.complex64))"),
    "lazy layers": changed("nn.Linear(in_features, 8)", "nn.LazyLinear(8)"),
    "two loops at once": changed("for inputs, targets in train_loader",
                                 "for (inputs, targets), _ in zip(train_loader, train_loader)"),
    "abandoned loops": changed("        losses.append(loss.item())\n",
                               "        losses.append(loss.item())\n        next(iter(train_loader))\n"),
    "None is returned": changed(RETURN, ""),
    "a list is returned": changed(RETURN, "    return losses\n"),
    "tensors are returned": changed(RETURN, RETURN.replace("losses", "torch.tensor(losses)")),
    "names of loaders are printed": changed("    losses = []\n",
                                            "    losses = []\n    print(len(train_loader), "
                                            "len(train_loader.dataset), val_loader.batch_size)\n"),
    "a model that keeps no state of its own": changed(MODEL, MODEL.replace("nn.ReLU()", "nn.Identity()")),
    "other precision after training": changed(RETURN, "    model.double()\n" + RETURN),
    "no gradients for the first layer": changed("    losses = []\n",
                                                "    losses = []\n    model[0].requires_grad_(False)\n"),
    "a nested class of module": net("torch.utils.checkpoint.checkpoint(self.inner, x, use_reentrant=False)",
                                    training="model(inputs)"),
}  # fmt: skip


@pytest.mark.parametrize("case", sorted(ODD))
def test_an_odd_program_is_examined_to_the_end(case: str, examined: Examined) -> None:
    source = "import torch.utils.checkpoint\n" + ODD[case].lstrip("\n")
    examination = examined(source)
    assert examination.failure is None, examination.failure
    assert examination.findings is not None
    assert examination.findings.early_stopping.value is False


@pytest.mark.parametrize(("max_epochs", "patience"), [(1, 1), (1, 6), (3, 50)])
def test_any_number_of_epochs_and_any_patience_is_examined_to_the_end(
    max_epochs: int, patience: int
) -> None:
    assignment = assignment_on("iris")
    training = Training(max_epochs=max_epochs, patience=patience)
    spec = assignment.spec.model_copy(update={"training": training})
    examination = examine(
        assignment.model_copy(update={"spec": spec}),
        (PROGRAMS / "right_adam_l2.py").read_text(),
        DirectSandbox(),
        data=datasets.load("iris", SECRET),
        seed=0,
        on_progress=lambda progress: None,
    )
    assert examination.failure is None
    found = examination.findings
    assert found is not None
    assert False not in {found.l2.value, found.dropout.value, found.early_stopping.value}
    assert [d.id for d in found.diagnostics if d.severity == "error"] == []
