"""Programs that are alike are found however they are renamed; what everybody writes is not."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from assessments.gradebook.winnowing import alike, prints_of, shared_lines, tokens

PROGRAM = """
import torch
from torch import nn


def build_model(in_features, out_features):
    hidden = 64
    layers = [nn.Linear(in_features, hidden), nn.ReLU(), nn.Dropout(0.3)]
    layers.append(nn.Linear(hidden, out_features))
    return nn.Sequential(*layers)


def train(model, train_loader, val_loader, *, max_epochs, patience):
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.01)
    best, waited, state = float("inf"), 0, None
    for epoch in range(max_epochs):
        model.train()
        for inputs, targets in train_loader:
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(inputs), targets)
            loss.backward()
            optimizer.step()
        if waited > patience:
            break
    return {"train_loss": [], "val_loss": []}
"""
OTHER = """
class Table:
    def __init__(self, rows):
        self.rows = {row["id"]: row for row in rows if row is not None}

    def find(self, *ids, default=None):
        while ids:
            first, *ids = ids
            try:
                yield self.rows[first]
            except KeyError as error:
                if default is None:
                    raise ValueError(f"no {first}") from error
                yield default

    def __contains__(self, other):
        return any(other == row and not row.get("gone") for row in self.rows.values())
"""


def renamed(source: str) -> str:
    """With other names, numbers, comments and blank lines."""
    for old in ("hidden", "layers", "optimizer", "best", "waited", "inputs", "targets", "loss"):
        source = re.sub(rf"\b{old}\b", f"my_{old}_x", source)
    return source.replace("64", "128").replace("\n    for", "\n\n    # again\n\n    for")


def test_renaming_and_commenting_change_nothing() -> None:
    pairs = alike([prints_of(PROGRAM), prints_of(renamed(PROGRAM))])
    assert [pair.share for pair in pairs] == [1.0]


def test_different_programs_are_not_alike() -> None:
    assert alike([prints_of(PROGRAM), prints_of(OTHER)]) == []


def test_what_the_starter_gave_is_left_out() -> None:
    programs = [prints_of(PROGRAM), prints_of(renamed(PROGRAM))]
    assert alike(programs, known=prints_of(PROGRAM).hashes) == []


def test_what_many_have_says_nothing() -> None:
    assert alike([prints_of(PROGRAM)] * 12) == []


def test_a_copied_part_is_found_and_its_lines_are_told() -> None:
    half = PROGRAM[PROGRAM.index("def train") :]
    mixed = OTHER + "\n\n" + renamed(half)
    one, other = prints_of(PROGRAM), prints_of(mixed)
    (pair,) = alike([one, other])
    assert 0.3 < pair.share < 1
    left, right = shared_lines(one, other)
    start = PROGRAM[: PROGRAM.index("def train")].count("\n") + 1
    assert left
    assert min(left) >= start - 2
    assert min(right) > OTHER.count("\n")


@given(st.text(max_size=400))
def test_anything_can_be_read(source: str) -> None:
    prints_of(source)
    assert all(token.line >= 1 for token in tokens(source))


@given(
    st.lists(st.sampled_from(["a = b\n", "if a:\n    b()\n", "x(1, 2)\n", "'t'\n"]), max_size=60)
)
def test_alikeness_has_no_direction(parts: list[str]) -> None:
    source = "".join(parts)
    one = alike([prints_of(source), prints_of(PROGRAM)])
    other = alike([prints_of(PROGRAM), prints_of(source)])
    assert [pair.share for pair in one] == [pair.share for pair in other]
