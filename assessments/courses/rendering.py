"""Markdown as authors write it to HTML that is safe to show: maths, code, call-outs, figures.

Everything an author can get wrong is refused here, with its line, instead of reaching a learner.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Annotated
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from pydantic import AfterValidator
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from .formulas import FormulaError, to_mathml
from .sanitising import sanitise

CALL_OUTS = ("note", "tip", "warning", "example", "definition")
CONTAINERS = (*CALL_OUTS, "figure", "question")
FIGURE = re.compile(r"figure ([a-z0-9]+(?:-[a-z0-9]+)*)")
# What a text looks like when the opening of a container was not understood.
STRAY = re.compile(r"^:::")


class MarkdownError(ValueError):
    """A text that cannot be shown as it is meant; `line` counts from 1 within the text."""

    def __init__(self, reason: str, line: int | None) -> None:
        self.reason = reason
        self.line = line
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a text and the id by which it is linked."""

    level: int
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Inset:
    """A question between the paragraphs: its YAML, and the line of the text on which that begins."""

    source: str
    line: int


@dataclass(frozen=True, slots=True)
class Rendered:
    """Safe HTML, its headings in order, the names of its interactive figures, and its questions.

    Where the question number `n` belongs, from 0, the HTML has the line `<div data-question="n">`.
    """

    html: str
    headings: tuple[Heading, ...] = field(default=())
    figures: tuple[str, ...] = field(default=())
    insets: tuple[Inset, ...] = field(default=())
    # Where its links lead, as they were written.
    links: tuple[str, ...] = field(default=())


@functools.lru_cache(maxsize=4096)
def render(text: str) -> Rendered:
    """The whole text. Raises MarkdownError."""
    parser = _parser()
    lines = text.splitlines()
    tokens = blocks_of(text)
    _check_containers(tokens, lines)
    insets = tuple(_take_insets(tokens, lines))
    _convert_formulas(tokens)
    headings = tuple(_identify_headings(tokens))
    _check_links(tokens, {heading.id for heading in headings})
    html = parser.renderer.render(tokens, parser.options, {})
    figures = tuple(
        token.info.split()[1] for token in tokens if token.type == "container_figure_open"
    )
    return Rendered(sanitise(html), headings, figures, insets, tuple(_links(tokens)))


def blocks_of(text: str) -> list[Token]:
    """The text as the parser's own tokens, each block with its lines; of questions only the edges."""
    blocks = []
    inside = 0
    for token in _parser().parse(text):
        if token.type == "container_question_close":
            inside -= 1
        if not inside:
            blocks.append(token)
        if token.type == "container_question_open":
            inside += 1
    return blocks


def render_markdown(text: str) -> str:
    """Paragraphs, lists, code and so on as safe HTML. Raises MarkdownError."""
    return render(text).html


@functools.lru_cache(maxsize=4096)
def render_inline(text: str) -> str:
    """One line of text, maths and emphasis as safe HTML without a paragraph. Raises MarkdownError."""
    parser = _parser()
    tokens = parser.parseInline(text)
    _convert_formulas(tokens)
    _check_links(tokens, set())
    return sanitise(parser.renderer.render(tokens, parser.options, {}))


def _checked(text: str) -> str:
    try:
        insets = render(text).insets
    except MarkdownError as error:
        place = f" (line {error.line} of the text)" if error.line and "\n" in text.strip() else ""
        raise ValueError(error.reason + place) from error
    if insets:
        raise ValueError("a question stands in a lesson and nowhere else")
    return text


# A text in an author's file; one that cannot be rendered is refused while the file is read.
Markdown = Annotated[str, AfterValidator(_checked)]


@functools.cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "typographer": True})
    parser.enable(["table", "strikethrough", "replacements", "smartquotes"])
    dollarmath_plugin(parser, allow_space=False, allow_digits=False, double_inline=True)
    for name in CALL_OUTS:
        container_plugin(parser, name, render=_call_out)
    container_plugin(parser, "figure", render=_figure)
    container_plugin(parser, "question", render=_question)
    parser.add_render_rule("fence", _code)
    parser.add_render_rule("code_block", _code)
    parser.add_render_rule("table_open", _table_open)
    parser.add_render_rule("table_close", _table_close)
    return parser


def _convert_formulas(tokens: Sequence[Token], line: int | None = None) -> None:
    """Turns maths into finished MathML, where the line is still known."""
    for token in tokens:
        if token.map is not None:
            line = token.map[0] + 1
        if token.children:
            _convert_formulas(token.children, line)
        if token.type in {"softbreak", "hardbreak"} and line is not None:
            line += 1
        if token.type not in {"math_inline", "math_inline_double", "math_block"}:
            continue
        display = token.type != "math_inline"
        try:
            token.content = to_mathml(token.content, display=display)
        except FormulaError as error:
            raise MarkdownError(str(error), line) from error
        if token.type == "math_block":
            token.content = f'<div class="math" tabindex="0">{token.content}</div>\n'
        token.type = "html_block" if token.type == "math_block" else "html_inline"


