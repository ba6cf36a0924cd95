"""LaTeX maths to MathML, for browsers that know only MathML Core. No script takes part.

The converter accepts almost anything and drops what it does not understand into the page; here its
output is checked and mended, so that a formula is either right or refused.
"""

from __future__ import annotations

import re
import unicodedata
from xml.etree import ElementTree as ET

from latex2mathml.converter import convert

# What MathML Core demands of an element's number of children.
ARITY = {
    "mfrac": 2,
    "mroot": 2,
    "msub": 2,
    "msup": 2,
    "munder": 2,
    "mover": 2,
    "msubsup": 3,
    "munderover": 3,
}
# Browsers of MathML Core ignore every `mathvariant` but "normal"; Unicode has the letters instead.
VARIANTS = {
    "bold": "BOLD",
    "bold-italic": "BOLD ITALIC",
    "double-struck": "DOUBLE-STRUCK",
    "monospace": "MONOSPACE",
    "sans-serif": "SANS-SERIF",
    "bold-sans-serif": "SANS-SERIF BOLD",
    "script": "SCRIPT",
    "bold-script": "BOLD SCRIPT",
    "fraktur": "FRAKTUR",
}
UNDER = {"msub": "munder", "msup": "mover", "msubsup": "munderover"}


class FormulaError(ValueError):
    """A formula that cannot be shown as it is meant."""


def to_mathml(latex: str, *, display: bool) -> str:
    """The formula as one `<math>` element. Raises FormulaError with the reason."""
    _check_braces(latex)
    source, limits = _operators(latex.strip().replace("{aligned}", "{align*}"))
    try:
        text = convert(source, display="block" if display else "inline")
    except Exception as error:  # the converter raises bare exceptions of many kinds
        reason = str(error) or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(error).__name__).lower()
        raise FormulaError(f"not a formula ({reason}): {latex.strip()}") from error
    # Upright single letters come as character references, slanted ones as themselves.
    text = re.sub(r"<mi>(&#x000[4-7][0-9A-F];)</mi>", r'<mi mathvariant="normal">\1</mi>', text)
    try:
        # The converter's own output, with no document type and so no entities of its own.
        root = ET.fromstring(re.sub(r' xmlns="[^"]*"', "", text, count=1))  # noqa: S314
    except ET.ParseError:
        raise FormulaError(
            f"a stray & outside a table, or & or < inside \\text: {latex.strip()}"
        ) from None
    for element in root.iter():
        _check(element, latex)
        _mend(element, limits)
    root.set("alttext", " ".join(latex.split()))
    return ET.tostring(root, encoding="unicode", short_empty_elements=False)


def _check_braces(latex: str) -> None:
    depth = 0
    for brace in re.findall(r"(?<!\\)[{}]", latex.replace("\\\\", "")):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            break
    if depth:
        raise FormulaError(f"the braces do not match: {latex.strip()}")


def _operators(latex: str) -> tuple[str, set[str]]:
    """The source with named operators the converter knows, and those whose limits stand below."""
    if re.search(r"\\operatorname\*?(?!\*?\{)", latex):
        raise FormulaError(f"\\operatorname needs a name in braces: {latex}")
    limits = set()

    def named(match: re.Match[str]) -> str:
        name = re.sub(r"\\[,;: ]", "\N{THIN SPACE}", match["name"])
        if match["star"]:
            limits.add(name)
        return rf"\operatorname{{{name}}}"

    return re.sub(r"\\operatorname(?P<star>\*?)\{(?P<name>[^{}]*)\}", named, latex), limits


def _check(element: ET.Element, latex: str) -> None:
    text = element.text or ""
    if (command := re.search(r"\\[A-Za-z]*\*?", text)) is not None:
        raise FormulaError(f"{command[0]} is not known: {latex.strip()}")
    if element.get("href") is not None:
        raise FormulaError(f"a formula cannot be a link: {latex.strip()}")
    if element.get("linebreak"):
        raise FormulaError(f"\\\\ outside a table breaks no line; use aligned: {latex.strip()}")
    if element.tag in ARITY and len(element) != ARITY[element.tag]:
        raise FormulaError(f"something is missing after a command: {latex.strip()}")


def _mend(element: ET.Element, limits: set[str]) -> None:
    variant = VARIANTS.get(element.get("mathvariant", ""))
    if variant is not None:
        element.text = "".join(_letter(letter, variant) for letter in element.text or "")
        del element.attrib["mathvariant"]
    if element.tag in UNDER and len(element) and element[0].text in limits:
        element.tag = UNDER[element.tag]
    if element.tag == "mtable" and any("columnalign" in cell.attrib for cell in element.iter()):
        element.set("class", "aligned" if element.get("displaystyle") else "cases")


def _letter(letter: str, variant: str) -> str:
    """The letter in a mathematical alphabet of Unicode, itself where Unicode has none."""
    try:
        name = unicodedata.name(letter)
    except ValueError:
        return letter
    words = {
        "LATIN SMALL LETTER ": "SMALL ",
        "LATIN CAPITAL LETTER ": "CAPITAL ",
        "GREEK SMALL LETTER ": "SMALL ",
        "GREEK CAPITAL LETTER ": "CAPITAL ",
        "DIGIT ": "DIGIT ",
    }
    for prefix, word in words.items():
        if name.startswith(prefix):
            style = "BOLD" if variant == "BOLD ITALIC" and word == "DIGIT " else variant
            try:
                return unicodedata.lookup(f"MATHEMATICAL {style} {word}{name[len(prefix) :]}")
            except KeyError:
                return letter
    return letter
