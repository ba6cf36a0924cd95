"""A policy is read strictly, and every fault is said with its line and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessments.courses.catalog import read_content
from assessments.courses.errors import ContentError
from assessments.courses.policies import Policy, read_policy, unknown_items

GOOD = """
total: weights
categories:
  - {id: quizzes, title: Quizzes, weight: 40, holds: [quiz], drop_lowest: 1}
  - {id: labs, title: Labs, weight: 60, holds: [assignment]}
letters:
  - {letter: A, at: 90}
  - {letter: F, at: 0}
"""


def read(tmp_path: Path, text: str) -> Policy:
    """The policy of a file with that text."""
    path = tmp_path / "grading.yaml"
    path.write_text(text)
    return read_policy(path)


def test_a_good_one_is_read(tmp_path: Path) -> None:
    policy = read(tmp_path, GOOD)
    category = policy.category_of("quiz:warm-up/regularization")
    assert category is not None
    assert category.drop_lowest == 1


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("weight: 60", "weight: 50", "the weights sum to 90, not to 100"),
        ("weight: 60, ", "", "the category 'labs' has no weight"),
        ("weight: 60", "weight: -60", "greater than or equal to 0"),
        ("id: labs", "id: quizzes", "the category 'quizzes' stands twice"),
        ("holds: [assignment]", "holds: [quiz]", "holds 'quiz' stands twice"),
        ("total: weights", "total: points", "'quizzes' has a weight"),
        ("letter: F, at: 0", "letter: F, at: 95", "'F' must begin below 'A'"),
        ("letter: F, at: 0", "letter: F, at: 10", "must be given from 0 on"),
        ("drop_lowest: 1", "drop_lowest: -1", "greater than or equal to 0"),
        ("total: weights", "totals: weights", "Extra inputs are not permitted"),
        ("weight: 60", "weight: .nan", "less than or equal to 100"),
    ],
)
def test_a_bad_one_is_refused_with_its_reason(
    tmp_path: Path, old: str, new: str, reason: str
) -> None:
    assert old in GOOD
    with pytest.raises(ContentError) as refused:
        read(tmp_path, GOOD.replace(old, new))
    assert reason in str(refused.value)
    assert "grading.yaml:" in str(refused.value)


def test_what_the_course_does_not_have_is_told(tmp_path: Path) -> None:
    policy = read(tmp_path, GOOD + "items: [{item: quiz:warm-up/gone, counts: false}]\n")
    assert unknown_items(policy, {"quiz:warm-up/regularization"}) == ["quiz:warm-up/gone"]


def test_a_wrong_policy_in_content_refuses_the_content(tmp_path: Path) -> None:
    (tmp_path / "grading.yaml").write_text("total: weights\n")
    with pytest.raises(ContentError, match="categories"):
        read_content(tmp_path)


def test_a_right_one_is_part_of_content(tmp_path: Path) -> None:
    (tmp_path / "grading.yaml").write_text(GOOD)
    assert read_content(tmp_path) == ()
