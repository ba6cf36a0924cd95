"""Every assignment in content/ is proved by its own solutions: right ones, wrong ones, the starter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.assignment import Assignment, read_assignment
from grader.assignment.folder import KINDS
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


FLAGSHIP = CONTENT / "inside-neural-networks" / "assignments" / "mlp-digits"
# The first assignment of each kind.
BY_KIND = {
    read_assignment(folder).spec.kind: folder for folder in reversed(find_assignments(CONTENT))
}


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
@pytest.mark.parametrize("kind", sorted(BY_KIND))
def test_the_same_grading_twice_is_the_same_report(sandbox: Sandbox, kind: str) -> None:
    assignment = read_assignment(BY_KIND[kind])
    source = sorted((BY_KIND[kind] / "solutions").glob("wrong_*.py"))[0].read_text()
    first, second = (grade(assignment, source, sandbox, seed=5, secret="s") for _ in range(2))
    assert first.model_dump_json() == second.model_dump_json()


def test_every_kind_of_assignment_is_in_the_content() -> None:
    assert set(BY_KIND) == set(KINDS)


@pytest.mark.parametrize("folder", find_assignments(CONTENT), ids=lambda folder: folder.name)
def test_an_assignment_is_stored_and_read_back_as_it_was(folder: Path) -> None:
    assignment = read_assignment(folder)
    stored = Assignment.model_validate_json(assignment.model_dump_json())
    assert (stored, stored.revision) == (assignment, assignment.revision)


@pytest.mark.parametrize("folder", find_assignments(CONTENT), ids=lambda folder: folder.name)
def test_an_assignment_has_its_proofs(folder: Path) -> None:
    assert len(list((folder / "solutions").glob("right_*.py"))) >= 2
    assert len(list((folder / "solutions").glob("wrong_*.py"))) >= 3


@pytest.mark.sandbox
def test_a_folder_is_checked_with_its_reference_and_its_starter(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    source = FLAGSHIP
    folder = tmp_path / source.name
    (folder / "solutions").mkdir(parents=True)
    names = ("assignment.yaml", "statement.md", "starter.py", "reference.py", "calibration.yaml")
    for name in (*names, "solutions/wrong_plain_loop.py"):
        (folder / name).write_text((source / name).read_text())
    proofs = check_assignment(folder, sandbox, seed=1, secret="s")
    assert [(proof.solution.rpartition("/")[2], proof.holds) for proof in proofs] == [
        ("reference.py", True),
        ("starter.py", True),
        ("wrong_plain_loop.py", True),
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
        read_truth(path, read_assignment(FLAGSHIP))


def test_a_good_header_is_read(tmp_path: Path) -> None:
    path = tmp_path / "solution.py"
    path.write_text("# truth: wrong\n# loses: dropout, accuracy\n# because: it was never called\n")
    truth = read_truth(path, read_assignment(FLAGSHIP))
    assert truth == Truth("wrong", frozenset({"dropout", "accuracy"}))
