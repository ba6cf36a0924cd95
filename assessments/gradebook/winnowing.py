"""How alike two programs are: winnowing over tokens (Schleimer, Wilkerson, Aiken, 2003). Pure.

Names, numbers and texts are each one token whatever they say, and comments and blank space are
none, so renaming and rewrapping change nothing. Of every run of K tokens a hash is taken; of every
W hashes in a row the smallest is kept (the rightmost of equals). A shared stretch of K + W - 1
tokens is found for certain, one shorter than K never.
"""

from __future__ import annotations

import io
import keyword
import re
import tokenize
import zlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

K = 15
W = 8
# A stretch that more than this share of all programs have is how the task is written, not copied.
COMMON_SHARE = 0.25
FEWEST_COMMON = 4
# Lines of both programs that hold the same stretch.
Span: TypeAlias = tuple[int, int]

_LEFT_OUT = {
    tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT,
    tokenize.ENCODING, tokenize.ENDMARKER,
}  # fmt: skip
_WORDS = re.compile(r"[A-Za-z_]\w*|\d[\w.]*|[^\s\w]")


@dataclass(frozen=True, slots=True)
class Token:
    """One token, normalised, and the line it stands on."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Prints:
    """A program's fingerprints and the lines each of them spans."""

    spans: Mapping[int, Span]

    @property
    def hashes(self) -> frozenset[int]:
        """The fingerprints alone."""
        return frozenset(self.spans)


@dataclass(frozen=True, slots=True)
class Alike:
    """Two programs: how many fingerprints they share, of those of the smaller one."""

    left: int
    right: int
    shared: int
    share: float


def tokens(source: str) -> list[Token]:
    """The program's tokens; of what is no Python, words and signs."""
    try:
        return list(_python_tokens(source))
    except (tokenize.TokenError, SyntaxError, ValueError):
        return [
            Token(_normal(word), number)
            for number, line in enumerate(source.split("\n"), start=1)
            for word in _WORDS.findall(line.partition("#")[0])
        ]


def prints_of(source: str) -> Prints:
    """The program's fingerprints."""
    found = tokens(source)
    hashes = [
        zlib.crc32("\0".join(token.text for token in found[place : place + K]).encode())
        for place in range(len(found) - K + 1)
    ]
    spans: dict[int, Span] = {}
    for place in _winnowed(hashes):
        spans.setdefault(hashes[place], (found[place].line, found[place + K - 1].line))
    return Prints(spans)


def alike(
    programs: Sequence[Prints], *, known: Collection[int] = (), least: float = 0.1
) -> list[Alike]:
    """The pairs that share the most, by their places; `known` are the starter's fingerprints.

    What many of the programs have is left out, so that a training loop everybody writes says
    nothing. Pairs below the share `least` are not told.
    """
    holders: dict[int, list[int]] = defaultdict(list)
    for place, program in enumerate(programs):
        for print_ in program.hashes.difference(known):
            holders[print_].append(place)
    most = max(FEWEST_COMMON, int(COMMON_SHARE * len(programs)))
    counts: Counter[tuple[int, int]] = Counter()
    sizes: Counter[int] = Counter()
    for places in holders.values():
        if len(places) <= most:
            sizes.update(places)
            counts.update(combinations(places, 2))
    found = [
        Alike(left, right, shared, shared / min(sizes[left], sizes[right]))
        for (left, right), shared in counts.items()
    ]
    return sorted(
        (pair for pair in found if pair.share >= least),
        key=lambda pair: (-pair.share, -pair.shared, pair.left, pair.right),
    )


def shared_lines(
    left: Prints, right: Prints, *, known: Collection[int] = ()
) -> tuple[set[int], set[int]]:
    """The lines of either program that lie in a shared stretch, the starter's left out."""
    shared = (left.hashes & right.hashes).difference(known)
    return _lines(left, shared), _lines(right, shared)


def _lines(program: Prints, shared: Collection[int]) -> set[int]:
    return {
        line
        for print_ in shared
        for line in range(program.spans[print_][0], program.spans[print_][1] + 1)
    }


def _winnowed(hashes: Sequence[int]) -> Iterator[int]:
    """The places of the smallest of every W hashes in a row, each told once."""
    told = -1
    for start in range(max(1, len(hashes) - W + 1)):
        window = range(start, min(start + W, len(hashes)))
        if not window:
            return
        place = min(window, key=lambda index: (hashes[index], -index))
        if place != told:
            told = place
            yield place


def _python_tokens(source: str) -> Iterator[Token]:
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type in _LEFT_OUT:
            continue
        if token.type == tokenize.STRING:
            yield Token("S", token.start[0])
        elif token.type == tokenize.NUMBER:
            yield Token("0", token.start[0])
        else:
            yield Token(_normal(token.string), token.start[0])


def _normal(word: str) -> str:
    if word[:1].isdigit():
        return "0"
    return "N" if word.isidentifier() and not keyword.iskeyword(word) else word
