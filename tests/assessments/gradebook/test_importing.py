"""A file of grades: its dry run, applying it as one act, undoing it, and every way to be refused."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook

from assessments.accounts.models import User
from assessments.courses.models import Assignment, Course, Enrolment, Quiz
from assessments.gradebook.adjusting import AdjustmentRefused, Change, adjust
from assessments.gradebook.exporting import Sheet, csv_lines, xlsx_file
from assessments.gradebook.importing import apply_import, undo_import, upload
from assessments.gradebook.models import Adjustment, CourseGrade, GradeEvent
from assessments.gradebook.planning import Plan, plan_import
from assessments.gradebook.reading_files import ImportRefused

from .conftest import MakesAttempt

ClientOf = Callable[[User | None], Client]
IMPORT = "/courses/deep-learning/gradebook/import/"


@pytest.fixture
def heading(quiz: Quiz, assignment: Assignment, learner: User, classmate: User) -> str:
    """The heading of our own files."""
    return f"Username,Quiz [quiz-{quiz.pk}],Lab [assignment-{assignment.pk}]"


def plan(course: Course, *lines: str) -> Plan:
    """The dry run of a file with these lines."""
    return plan_import(course, "\n".join(lines).encode())


def problems(course: Course, data: bytes) -> str:
    """Why the file is refused."""
    with pytest.raises(ImportRefused) as refused:
        plan_import(course, data)
    assert not Adjustment.objects.exists()
    return str(refused.value)


def test_the_dry_run_says_what_would_change_and_changes_nothing(
    course: Course, heading: str, learner: User, attempted: MakesAttempt
) -> None:
    attempted(learner, 4.5)
    found = plan(course, heading, "learner,4.5,7", "classmate,EX,", "nobody,1,2")
    assert [(c["name"], c["was"], c["now"], c["excuses"]) for c in found["changes"]] == [
        ("Lea", None, 7.0, False), ("Carl", None, None, True),
    ]  # fmt: skip
    assert found["unknown"] == [{"row": 4, "who": "nobody"}]
    assert found["unchanged"] == 1
    assert not Adjustment.objects.exists()


def test_an_import_is_one_act_and_can_be_undone(
    course: Course, heading: str, instructor: User, enrolment: Enrolment, quiz: Quiz
) -> None:
    before = Change(enrolment, f"quiz-{quiz.pk}", points=1.0, reason="before")
    adjust(course=course, changes=[before], by=instructor)
    data = f"{heading}\nlearner,3,7\nclassmate,EX,2.5\n".encode()
    stored = upload(course=course, by=instructor, file_name="grades.csv", data=data)
    assert apply_import(stored, by=instructor) == 4
    acts = set(GradeEvent.objects.filter(number__gt=1).values_list("act", flat=True))
    assert len(acts) == 1
    assert CourseGrade.objects.get(enrolment=enrolment).points == 10
    assert undo_import(stored, by=instructor) == 4
    left = Adjustment.objects.exclude(points=None, is_excused=False)
    assert [(row.enrolment, row.points) for row in left] == [(enrolment, 1.0)]


def test_an_import_is_applied_once_and_undone_once(
    course: Course, heading: str, instructor: User
) -> None:
    data = f"{heading}\nlearner,3,7\n".encode()
    stored = upload(course=course, by=instructor, file_name="grades.csv", data=data)
    with pytest.raises(AdjustmentRefused):
        undo_import(stored, by=instructor)
    apply_import(stored, by=instructor)
    with pytest.raises(AdjustmentRefused):
        apply_import(stored, by=instructor)
    undo_import(stored, by=instructor)
    with pytest.raises(AdjustmentRefused):
        undo_import(stored, by=instructor)


def test_what_was_decided_since_the_dry_run_refuses_all_of_it(
    course: Course, heading: str, instructor: User, enrolment: Enrolment, quiz: Quiz
) -> None:
    data = f"{heading}\nlearner,3,7\n".encode()
    stored = upload(course=course, by=instructor, file_name="grades.csv", data=data)
    since = Change(enrolment, f"quiz-{quiz.pk}", points=6.0, reason="since")
    adjust(course=course, changes=[since], by=instructor)
    with pytest.raises(AdjustmentRefused):
        apply_import(stored, by=instructor)
    assert Adjustment.objects.get().points == 6
    stored.refresh_from_db()
    assert stored.applied_at is None


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["learner,3,7", "learner,4,7"], "Row 3: learner stands in row 2 already"),
        (["learner,3,7", "classmate,4"], "Row 3: it has 2 of 3 cells; is the file cut off?"),
        (["learner,-3,7"], "Row 2, column 'Quiz"),
        (["learner,three,7"], "'three' is no number"),
        (["learner,nan,7"], "'nan' is no number"),
        (["learner,1e999,7"], "'1e999' is no number"),
        (["learner,9999999,7"], "more than points can be"),
        (["learner,3,7,8"], "Row 2: it has more cells than the heading"),
        (['learner,"3,7'], "it is not CSV"),
        ([], "names no learner"),
        (["nobody,1,2"], "names no learner"),
    ],
)
def test_bad_files_are_refused_with_row_and_column(
    course: Course, heading: str, lines: list[str], reason: str
) -> None:
    assert reason in problems(course, "\n".join([heading, *lines]).encode())


def test_every_bad_cell_is_told_at_once(course: Course, heading: str) -> None:
    told = problems(course, f"{heading}\nlearner,-1,x\nclassmate,-2,3\n".encode())
    assert told.count("Row ") == 3


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"Username,Grade\nlearner,3\n", "no column is an item"),
        (b"Name,Grade\nlearner,3\n", "says whose grades"),
        ("Username,Qüiz\nlearner,3\n".encode("latin-1"), "Row 1: it is not UTF-8"),
        (b"Username,Username\nlearner,3\n", "column 'Username': the column stands twice"),
        (b"Username\0,a\n", "no text has"),
        (b"PK\x03\x04 not a zip", "no XLSX file"),
    ],
)
def test_files_that_are_none_are_refused(course: Course, data: bytes, reason: str) -> None:
    assert reason in problems(course, data)


def test_decimal_commas_are_read_where_semicolons_separate(course: Course, heading: str) -> None:
    lines = [heading.replace(",", ";"), "learner;4,5;1.234,5"]
    assert [change["now"] for change in plan(course, *lines)["changes"]] == [4.5, 1234.5]


@pytest.mark.parametrize("style", ["holdout", "canvas", "moodle"])
def test_what_goes_out_comes_in_and_changes_nothing(
    course: Course,
    staff: Enrolment,
    learner: User,
    classmate: User,
    attempted: MakesAttempt,
    style: str,
) -> None:
    attempted(learner, 4.5)
    sheet = Sheet(staff, style=style)  # type: ignore[arg-type]
    for data in ("".join(csv_lines(sheet)).encode(), xlsx_file(sheet).read()):
        found = plan_import(course, data)
        assert (found["style"], found["changes"], found["unchanged"]) == (style, [], 1)


@pytest.mark.parametrize("style", ["canvas", "moodle"])
def test_a_grade_changed_in_another_systems_columns_is_a_change(
    course: Course, staff: Enrolment, learner: User, attempted: MakesAttempt, style: str
) -> None:
    attempted(learner, 4.5)
    text = "".join(csv_lines(Sheet(staff, style=style)))  # type: ignore[arg-type]
    rows = [[cell.replace("4.5", "6") for cell in row] for row in csv.reader(io.StringIO(text))]
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    (change,) = plan_import(course, out.getvalue().encode())["changes"]
    assert (change["was"], change["now"]) == (4.5, 6.0)


def test_a_name_is_no_formula_in_xlsx_either(staff: Enrolment, learner: User) -> None:
    learner.first_name = '=HYPERLINK("http://a.example")'
    learner.save()
    page = load_workbook(xlsx_file(Sheet(staff))).worksheets[0]
    cell = page.cell(2, 2)
    assert (cell.data_type, cell.value) == ("s", learner.first_name)


def test_a_formula_in_a_file_is_no_number(course: Course, heading: str) -> None:
    book = Workbook()
    page = book.worksheets[0]
    page.append(heading.split(","))
    page.append(["learner", "=1+1", "=cmd()"])
    file = io.BytesIO()
    book.save(file)
    # Without a cached value a formula is an empty cell: nothing changes.
    assert plan_import(course, file.getvalue())["changes"] == []


def test_the_pages_lead_from_the_file_to_its_undoing(
    client_of: ClientOf, instructor: User, heading: str, enrolment: Enrolment
) -> None:
    client = client_of(instructor)
    file = SimpleUploadedFile("grades.csv", f"{heading}\nlearner,3,7\nnobody,1,1\n".encode())
    where = client.post(IMPORT, {"file": file})["Location"]
    page = client.get(where).content.decode()
    assert "2 changes" in page
    assert "Row 3: nobody" in page
    client.post(f"{where}decide/")
    assert Adjustment.objects.filter(enrolment=enrolment).count() == 2
    client.post(f"{where}decide/", {"undo": "1"})
    assert not Adjustment.objects.filter(points__isnull=False).exists()


def test_a_bad_file_comes_back_with_its_reasons(
    client_of: ClientOf, instructor: User, heading: str
) -> None:
    file = SimpleUploadedFile("grades.csv", f"{heading}\nlearner,-3,7\n".encode())
    answer = client_of(instructor).post(IMPORT, {"file": file})
    assert answer.status_code == 400
    assert "-3 is negative" in answer.content.decode()


@pytest.mark.parametrize(
    ("who", "status"), [("learner", 403), ("assistant", 403), ("stranger", 404)]
)
def test_only_instructors_import(
    request: pytest.FixtureRequest, client_of: ClientOf, course: Course, who: str, status: int
) -> None:
    assert client_of(request.getfixturevalue(who)).get(IMPORT).status_code == status