def _check_containers(tokens: Sequence[Token], lines: Sequence[str]) -> None:
    for token in tokens:
        line = token.map[0] + 1 if token.map else None
        if token.type == "inline" and STRAY.match(token.content):
            names = ", ".join(CONTAINERS)
            raise MarkdownError(
                f"{token.content.splitlines()[0]!r} opens or closes nothing; there are: {names}",
                line,
            )
        if not (token.type.startswith("container_") and token.type.endswith("_open")):
            continue
        if token.type == "container_figure_open" and not FIGURE.fullmatch(token.info.strip()):
            raise MarkdownError("a figure needs one name: ::: figure NAME", line)
        end = token.map[1] if token.map else 0
        if end >= len(lines) or not lines[end].lstrip().startswith(":::"):
            raise MarkdownError("this ::: is never closed", line)


def _take_insets(tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[Inset]:
    """Numbers the questions in order, and yields what their authors wrote in them."""
    number = 0
    for token in tokens:
        if token.type != "container_question_open" or token.map is None:
            continue
        if token.level > 0:
            raise MarkdownError("a question stands outside lists and call-outs", token.map[0] + 1)
        token.meta = {"number": number}
        number += 1
        first, last = token.map[0] + 1, token.map[1]
        yield Inset("\n".join(lines[first:last]) + "\n", first + 1)


def _identify_headings(tokens: Sequence[Token]) -> Iterator[Heading]:
    """Gives each heading an id made of its words, and yields it."""
    seen: set[str] = set()
    for token, inline in itertools.pairwise(tokens):
        if token.type != "heading_open":
            continue
        line = token.map[0] + 1 if token.map else None
        level = int(token.tag[1:])
        if level == 1:
            raise MarkdownError("the title stands above the text; begin headings with ##", line)
        title = _words(inline)
        slug = re.sub(r"[^\w]+", "-", title.lower()).strip("-_") or "section"
        unique, number = slug, 2
        while unique in seen:
            unique, number = f"{slug}-{number}", number + 1
        seen.add(unique)
        token.attrSet("id", unique)
        yield Heading(level, unique, title)


def _words(inline: Token) -> str:
    """The text of a heading without its marks; a formula as the letters it shows."""
    parts = []
    for child in inline.children or []:
        if child.type == "html_inline":
            parts.append(re.sub(r"<[^>]*>", "", child.content))
        elif child.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
        else:
            parts.append(child.content)
    return "".join(parts).strip()


def _check_links(tokens: Sequence[Token], ids: set[str], line: int | None = None) -> None:
    for token in tokens:
        if token.map is not None:
            line = token.map[0] + 1
        if token.children:
            _check_links(token.children, ids, line)
        if token.type == "image":
            raise MarkdownError("pictures are not supported; use a figure", line)
        if token.type in {"th_open", "td_open"} and (style := token.attrGet("style")):
            token.attrs = {"class": str(style).replace("text-align:", "align-")}
        target = unquote(str(token.attrGet("href") or ""))
        if target.startswith("#") and target[1:] not in ids:
            raise MarkdownError(f"no heading has the id {target[1:]!r}", line)


def _links(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "link_open":
            yield unquote(str(token.attrGet("href") or ""))
        yield from _links(token.children or ())


def _code(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    token = tokens[index]
    language = token.info.strip().split()[0] if token.info.strip() else "text"
    try:
        lexer = get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        line = token.map[0] + 1 if token.map else None
        raise MarkdownError(f"no programming language is named {language!r}", line) from None
    body = highlight(token.content, lexer, HtmlFormatter(nowrap=True))
    name = escapeHtml(language)
    return (
        f'<div class="highlight" data-language="{name}">'
        f'<pre tabindex="0"><code>{body}</code></pre></div>\n'
    )


def _call_out(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    token = tokens[index]
    if token.nesting == -1:
        return "</div>\n"
    kind, _, title = token.info.strip().partition(" ")
    heading = title.strip()
    try:
        shown = render_inline(heading) if heading else kind.capitalize()
    except MarkdownError as error:
        raise MarkdownError(error.reason, token.map[0] + 1 if token.map else None) from error
    return (
        f'<div class="callout" data-kind="{kind}" role="note">'
        f'<p class="callout-title">{shown}</p>\n'
    )


def _figure(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    token = tokens[index]
    if token.nesting == -1:
        return "</figure>\n"
    return f'<figure class="figure" data-figure="{token.info.split()[1]}">\n'


def _question(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    token = tokens[index]
    if token.nesting == -1:
        return ""
    return f'<div data-question="{token.meta.get("number", 0)}"></div>\n'


def _table_open(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    number = sum(token.type == "table_open" for token in tokens[: index + 1])
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="Table {number}">'
        '<table class="table">\n'
    )


def _table_close(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    return "</table></div>\n"
