"""Arithmetic as a person types it: a small grammar of its own, a tree, and its value. No eval.

    expression   term (("+" | "-") term)*
    term         factor (("*" | "/" | nothing) factor)*
    factor       ("+" | "-") factor | power
    power        atom (("^" | "**") factor)?
    atom         number | name | function "(" expression ("," expression)* ")" | "(" expression ")"

Whatever is typed, the work is bounded: the text by its length, the tree by its depth, every number
by being a float of 64 bits, so that `9**9**9` is just too large.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from typing import TypeAlias

from .answers import Unreadable
from .functions import CONSTANTS, FUNCTIONS

LONGEST = 200
DEEPEST = 40

_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+(?![\w.]))?)"
    r"|(?P<name>[^\W\d_]\w*)|(?P<sign>\*\*|[-+*/^(),]))"
)
_SIGNS = str.maketrans(
    {
        "\N{MINUS SIGN}": "-",
        "\N{EN DASH}": "-",
        "\N{FULLWIDTH HYPHEN-MINUS}": "-",
        "\N{MULTIPLICATION SIGN}": "*",
        "\N{MIDDLE DOT}": "*",
        "\N{DOT OPERATOR}": "*",
        "\N{ASTERISK OPERATOR}": "*",
        "\N{DIVISION SIGN}": "/",
        "\N{DIVISION SLASH}": "/",
        "\N{SUPERSCRIPT TWO}": "^2",
        "\N{SUPERSCRIPT THREE}": "^3",
        "[": "(",
        "]": ")",
    }
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it was typed, for a float of it might be written otherwise."""

    text: str


@dataclass(frozen=True, slots=True)
class Name:
    """A variable or a constant."""

    name: str


@dataclass(frozen=True, slots=True)
class Negative:
    """Minus something."""

    operand: Tree


@dataclass(frozen=True, slots=True)
class Operation:
    """Two things and one of + - * / ^ between them."""

    sign: str
    left: Tree
    right: Tree


@dataclass(frozen=True, slots=True)
class Call:
    """A function of one or more things."""

    function: str
    arguments: tuple[Tree, ...]


Tree: TypeAlias = Number | Name | Negative | Operation | Call


class _Wrong(Exception):
    """What is wrong with the text, as the end of a sentence that begins with it."""


def parse(text: str, names: Collection[str] = ()) -> Tree | Unreadable:
    """The tree of an expression in these variables. Never raises, whatever the text."""
    if len(text) > LONGEST:
        return Unreadable(f"The expression is longer than {LONGEST} characters.")
    try:
        return _Parser(_tokens(text.translate(_SIGNS)), names).whole()
    except _Wrong as wrong:
        return Unreadable(f"“{text.strip()}” cannot be read: {wrong}")


def names_in(tree: Tree) -> set[str]:
    """Every variable, constant and function that the tree uses."""
    match tree:
        case Name(name):
            return {name}
        case Negative(operand):
            return names_in(operand)
        case Operation(_, left, right):
            return names_in(left) | names_in(right)
        case Call(function, arguments):
            return {function}.union(*(names_in(argument) for argument in arguments))
        case Number():
            return set()


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def _tokens(text: str) -> list[_Token]:
    found = []
    position = 0
    end = len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None:
            raise _Wrong(_stray(text[position:].lstrip()[0]))
        kind = str(match.lastgroup)
        word = match[kind]
        found.append(_Token(kind, _greek(word) if kind == "name" else word))
        position = match.end()
    return found


def _stray(character: str) -> str:
    if character == "=":
        return "write only what stands on the right of “=”."
    if character.isdigit():
        return "write digits as 0 to 9."
    return f"“{character}” has no meaning here."


def _greek(word: str) -> str:
    """The Latin name of a single Greek letter, anything else as it is."""
    if len(word) == 1 and not word.isascii():
        name = unicodedata.name(word, "")
        if name.startswith("GREEK SMALL LETTER ") and name.count(" ") == 3:
            return {"LAMDA": "lambda"}.get(name.split()[-1], name.split()[-1].lower())
    return word


