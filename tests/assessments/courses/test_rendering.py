"""Markdown to HTML that is right and safe to show."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.courses.formulas import FormulaError, to_mathml
from assessments.courses.rendering import (
    MarkdownError,
    render,
    render_inline,
    render_markdown,
)


@pytest.mark.parametrize(
    ("latex", "shown"),
    [
        (r"\mathbf{w}", "𝐰"),
        (r"\boldsymbol{\theta}", "𝜽"),
        (r"\boldsymbol{w}", "𝒘"),
        (r"\mathbb{1}", "𝟙"),
        (r"\mathcal{L}", "ℒ"),
        (r"\mathbf{W}_{12}", "𝐖"),
        (r"\operatorname{softmax}(z)", "softmax"),
        (r"a < b", "&lt;"),
    ],
)
def test_letters_are_those_every_browser_shows(latex: str, shown: str) -> None:
    html = to_mathml(latex, display=False)
    assert shown in html
    assert "bold" not in html.split("alttext", 1)[1].split(">", 1)[1]


def test_an_upright_letter_stays_upright() -> None:
    assert '<mi mathvariant="normal">d</mi>' in to_mathml(r"\mathrm{d}x", display=False)


def test_aligned_lines_become_a_table_without_a_stray_ampersand() -> None:
    root = ET.fromstring(to_mathml(r"\begin{aligned} a &= b \\ c &= d \end{aligned}", display=True))
    table = root.find(".//mtable")
    assert table is not None
    assert table.get("class") == "aligned"
    assert len(table.findall("mtr")) == 2


def test_limits_of_a_starred_operator_stand_below_it() -> None:
    html = to_mathml(r"\operatorname*{arg\,min}_w L(w)", display=True)
    assert "<munder><mo>arg\N{THIN SPACE}min</mo><mi>w</mi></munder>" in html


@pytest.mark.parametrize(
    "latex",
    [
        "",
        "   ",
        "%",
        "{a",
        "a}",
        r"\nosuchcommand x",
        r"\frac{a}",
        "a_b_c",
        r"\left( a",
        "a & b",
        r"\text{a & b}",
        r"a \\ b",
        r"\begin{matrix} a",
        r"\operatorname*",
    ],
)
def test_a_formula_that_would_look_wrong_is_refused(latex: str) -> None:
    with pytest.raises(FormulaError):
        to_mathml(latex, display=False)


@given(st.text(alphabet=r"\{}_^&ab1 +=()[]$fract\sum", max_size=30))
def test_any_formula_is_well_formed_or_refused(latex: str) -> None:
    try:
        html = to_mathml(latex, display=True)
    except FormulaError:
        return
    assert ET.fromstring(html).tag == "math"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("one\ntwo $\\nope$", 2),
        ("- one\n- $\\frac{a}$", 2),
        ("$$\n\\nope\n$$", 1),
        ("one\n\n::: nota\nx\n:::", 3),
        ("one\n\n::: note\nx", 3),
        ("one\n\n```pyhton\nx\n```", 3),
        ("one\n\n# Two", 3),
        ("one\n\n[two](#three)", 3),
        ("::: figure\nx\n:::", 1),
        ("one\n\n::: note $\\nope$\nx\n:::", 3),
        ("one\n\n![two](three.png)", 3),
    ],
)
def test_what_an_author_gets_wrong_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(MarkdownError) as caught:
        render(text)
    assert caught.value.line == line


def test_code_is_coloured_by_classes_and_escaped() -> None:
    html = render_markdown("```python\nif a < b: pass\n```")
    assert '<span class="k">if</span>' in html
    assert "style=" not in html
    assert "&lt;" in html


def test_headings_get_ids_that_stand_once() -> None:
    headings = render("## Why $x$?\n\ntext\n\n## Why x\n\n### `fit`").headings
    assert [(heading.level, heading.id) for heading in headings] == [
        (2, "why-x"),
        (2, "why-x-2"),
        (3, "fit"),
    ]


def test_a_figure_keeps_its_fallback_and_tells_its_name() -> None:
    rendered = render("::: figure early-stopping\nTraining stops at epoch 7.\n:::")
    assert rendered.figures == ("early-stopping",)
    assert '<figure class="figure" data-figure="early-stopping">' in rendered.html
    assert "stops at epoch 7" in rendered.html


def test_dollars_of_money_are_no_maths() -> None:
    assert "<math" not in render_markdown("It costs $5 or $6.")


def test_an_inline_text_has_no_paragraph() -> None:
    assert render_inline("*a* $x$").startswith("<em>a</em> <math")


HOSTILE = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "[a](javascript:alert(1))",
    "[a](data:text/html,x)",
    "<https://a.example/?\"onmouseover='alert(1)'>",
    '```python" onload="alert(1)\nx\n```',
    "$\\text{<script>alert(1)</script>}$",
    "$\\href{javascript:alert(1)}{x}$",
    '::: note <b onclick="x">\ny\n:::',
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_runs_gets_through(text: str) -> None:
    try:
        html = render_markdown(text)
    except MarkdownError:
        return
    tags = [part.split(">")[0] for part in html.split("<")[1:]]
    assert not any(tag.lower().startswith(("script", "img")) for tag in tags)
    assert not any("javascript:" in tag or "data:" in tag or " on" in tag for tag in tags)


@given(st.text(max_size=80))
def test_any_text_is_rendered_or_refused(text: str) -> None:
    try:
        html = render_markdown(text)
    except MarkdownError:
        return
    assert "<script" not in html
