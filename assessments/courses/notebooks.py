"""A lesson as cells that run one after another, and as a Jupyter notebook made of them.

A `python` block of a lesson is a code cell, and a `text` block right below it is what it prints. A
block marked `python fragment` is shown and not run; everything else is text.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import yaml

from .rendering import MarkdownError, blocks_of

OPENING = re.compile(r"^:::\s*(?P<kind>\w+)\s*(?P<title>.*)$")


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of a lesson; `line` counts from 1 within the source, `output` is what code prints."""

    kind: Literal["markdown", "code"]
    text: str
    line: int
    output: str | None = None


def cells_of(source: str) -> tuple[Cell, ...]:
    """The lesson's text and code in order. Raises MarkdownError for code that could not run."""
    cells: list[Cell] = []
    lines = source.splitlines()
    tokens = blocks_of(source)
    done = 0
    for place, token in enumerate(tokens):
        if token.type != "fence" or token.map is None or not _runs(token.info):
            continue
        first, last = token.map
        if token.level > 0:
            reason = "code that runs stands outside lists and call-outs; or mark it python fragment"
            raise MarkdownError(reason, first + 1)
        _append_text(cells, lines[done:first], done + 1)
        done = last
        output = None
        following = tokens[place + 1] if place + 1 < len(tokens) else None
        if following is not None and following.type == "fence" and following.info.strip() == "text":
            assert following.map is not None
            output, done = following.content, following.map[1]
        cells.append(Cell("code", token.content, first + 2, output))
    _append_text(cells, lines[done:], done + 1)
    return tuple(cells)


def notebook_of(title: str, objectives: Sequence[str], source: str) -> str:
    """The lesson as the text of an .ipynb file (nbformat 4.5); it runs from top to bottom."""
    head = [f"# {title}", ""]
    if objectives:
        head += ["After this lesson you can", ""]
        head += [f"- {objective}" for objective in objectives]
    cells = [Cell("markdown", "\n".join(head), 0), *cells_of(source)]
    return json.dumps(
        {
            "cells": [_as_notebook_cell(number, cell) for number, cell in enumerate(cells)],
            "metadata": {
                "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
                "language_info": {"name": "python"},
                "title": title,
            },
            "nbformat": 4,
            "nbformat_minor": 5,
        },
        ensure_ascii=False,
        indent=1,
    )


def _runs(info: str) -> bool:
    return info.split() == ["python"]


def _append_text(cells: list[Cell], lines: Sequence[str], line: int) -> None:
    text = "\n".join(lines).strip("\n")
    if text:
        cells.append(Cell("markdown", text, line))


def _as_notebook_cell(number: int, cell: Cell) -> dict[str, Any]:
    common = {"id": f"cell-{number}", "metadata": {}}
    if cell.kind == "markdown":
        return common | {"cell_type": "markdown", "source": _plain(cell.text)}
    outputs = []
    if cell.output is not None:
        outputs = [{"output_type": "stream", "name": "stdout", "text": cell.output}]
    return common | {
        "cell_type": "code",
        "source": cell.text.rstrip("\n"),
        "execution_count": None,
        "outputs": outputs,
    }


def _plain(text: str) -> str:
    """Markdown without directives: each becomes a quotation under its title."""
    shown: list[str] = []
    lines = iter(text.splitlines())
    for line in lines:
        opening = OPENING.match(line)
        if opening is None:
            shown.append(line)
            continue
        inside = list(itertools.takewhile(lambda each: each.strip() != ":::", lines))
        if opening["kind"] == "question":
            inside = _asked("\n".join(inside))
        heading = _title(opening["kind"], opening["title"].strip())
        shown += [f"> {each}".rstrip() for each in (f"**{heading}**", "", *inside)]
    return "\n".join(shown)


def _asked(source: str) -> list[str]:
    """A question to think about: prompt and choices, with the explanation folded away."""
    question = yaml.safe_load(source)
    lines = [*question["prompt"].splitlines(), ""]
    lines += [f"- {choice['text'].strip()}" for choice in question.get("choices", [])]
    explanation = question["explanation"].splitlines()
    return [*lines, "", "<details><summary>Why</summary>", "", *explanation, "", "</details>"]


def _title(kind: str, title: str) -> str:
    if kind == "figure":
        return "A figure that moves in the lesson, in words"
    if kind == "question":
        return "Check yourself"
    return title or kind.capitalize()
