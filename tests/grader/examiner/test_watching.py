"""Hooks inside the cell see, but touch nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from grader import datasets
from grader.cell.loaders import Ledger, StreamedLoader
from grader.cell.models import input_layers
from grader.cell.solution import LearnerError
from grader.cell.watching.lossfamilies import fingerprint
from grader.cell.watching.monitor import Monitor
from grader.observing.bench import Bench
from grader.observing.training import Training

from .conftest import SECRET, assignment_on
from .direct import DirectChannel, DirectSandbox
from .test_programs import PROGRAMS

DATA = datasets.load("iris", SECRET)


@pytest.mark.parametrize("name", ["right_input_dropout", "right_batchnorm_input", "right_elastic"])
def test_a_watched_training_ends_with_the_same_weights_as_an_unwatched(name: str) -> None:
    source = (PROGRAMS / f"{name}.py").read_text()
    bench = Bench(assignment_on("iris"), source, DirectSandbox(), DATA, 5, lambda told: None)
    watched = bench.train(bench.script_world(1), "probing")
    unwatched = bench.train(bench.script_world(1), "probing", hooks=False)
    assert unwatched.facts is None
    assert watched.facts is not None
    assert watched.facts.errors == []
    for tensor, other in zip(watched.final.values(), unwatched.final.values(), strict=True):
        assert np.array_equal(tensor, other)


def watch(model: nn.Module) -> Monitor:
    monitor = Monitor(model, "classification", torch.zeros(4, 3), lambda message: None)
    monitor.install()
    return monitor


def test_an_observer_that_fails_is_dropped_and_named() -> None:
    class Touchy(nn.Linear):
        def forward(self, inputs: Tensor) -> Tensor:
            output: Tensor = super().forward(inputs)
            return output.to(torch.complex64)

    model = Touchy(3, 2)
    monitor = watch(model)
    monitor.pass_begun("train")
    monitor.batch("train", 0, torch.ones(4, 3), torch.zeros(4, dtype=torch.long))
    model(torch.ones(4, 3)).abs().sum().backward()
    facts = monitor.finish()
    assert facts["alive"] is True
    assert all(error.split(":")[0] not in facts for error in facts["errors"])


def test_hooks_are_gone_after_the_end() -> None:
    backward, load = torch.autograd.backward, nn.Module.load_state_dict
    monitor = watch(nn.Linear(3, 2))
    assert torch.autograd.backward is not backward
    assert monitor.finish()["alive"] is True
    assert torch.autograd.backward is backward
    assert nn.Module.load_state_dict is load


def test_a_replaced_backward_is_noticed() -> None:
    backward = torch.autograd.backward
    monitor = watch(nn.Linear(3, 2))
    try:
        torch.autograd.backward = lambda *arguments, **keywords: None
        assert monitor.finish()["alive"] is False
    finally:
        torch.autograd.backward = backward


@pytest.fixture
def loader() -> StreamedLoader:
    bench = Bench(assignment_on("iris"), "", DirectSandbox(), DATA, 5, lambda told: None)
    training = Training(bench.real_world())
    training.built = True
    channel: Any = DirectChannel(training)
    return StreamedLoader("train", len(DATA.train), 32, channel, None)


def test_a_loader_is_a_data_loader_in_every_respect_that_is_asked_for(loader: Any) -> None:
    assert isinstance(loader, torch.utils.data.DataLoader)
    assert (len(loader), len(loader.dataset), loader.batch_size) == (3, len(DATA.train), 32)
    batches = list(loader)
    assert [len(inputs) for inputs, _ in batches] == [32, 32, 16]
    assert {inputs.dtype for inputs, _ in batches} == {torch.float32}
    assert {targets.dtype for _, targets in batches} == {torch.int64}


def test_batches_may_be_changed_in_place(loader: Any) -> None:
    for inputs, targets in loader:
        inputs.zero_()
        targets.zero_()


def test_a_single_row_is_not_to_be_had(loader: Any) -> None:
    with pytest.raises(LearnerError, match="iterate over the loader itself"):
        loader.dataset[0]


def test_input_layers_are_those_that_multiply_the_inputs() -> None:
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(6, 6), nn.ReLU(), nn.Linear(6, 6), nn.ReLU(), nn.Linear(6, 2))
    assert input_layers(model, 6, [4, 5]) == [{"name": "0.weight", "axis": 1}]


def test_a_transposed_input_layer_is_found() -> None:
    class Transposed(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.weight = nn.Parameter(torch.randn(6, 3))

        def forward(self, inputs: Tensor) -> Tensor:
            return inputs @ self.weight

    assert input_layers(Transposed(), 6, [4, 5]) == [{"name": "weight", "axis": 0}]


@pytest.mark.parametrize("model", [nn.Conv1d(1, 2, 3), nn.Flatten(), nn.Embedding(6, 6)])
def test_a_model_without_such_a_layer_has_none(model: nn.Module) -> None:
    assert input_layers(model, 6, [4, 5]) == []


@pytest.mark.parametrize(
    ("loss", "name"),
    [
        (nn.functional.cross_entropy, "cross_entropy"),
        (lambda z, y: nn.functional.cross_entropy(z.softmax(1), y), "of_softmax"),
        (lambda z, y: nn.functional.cross_entropy(z.sigmoid(), y), "of_sigmoid"),
        (nn.functional.nll_loss, "nll"),
    ],
)
def test_a_loss_is_known_by_its_gradient(loss: Any, name: str) -> None:
    torch.manual_seed(0)
    logits = (2 * torch.randn(16, 5)).requires_grad_()
    targets = torch.randint(0, 5, (16,))
    value = loss(logits, targets)
    (gradient,) = torch.autograd.grad(value, logits)
    named = fingerprint("classification", logits.detach(), gradient, targets, float(value.detach()))
    assert named is not None
    assert max(named["cosines"], key=named["cosines"].get) == name
    assert named["cosines"][name] > 0.99999


def steps_of(model: nn.Module, optimizer: torch.optim.Optimizer, after: Any) -> dict[str, Any]:
    """Facts of six watched steps, with `after` done to the weights behind each."""
    monitor = watch(model)
    monitor.pass_begun("train")
    for index in range(6):
        inputs, targets = torch.randn(8, 3), torch.randint(0, 2, (8,))
        monitor.batch("train", index, inputs, targets)
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(inputs), targets).backward()
        optimizer.step()
        with torch.no_grad():
            for parameter in model.parameters():
                after(parameter)
    return monitor.finish()


def test_a_decay_done_by_hand_between_steps_is_seen_as_one() -> None:
    model = nn.Linear(3, 2)
    facts = steps_of(model, torch.optim.Adam(model.parameters()), lambda p: p.mul_(0.99))
    assert facts["drift"]["moved"]
    for row in facts["drift"]["moved"]:
        assert row["fit"]["l2_alone"] > 0.9999
        assert row["fit"]["l2"] == pytest.approx(0.01, rel=1e-3)


def test_nothing_between_steps_is_no_drift() -> None:
    model = nn.Linear(3, 2)
    facts = steps_of(model, torch.optim.Adam(model.parameters()), lambda p: None)
    assert facts["drift"]["moved"] == []


def test_a_direct_call_of_forward_is_seen_once_and_a_usual_call_as_well() -> None:
    model = nn.Sequential(nn.Linear(3, 2), nn.Dropout(0.5))
    plain = type(model).forward
    monitor = watch(model)
    for kind, call in (("train", model), ("validation", model.forward)):
        monitor.pass_begun(kind)  # type: ignore[arg-type]
        for index in range(2):
            monitor.batch(kind, index, torch.zeros(4, 3), torch.zeros(4, dtype=torch.int64))  # type: ignore[arg-type]
            call(torch.zeros(4, 3))
        monitor.pass_ended()
    assert monitor.alive
    facts = monitor.finish()
    assert (facts["modes"]["train_calls"], facts["modes"]["validation_calls"]) == (2, 2)
    assert [row["kind"] for row in facts["losses"]["rows"]] == ["train", "validation"]
    assert type(model).forward is plain


def test_parameters_put_in_place_for_one_call_are_not_hidden_ones() -> None:
    model = nn.Linear(3, 2)
    monitor = watch(model)
    others = {name: p.detach().clone().requires_grad_() for name, p in model.named_parameters()}
    monitor.pass_begun("train")
    monitor.batch("train", 0, torch.zeros(4, 3), torch.zeros(4, dtype=torch.int64))
    torch.func.functional_call(model, others, (torch.zeros(4, 3),))
    assert monitor.finish()["modes"]["unregistered"] == 0


def test_a_ledger_tells_each_count_once() -> None:
    ledger = Ledger()
    ledger.took("train", 1, 1)
    ledger.took("train", 1, 2)
    assert ledger.tell() == [["train", 1, 2]]
    assert ledger.tell() == []


def test_the_log_of_a_pass_that_was_left_counts_what_was_taken() -> None:
    source = (PROGRAMS / "wrong_partial_epoch.py").read_text()
    bench = Bench(assignment_on("iris"), source, DirectSandbox(), DATA, 5, lambda told: None)
    log = bench.train(bench.script_world(1), "probing").log
    taken = {entry.batches_asked for entry in log if entry.kind == "train"}
    assert max(taken) < 20
    assert all(e.batches_asked == e.batches_total for e in log if e.kind == "validation")
