"""What a program printed, made safe to show."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.sandbox.printed import CUT_MARK, KEPT_BYTES, Printed, plain


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07after", "after"),
        ("10%\r20%\r\n", "10%\n20%\n"),
        ("a\tb\n", "a\tb\n"),
        ("a\x07b", "a\N{REPLACEMENT CHARACTER}b"),
        ("abc\u202edef", "abc\N{REPLACEMENT CHARACTER}def"),
        ("abc\u061cdef\u2028", "abc\N{REPLACEMENT CHARACTER}def\N{REPLACEMENT CHARACTER}"),
        ("<b>λ</b>", "<b>λ</b>"),
    ],
)
def test_nothing_acts_on_the_reader(printed: str, shown: str) -> None:
    assert plain(printed) == shown


@given(st.text())
def test_no_text_leaves_an_escape(text: str) -> None:
    assert "\x1b" not in plain(text)


@given(st.lists(st.binary(max_size=40_000), max_size=5))
def test_all_is_counted_and_little_is_kept(parts: list[bytes]) -> None:
    printed = Printed()
    for part in parts:
        printed.add(part)
    assert printed.total == sum(map(len, parts))
    assert len(printed.text()) <= KEPT_BYTES + len(CUT_MARK)
    assert printed.text().endswith(CUT_MARK) == (printed.total > KEPT_BYTES)
