"""Every assignment in content/ is proved by its own solutions: right ones, wrong ones, the starter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.assignment import read_assignment
from grader.checking import Truth, check_assignment, find_assignments, prove, read_truth
from grader.errors import AssignmentError
from grader.grading import grade
from grader.sandbox import open_sandbox
from grader.sandbox.base import Sandbox

CONTENT = Path(__file__).resolve().parents[2] / "content"
SECRETS = ("a deployment", "another deployment")
SOLUTIONS = [
    (folder, path)
    for folder in find_assignments(CONTENT)
    for path in sorted((folder / "solutions").glob("*.py"))
]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    sandbox = open_sandbox("local")
    yield sandbox
    sandbox.close()


@pytest.mark.sandbox
@pytest.mark.parametrize(
    ("folder", "path"), SOLUTIONS, ids=[f"{f.name}/{p.stem}" for f, p in SOLUTIONS]
)
def test_a_solution_gets_what_its_header_says(sandbox: Sandbox, folder: Path, path: Path) -> None:
    assignment = read_assignment(folder)
    seed = SOLUTIONS.index((folder, path))
    report = grade(
        assignment, path.read_text(), sandbox, seed=seed, secret=SECRETS[seed % len(SECRETS)]
    )
    proof = prove(path.name, read_truth(path, assignment), report)
    assert proof.holds, proof


@pytest.mark.sandbox
def test_the_same_grading_twice_is_the_same_report(sandbox: Sandbox) -> None:
    folder = SOLUTIONS[0][0]
    assignment = read_assignment(folder)
    first, second = (
        grade(assignment, assignment.reference, sandbox, seed=5, secret="s") for _ in range(2)
    )
    assert first.model_dump_json() == second.model_dump_json()


@pytest.mark.sandbox
def test_a_folder_is_checked_with_its_reference_and_its_starter(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    source = SOLUTIONS[0][0]
    folder = tmp_path / source.name
    (folder / "solutions").mkdir(parents=True)
    for name in ("assignment.yaml", "statement.md", "starter.py", "reference.py"):
        (folder / name).write_text((source / name).read_text())
    proofs = check_assignment(folder, sandbox, seed=1, secret="s")
    assert [(proof.solution.rpartition("/")[2], proof.holds) for proof in proofs] == [
        ("reference.py", True),
        ("starter.py", True),
    ]


@pytest.mark.parametrize(
    "header",
    ["", "# truth: maybe\n", "# truth: wrong\n", "# truth: wrong\n# loses: charm\n",
     "# truth: right\n# loses: dropout\n"],
)  # fmt: skip
def test_a_header_that_does_not_say_enough_is_the_authors_mistake(
    tmp_path: Path, header: str
) -> None:
    path = tmp_path / "solution.py"
    path.write_text(header + "x = 1\n")
    with pytest.raises(AssignmentError):
        read_truth(path, read_assignment(SOLUTIONS[0][0]))


def test_a_good_header_is_read(tmp_path: Path) -> None:
    path = tmp_path / "solution.py"
    path.write_text("# truth: wrong\n# loses: dropout, accuracy\n# because: it was never called\n")
    truth = read_truth(path, read_assignment(SOLUTIONS[0][0]))
    assert truth == Truth("wrong", frozenset({"dropout", "accuracy"}))