class _Parser:
    """Descends once through the tokens."""

    def __init__(self, tokens: list[_Token], names: Collection[str]) -> None:
        self._tokens = tokens
        self._names = frozenset(names)
        self._position = 0
        self._depth = 0

    def whole(self) -> Tree:
        if not self._tokens:
            raise _Wrong("there is nothing in it.")
        tree = self._expression()
        if (token := self._next) is not None:
            if token.text == ")":
                raise _Wrong("a closing bracket has no opening one.")
            if token.text == ",":
                raise _Wrong("it has a comma. The decimal mark is a point: 0.25.")
            raise _Wrong(f"something is missing before “{token.text}”.")
        return tree

    @property
    def _next(self) -> _Token | None:
        if self._position < len(self._tokens):
            return self._tokens[self._position]
        return None

    def _take(self, *signs: str) -> str | None:
        token = self._next
        if token is None or token.kind != "sign" or token.text not in signs:
            return None
        self._position += 1
        return token.text

    def _expression(self) -> Tree:
        self._depth += 1
        if self._depth > DEEPEST:
            raise _Wrong("it is nested too deep.")
        tree = self._term()
        while (sign := self._take("+", "-")) is not None:
            tree = Operation(sign, tree, self._term())
        self._depth -= 1
        return tree

    def _term(self) -> Tree:
        tree = self._factor()
        while True:
            sign = self._take("*", "/")
            if sign is None and not self._may_multiply():
                return tree
            tree = Operation(sign or "*", tree, self._factor())

    def _may_multiply(self) -> bool:
        """Whether a factor follows without a sign, as in 2x, 2(x+1) or (x+1)(x-1)."""
        token = self._next
        return token is not None and (token.kind == "name" or token.text == "(")

    def _factor(self) -> Tree:
        self._depth += 1
        if self._depth > DEEPEST:
            raise _Wrong("it is nested too deep.")
        match self._take("+", "-"):
            case "+":
                tree = self._factor()
            case "-":
                tree = Negative(self._factor())
            case _:
                tree = self._power()
        self._depth -= 1
        return tree

    def _power(self) -> Tree:
        base = self._atom()
        if self._take("^", "**") is None:
            return base
        return Operation("^", base, self._factor())

    def _atom(self) -> Tree:
        token = self._next
        if token is None:
            raise _Wrong("it ends too early.")
        self._position += 1
        if token.kind == "number":
            return Number(token.text)
        if token.kind == "name":
            return self._named(token.text)
        if token.text == "(":
            tree = self._expression()
            if self._take(")") is None:
                raise _Wrong("a bracket is not closed.")
            return tree
        raise _Wrong(f"something is missing before “{token.text}”.")

    def _named(self, name: str) -> Tree:
        if name in self._names:
            return Name(name)
        if name in FUNCTIONS:
            return self._called(name)
        if name in CONSTANTS:
            return Name(name)
        letters = [_greek(letter) for letter in name]
        if all(letter in self._names for letter in letters):
            tree: Tree = Name(letters[0])
            for letter in letters[1:]:
                tree = Operation("*", tree, Name(letter))
            return tree
        known = ", ".join([*sorted(self._names), *sorted(FUNCTIONS)])
        raise _Wrong(f"“{name}” is not known. Known are {known}.")

    def _called(self, function: str) -> Tree:
        if self._take("(") is None:
            raise _Wrong(f"{function} needs brackets: {function}(…).")
        arguments = [self._expression()]
        while self._take(",") is not None:
            arguments.append(self._expression())
        if self._take(")") is None:
            raise _Wrong("a bracket is not closed.")
        least, most = FUNCTIONS[function].arity
        if not least <= len(arguments) <= most:
            count = "one number" if most == 1 else "two numbers or more"
            raise _Wrong(f"{function} takes {count}.")
        return Call(function, tuple(arguments))
