"""What was seen in a training, with a link to the lesson that teaches it where the course has one."""

from __future__ import annotations

from assessments.courses.models import Assignment, Course, Enrolment
from assessments.courses.teaching import places
from assessments.submissions.grading import assignment_of
from assessments.submissions.presenting import findings
from grader.report import Diagnostic

from .benches import report_on


def test_a_lesson_of_the_course_is_found_with_its_heading(enrolment: Enrolment) -> None:
    known = "warm-up/weight-decay"
    found = places(enrolment.course, [f"{known}#no-such-heading", "other/none#x", ""])
    assert list(found) == [f"{known}#no-such-heading"]
    place = found[f"{known}#no-such-heading"]
    assert (place.module, place.lesson, place.heading) == ("warm-up", "weight-decay", "")


def test_a_course_without_the_module_links_nothing(enrolment: Enrolment) -> None:
    other = Course.objects.create(slug="other", title="Other")
    assert places(other, ["warm-up/weight-decay#x"]) == {}


def test_findings_stand_in_the_reports_order_with_one_query(
    enrolment: Enrolment, assignment: Assignment, django_assert_num_queries: object
) -> None:
    listed = [
        Diagnostic(
            id=f"code_{number}", severity="error", source="inside", evidence="Seen.", help="Look.",
            lesson="warm-up/weight-decay",
        )
        for number in range(3)
    ]  # fmt: skip
    assert assignment.current is not None
    report = report_on(assignment_of(assignment.current)).model_copy(update={"diagnostics": listed})
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = findings(report, enrolment.course)
    assert [finding.diagnostic.id for finding in found] == ["code_0", "code_1", "code_2"]
    assert all(finding.place is not None for finding in found)


def test_no_report_has_no_findings(enrolment: Enrolment) -> None:
    assert findings(None, enrolment.course) == []
