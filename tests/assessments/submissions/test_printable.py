"""What a program wrote is shown without deceiving eye or terminal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.submissions.printable import printable, printable_text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain\ttext\n", "plain\ttext\n"),
        ("naïve 深度 ∑ 🙂", "naïve 深度 ∑ 🙂"),
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07after", "after"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b2Jgone", "gone"),
        ("10%\r20%\r\ndone", "10%\n20%\ndone"),
        ("a\x00b\x07", "a⟨U+0000⟩b⟨U+0007⟩"),
        ("admin\u202etxt.exe", "admin⟨U+202E⟩txt.exe"),
        ("zero\u200bwidth\u2066", "zero⟨U+200B⟩width⟨U+2066⟩"),
        ("lone \ud800", "lone ⟨U+D800⟩"),
        ("two\u2028lines", "two⟨U+2028⟩lines"),
    ],
)
def test_what_cannot_be_seen_is_named_or_gone(text: str, shown: str) -> None:
    assert printable_text(text) == shown


@given(st.text())
def test_nothing_invisible_is_left(text: str) -> None:
    shown = printable_text(text)
    assert all(
        character in "\n\t" or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
        for character in shown
    )
    assert printable_text(shown) == shown


@given(st.text(alphabet=st.characters(categories=("L", "N", "P", "S", "Zs"))))
def test_ordinary_text_is_not_changed(text: str) -> None:
    assert printable_text(text) == text


def test_every_string_of_a_value_is_made_printable() -> None:
    assert printable({"a\0": ["b\0", {"c": "\0"}], "n": 1.5, "t": True, "z": None}) == {
        "a⟨U+0000⟩": ["b⟨U+0000⟩", {"c": "⟨U+0000⟩"}],
        "n": 1.5,
        "t": True,
        "z": None,
    }
