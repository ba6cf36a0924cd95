"""Reading an author's YAML: what is wrong is said with file, line, key and reason."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import Field

from grader.documents import Document, parse_document, read_document
from grader.errors import AssignmentError


class Cat(Document):
    kind: Literal["cat"]
    lives: int


class Dog(Document):
    kind: Literal["dog"]
    tricks: list[str]


class Home(Document):
    name: str
    pets: list[Annotated[Cat | Dog, Field(discriminator="kind")]]


FILE = Path("home.yaml")


def refusal(text: str) -> AssignmentError:
    with pytest.raises(AssignmentError) as caught:
        parse_document(text, Home, file=FILE)
    return caught.value


def test_a_good_file_is_read() -> None:
    home = parse_document("name: here\npets:\n- {kind: cat, lives: 9}\n", Home, file=FILE)
    assert home.pets[0].kind == "cat"


def test_a_wrong_value_is_named_by_line_and_key() -> None:
    error = refusal("name: here\npets:\n- kind: cat\n  lives: many\n")
    assert (error.line, error.key) == (4, "pets.0.lives")


def test_a_missing_key_is_named_at_the_place_it_is_missing_from() -> None:
    error = refusal("name: here\npets:\n- kind: cat\n")
    assert (error.line, error.key) == (3, "pets.0.lives")


def test_an_unknown_key_is_refused() -> None:
    error = refusal("name: here\npets: []\ncolour: red\n")
    assert (error.line, error.key) == (3, "colour")


def test_a_number_in_quotes_is_no_number() -> None:
    assert refusal("name: here\npets:\n- {kind: cat, lives: '9'}\n").key == "pets.0.lives"


def test_a_key_that_stands_twice_is_refused() -> None:
    error = refusal("name: here\npets: []\nname: there\n")
    assert (error.line, error.key) == (3, "name")


def test_what_is_not_yaml_is_refused_with_its_line() -> None:
    assert refusal("name: here\npets: [}\n").line == 2


@pytest.mark.parametrize(
    "text", ["", "just a sentence", "- a\n- list\n", "!!python/object:os.system x"]
)
def test_what_is_no_mapping_is_refused(text: str) -> None:
    assert refusal(text).file == "home.yaml"


def test_lines_count_from_where_the_text_begins() -> None:
    with pytest.raises(AssignmentError) as caught:
        parse_document("name: 3\n", Home, file=FILE, first_line=10)
    assert caught.value.line == 10


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(AssignmentError, match="missing"):
        read_document(tmp_path / "none.yaml", Home)


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "home.yaml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(AssignmentError, match="cannot be read"):
        read_document(path, Home)
