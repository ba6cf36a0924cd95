"""Every row of the syllabus is covered by the content, or stands below as not yet."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from assessments.courses.catalog import read_content
from assessments.courses.errors import ContentError
from assessments.courses.syllabus import Claim, Row, check_rows, missing, read_syllabus

# Rows that are not written yet, and what they lack. Take out what you have written: a row that
# stands here and is there fails as well.
PENDING = Path(__file__).with_name("pending.txt")


def pending() -> dict[str, set[str]]:
    lines = [line.partition("#")[0].split() for line in PENDING.read_text().splitlines()]
    return {name: set(needs) for name, *needs in filter(None, lines)}


def test_every_row_is_covered_or_pending() -> None:
    content = Path(settings.CONTENT)
    claims = [claim for module in read_content(content) for claim in module.claims()]
    gaps = missing(read_syllabus(content / "syllabus.yaml"), claims)
    promised = pending()
    lacking = {name: gap - promised.get(name, set()) for name, gap in gaps.items()}
    written = {name: needs - gaps.get(name, set()) for name, needs in promised.items()}
    assert not {name: gap for name, gap in lacking.items() if gap}, "rows lack what they need"
    assert not {name: needs for name, needs in written.items() if needs}, (
        f"these are written: take them out of {PENDING.name}"
    )


def row(*kinds: str, figure: bool = False) -> Row:
    return Row.model_validate({"kinds": list(kinds), "title": "A row", "figure": figure})


def test_a_row_lacks_what_no_file_claims() -> None:
    rows = {"A1": row("L", "Q", figure=True), "A2": row("C")}
    claims = [
        Claim("m/lessons/a.md", ["A1"], frozenset({"L"})),
        Claim("m/assignments/b/assignment.yaml", ["A2"], frozenset({"C"})),
    ]
    assert missing(rows, claims) == {"A1": {"Q", "figure"}}


def test_a_claim_on_an_unknown_row_is_refused_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: T\ncovers: [Z9]\n---\n")
    with pytest.raises(ContentError, match=r"a\.md:3: covers: the syllabus has no row 'Z9'"):
        check_rows({"A1": row("L")}, [Claim("a.md", ["Z9"], frozenset({"L"}))], tmp_path)
