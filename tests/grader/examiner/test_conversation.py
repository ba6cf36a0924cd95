"""The trusted side of a training believes nothing that a cell says."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader import datasets
from grader.observation import Pass
from grader.observing.predicting import REPEATED, Predicting
from grader.observing.training import Misfit, Training
from grader.probes.real import RealWorld
from grader.sandbox.base import ConversationBroken
from grader.sandbox.wire import Message

DATA = datasets.load("iris", "only for tests")
WORLD = RealWorld(DATA, 0, max_epochs=2, patience=1, batch_size=16)
WEIGHT = np.ones((4, WORLD.features), np.float32)
BUILT: dict[str, Any] = {
    "op": "built",
    "names": ["w", "b"],
    "parameters": ["w", "b"],
    "inputs": [{"name": "w", "axis": 1}],
}
WEIGHTS = (WEIGHT, np.zeros(4, np.float32))


def begun() -> Training:
    training = Training(WORLD)
    training.answer(Message(BUILT, WEIGHTS))
    return training


def finished(**changes: Any) -> Message:
    body = {"op": "finished", "names": ["w", "b"], "history": None, "facts": None} | changes
    return Message(body, WEIGHTS)


def test_the_worlds_own_weights_are_sent_back() -> None:
    training = Training(WORLD)
    answer = training.answer(Message(BUILT, WEIGHTS))
    assert answer is not None
    rows, patch = answer.arrays
    assert rows.shape[1] == WORLD.features
    assert patch.dtype == np.float32
    assert np.array_equal(training.initial["w"], patch)
    assert not np.array_equal(patch, WEIGHT)


@pytest.mark.parametrize(
    "body",
    [
        {"op": "pass", "kind": "train"},
        {"op": "batch", "kind": "train", "number": 1},
        {"op": "epoch", "epoch": 1},
        {"op": "labels"},
        {},
    ],
)
def test_nothing_is_answered_before_a_model_was_built(body: dict[str, Any]) -> None:
    with pytest.raises(ConversationBroken):
        Training(WORLD).answer(Message(body))


@pytest.mark.parametrize(
    "changes",
    [
        {"names": ["w"]},
        {"names": ["w", "w"]},
        {"names": "wb"},
        {"names": [1, 2]},
        {"names": ["w" * 400, "b"]},
        {"inputs": None},
        {"inputs": [3]},
        {"inputs": [{"name": "x", "axis": 1}]},
        {"inputs": [{"name": "w", "axis": 7}]},
        {"inputs": [{"name": ["w"], "axis": 1}]},
        {"inputs": [{"name": "w", "axis": 1}] * 2},
        {"parameters": None},
    ],
)
def test_a_model_that_makes_no_sense_breaks_the_conversation(changes: dict[str, Any]) -> None:
    with pytest.raises(ConversationBroken):
        Training(WORLD).answer(Message(BUILT | changes, WEIGHTS))


def test_an_input_layer_of_the_wrong_shape_or_kind_is_left_alone() -> None:
    training = Training(WORLD)
    training.answer(Message(BUILT, (WEIGHT.astype(np.complex64), WEIGHTS[1])))
    assert training.inputs == ()
    training = Training(WORLD)
    training.answer(Message(BUILT, (WEIGHT[:, :3], WEIGHTS[1])))
    assert training.inputs == ()


@pytest.mark.parametrize(
    "body",
    [
        BUILT,
        {"op": "pass", "kind": "hidden"},
        {"op": "batch", "kind": "train", "number": 1},
        {"op": "batch", "kind": "train", "number": "1"},
        {"op": "batch", "kind": "train", "number": True},
        {"op": ["batch"]},
    ],
)
def test_unexpected_messages_break_the_conversation(body: dict[str, Any]) -> None:
    with pytest.raises(ConversationBroken):
        begun().answer(Message(body))


def ask(training: Training, **body: Any) -> Message:
    answer = training.answer(Message(body))
    assert answer is not None
    return answer


def test_the_log_counts_the_batches_that_were_asked_for() -> None:
    training = begun()
    assert ask(training, op="pass", kind="train").body == {"number": 1}
    for _ in range(2):
        inputs, targets = ask(training, op="batch", kind="train", number=1).arrays
        assert (inputs.dtype, targets.dtype) == (np.float32, np.int64)
    ask(training, op="pass", kind="validation")
    assert training.log == [Pass("train", 1, 2, 5), Pass("validation", 1, 0, 2)]


def test_a_pass_ends_and_cannot_be_taken_up_again() -> None:
    training = begun()
    ask(training, op="pass", kind="validation")
    count = 0
    while ask(training, op="batch", kind="validation", number=1).arrays:
        count += 1
    assert count == 2
    assert "refused" in ask(training, op="batch", kind="validation", number=1).body


def test_two_passes_may_run_side_by_side() -> None:
    training = begun()
    ask(training, op="pass", kind="train")
    ask(training, op="pass", kind="train")
    first = ask(training, op="batch", kind="train", number=1).arrays[0]
    second = ask(training, op="batch", kind="train", number=2).arrays[0]
    assert not np.array_equal(first, second)


def test_passes_far_beyond_max_epochs_are_refused_with_a_sentence() -> None:
    training = begun()
    answers = [ask(training, op="pass", kind="train") for _ in range(80)]
    assert "max_epochs" in str(answers[-1].body["refused"])
    assert len(training.log) == 58


def test_epochs_are_told_as_far_as_they_are_numbers() -> None:
    told: list[Any] = []
    training = Training(WORLD, lambda *epoch: told.append(epoch))
    training.answer(Message(BUILT, WEIGHTS))
    ask(training, op="pass", kind="train")
    for loss in (0.5, float("nan"), "low", True, None):
        training.answer(Message({"op": "epoch", "epoch": 1, "train_loss": loss}))
    training.answer(Message({"op": "epoch", "epoch": 10**9}))
    assert told == [(1, 0.5, None), *[(1, None, None)] * 4]


@pytest.mark.parametrize(
    ("names", "arrays"),
    [
        (["w"], WEIGHTS[:1]),
        (["w", "b", "c"], (*WEIGHTS, WEIGHTS[1])),
        (["w", "b"], (WEIGHTS[0][:2], WEIGHTS[1])),
        (["w", "b"], (WEIGHTS[0].astype(np.complex64), WEIGHTS[1])),
        (["w", "b"], (WEIGHTS[0].astype(np.int64), WEIGHTS[1])),
    ],
)
def test_weights_of_another_model_are_a_misfit(names: list[str], arrays: Any) -> None:
    with pytest.raises(Misfit):
        begun().observation(Message({"op": "finished", "names": names}, arrays))


def test_facts_that_are_not_facts_are_nothing() -> None:
    for facts in (None, 3, {"alive": "yes", "errors": []}, {"alive": True}, {"unknown": 1}):
        assert begun().observation(finished(facts=facts)).facts is None
    observed = begun().observation(finished(facts={"alive": True, "errors": []}))
    assert observed.facts is not None


@pytest.mark.parametrize("figures", [None, [], "low", [1.0, None], [1.0, "x"], {"a": 1}])
def test_a_history_that_is_no_list_of_numbers_is_nothing(figures: Any) -> None:
    observed = begun().observation(finished(history={"train": [1, 2.5], "validation": figures}))
    assert observed.history.train == (1.0, 2.5)
    assert observed.history.validation is None


def predicted(*arrays: Any) -> Any:
    predicting = Predicting({"w": WEIGHT}, DATA.hidden.inputs, 3)
    predicting.answer(Message({"op": "ready"}))
    return predicting.predictions(Message({"op": "finished"}, arrays))


def test_predictions_are_taken_apart() -> None:
    rows = len(DATA.hidden) + REPEATED
    outputs = np.arange(rows * 3.0).reshape(rows, 3)
    predictions = predicted(outputs, outputs)
    assert predictions.evaluation.shape == (len(DATA.hidden), 3)
    assert predictions.evaluation_repeated.shape == (REPEATED, 3)
    assert predictions.training is None


@pytest.mark.parametrize("count", [0, 1, 3, 5])
def test_an_unexpected_number_of_outputs_breaks_the_conversation(count: int) -> None:
    outputs = np.zeros((len(DATA.hidden) + REPEATED, 3))
    with pytest.raises(ConversationBroken):
        predicted(*[outputs] * count)


@pytest.mark.parametrize("shape", [(3, 3), (0,), (48, 2), (48, 3, 1)])
def test_outputs_of_another_shape_break_the_conversation(shape: tuple[int, ...]) -> None:
    with pytest.raises(ConversationBroken):
        predicted(*[np.zeros(shape)] * 2)


def test_hidden_inputs_are_given_once() -> None:
    predicting = Predicting({"w": WEIGHT}, DATA.hidden.inputs, 3)
    answer = predicting.answer(Message({"op": "ready"}))
    assert len(answer.arrays[0]) == len(DATA.hidden) + REPEATED
    assert np.array_equal(answer.arrays[0][:REPEATED], answer.arrays[0][-REPEATED:])
    with pytest.raises(ConversationBroken):
        predicting.answer(Message({"op": "ready"}))


def test_batches_sent_ahead_count_when_they_are_taken() -> None:
    training = begun()
    ask(training, op="pass", kind="train")
    sent = ask(training, op="batch", kind="train", number=1, ahead=3)
    assert len(sent.arrays) == 6
    assert sent.body == {"over": False}
    assert training.log[0].batches_asked == 0
    ask(training, op="pass", kind="validation", taken=[["train", 1, 2]])
    assert training.log[0].batches_asked == 2


def test_a_pass_sent_ahead_to_its_end_says_so() -> None:
    training = begun()
    ask(training, op="pass", kind="train")
    sent = ask(training, op="batch", kind="train", number=1, ahead=64)
    assert sent.body == {"over": True}
    assert len(sent.arrays) == 2 * training.log[0].batches_total
    assert "refused" in ask(training, op="batch", kind="train", number=1, ahead=64).body


@pytest.mark.parametrize(
    "claim",
    [
        {"taken": 3},
        {"taken": [["train", 1]]},
        {"taken": [["train", 2, 1]]},
        {"taken": [["train", 1, 3]]},
        {"taken": [["train", 1, -1]]},
        {"taken": [["train", 1, True]]},
        {"taken": [[None, 1, 1]]},
        {"ahead": 0},
        {"ahead": 1000},
        {"ahead": True},
    ],
)
def test_what_was_not_sent_cannot_have_been_taken(claim: dict[str, object]) -> None:
    training = begun()
    ask(training, op="pass", kind="train")
    ask(training, op="batch", kind="train", number=1, ahead=2)
    with pytest.raises(ConversationBroken):
        ask(training, op="batch", kind="train", number=1, **claim)
