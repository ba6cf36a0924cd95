"""Lines to begin looking at: found in programs of many styles, and never a reason to fail."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.codes import CODES
from grader.hints import LOCATORS, locate, with_lines
from grader.hints.program import MOST_CHARACTERS, parse
from grader.report import Diagnostic

PROGRAMS = Path(__file__).resolve().parents[1] / "programs"
SOLUTIONS = (
    Path(__file__).resolve().parents[3]
    / "content/inside-neural-networks/assignments/mlp-digits/solutions"
)
# Code, program, and what the line that is pointed at holds.
POINTED_AT = [
    ("best_alias", PROGRAMS / "wrong_alias.py", "waited = validation, model.state_dict(), 0"),
    ("best_alias", SOLUTIONS / "wrong_aliased_state_dict.py", "accuracy, model.state_dict()"),
    ("best_alias", SOLUTIONS / "wrong_shallow_copy.py", "dict(model.state_dict())"),
    ("buffers_not_restored", PROGRAMS / "wrong_buffers.py", "p.detach().clone() for p"),
    ("compares_to_previous", PROGRAMS / "wrong_compares_previous.py", "best = validation"),
    ("counter_not_reset", PROGRAMS / "wrong_counter_not_reset.py", "waited += 1"),
    ("dead_relu", PROGRAMS / "wrong_dead_relu.py", "-30.0"),
    ("double_softmax", PROGRAMS / "wrong_double_softmax.py", "nn.Softmax(1)"),
    ("dropout_active_in_eval", PROGRAMS / "wrong_dropout_in_eval.py", "F.dropout("),
    ("never_in_train_mode", SOLUTIONS / "wrong_dropout_in_eval_mode.py", "model.eval()"),
    ("dropout_off_after_first_validation", PROGRAMS / "wrong_no_train_again.py", "model.train()"),
    ("early_stop_on_train_loss", PROGRAMS / "wrong_stop_on_train.py", "total / count < best"),
    ("history_mismatch", PROGRAMS / "wrong_history_fake.py", 'history["val_loss"].append'),
    ("loss_broadcast", PROGRAMS / "wrong_broadcast.py", "F.mse_loss"),
    ("lr_too_high", PROGRAMS / "wrong_lr_high.py", "lr=5.0"),
    ("missing_zero_grad", PROGRAMS / "wrong_missing_zero_grad.py", "loss.backward()"),
    ("never_in_train_mode", PROGRAMS / "wrong_always_eval.py", "model.eval()"),
    ("nll_on_logits", PROGRAMS / "wrong_nll_on_logits.py", "F.nll_loss"),
    ("no_early_stopping", PROGRAMS / "wrong_no_early_stopping.py", "in range(max_epochs)"),
    ("nothing_trained", PROGRAMS / "wrong_nothing_trained.py", "loss.backward()"),
    ("params_not_optimised", PROGRAMS / "wrong_head_only.py", "model[3].parameters()"),
    ("partial_epoch", PROGRAMS / "wrong_partial_epoch.py", "break"),
    ("patience_ignored", PROGRAMS / "wrong_patience_hard.py", "waited >= 7"),
    ("patience_off_by_one", PROGRAMS / "wrong_patience_late.py", "waited > patience"),
    ("penalty_no_gradient", PROGRAMS / "wrong_penalty_detached.py", "p.data.pow(2)"),
    ("penalty_no_gradient", SOLUTIONS / "wrong_penalty_detached.py", "detach()"),
    ("penalty_wrong_params", PROGRAMS / "wrong_penalty_bias.py", "'bias' in n"),
    ("penalty_wrong_sign", PROGRAMS / "wrong_penalty_sign.py", "- 1e-4 * sum"),
    ("penalty_wrong_sign", SOLUTIONS / "wrong_penalty_wrong_sign.py", "- self.penalty()"),
    ("returns_last_weights", PROGRAMS / "wrong_last_weights.py", "return history"),
    ("train_on_val", PROGRAMS / "wrong_train_on_val.py", "in val_loader"),
    ("unregistered_params", PROGRAMS / "wrong_unregistered.py", "self.hidden = [nn.Linear"),
    ("val_loss_last_batch", PROGRAMS / "wrong_last_batch.py", "loss_of(model(inputs), targets)"),
    ("validation_not_used", PROGRAMS / "wrong_validation_not_used.py", "in range(max_epochs)"),
]


@pytest.mark.parametrize(
    ("code", "path", "text"), POINTED_AT, ids=[f"{c}-{p.stem}" for c, p, _ in POINTED_AT]
)
def test_the_line_that_did_it_is_pointed_at(code: str, path: Path, text: str) -> None:
    source = path.read_text()
    program = parse(source)
    assert program is not None
    line = locate(code, program)
    assert line is not None
    assert text in source.split("\n")[line - 1]


SMALL = [
    ("dropout_on_output", "def f():\n return nn.Sequential(nn.Linear(1, 2),\n  nn.Dropout(0.1))\n", 3),
    ("relu_on_output", "class N:\n def forward(self, x):\n  return torch.relu(self.out(x))\n", 3),
    ("sigmoid_before_ce", "def forward(self, x):\n x = torch.sigmoid(x)\n return self.s(F.sigmoid(x))\n", 3),
    ("grads_wiped_before_step", "loss.backward()\nopt.zero_grad()\nopt.step()\n", 2),
    ("lr_too_low", "opt = torch.optim.SGD(\n model.parameters(),\n lr=1e-9,\n)\n", 3),
    ("partial_validation", "def v(m, loader):\n for x, y in loader:\n  return loss(m(x), y)\n", 3),
    ("train_loader_read_once", "def train(m, a, b):\n kept = list(a)\n", 2),
    ("val_loader_read_once", "def train(m, a, b):\n kept = [pair for pair in b]\n", 2),
    ("vanishing_gradients", "def build_model(i, o):\n return nn.Sequential(nn.Sigmoid())\n", 2),
    ("val_in_train_mode", "def train(m, a, b):\n for e in range(9):\n  v = measure(m, b)\n", 3),
    ("history_missing", "def train(m, a, b):\n if a:\n  return 1\n return None\n", 4),
    ("compares_to_previous", "if losses[-1] < losses[-2]:\n pass\n", 1),
    ("wrong_epoch_restored", "for e in r:\n s = copy.deepcopy(m.state_dict())\n", 2),
    ("early_stopping_wrong", "if self.bad >= self.patience:\n pass\n", 1),
    ("diverged", "opt = Adam(model.parameters(), 10.0)\n", 1),
]  # fmt: skip


@pytest.mark.parametrize(("code", "source", "line"), SMALL, ids=[code for code, _, _ in SMALL])
def test_small_shapes_are_found(code: str, source: str, line: int) -> None:
    program = parse(source)
    assert program is not None
    assert locate(code, program) == line


def test_every_code_but_those_of_the_whole_program_has_a_locator() -> None:
    assert set(CODES) - set(LOCATORS) == {"canary_forged", "probe_failed", "tampering"}


def a_diagnostic(line: int | None = None) -> Diagnostic:
    return Diagnostic(
        id="missing_zero_grad", severity="error", source="inside", evidence="", help="", line=line
    )


def test_a_line_that_is_known_is_kept() -> None:
    assert with_lines([a_diagnostic(7)], "loss.backward()\n")[0].line == 7


@pytest.mark.parametrize(
    "source",
    [
        "def f(:",
        "-" * 100_000 + "1",
        "(" * 5000 + ")" * 5000,
        "a" + ".b" * 100_000,
        "x = 'a\0b'",
        "x = 1 + \ud800",
        "a = 1\n" * MOST_CHARACTERS,
        "",
    ],
    ids=["syntax", "minus", "nested", "chain", "nul", "surrogate", "long", "empty"],
)
def test_a_text_that_cannot_be_read_gets_no_line(source: str) -> None:
    assert with_lines([a_diagnostic()], source) == [a_diagnostic()]


FRAGMENTS = st.sampled_from(
    [
        "for x, y in a:\n", "def train(m, a, b):\n", " ", "  ", "loss.backward()\n", "class N:\n",
        "return x\n", "p = p.data\n", "if x >= patience:\n", "break\n", "self.x = [nn.Linear()]\n",
        "while True:\n", "with torch.no_grad():\n", "lambda: 0\n", "x -= sum(q for q in parameters())\n",
        "nn.Sequential()\n", "Adam()\n", "def forward(self):\n", "list()\n", "x: int\n", "pass\n",
    ]
)  # fmt: skip


@given(st.lists(FRAGMENTS, max_size=30).map("".join))
def test_no_program_makes_a_locator_fail(source: str) -> None:
    program = parse(source)
    if program is None:
        return
    lines = source.count("\n") + 1
    for code in LOCATORS:
        line = locate(code, program)
        assert line is None or 1 <= line <= lines
