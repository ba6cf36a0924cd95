"""Every address of the service, as a browser meets it: light and dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from assessments.courses.models import Enrolment, Module, Quiz
from assessments.gradebook.models import Comparison, GradeImport
from assessments.gradebook.regrading import start_regrade
from assessments.quizzes.finishing import finish_attempt
from assessments.quizzes.starting import start_attempt

from .looking import faults_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Who = Literal["learner", "instructor", "stranger", "nobody"]


@dataclass(frozen=True)
class Sample:
    """One look at a route: who looks, and at what."""

    route: str
    who: Who
    arguments: Callable[[Any], tuple[Any, ...]] = lambda scene: ()
    status: int = 200


def _course(scene: Any) -> tuple[Any, ...]:
    return (scene.course.slug,)


def _lesson(scene: Any) -> tuple[Any, ...]:
    return (scene.course.slug, scene.lesson.module.slug, scene.lesson.slug)


def _quiz(scene: Any) -> tuple[Any, ...]:
    return (scene.course.slug, scene.quiz.module.slug, scene.quiz.slug)


def _assignment(scene: Any) -> tuple[Any, ...]:
    return (scene.course.slug, scene.assignment.module.slug, scene.assignment.slug)


def _cell(scene: Any) -> tuple[Any, ...]:
    return (scene.course.slug, scene.reviewed.enrolment_id, f"quiz-{scene.quiz.pk}")


def _item(kind: str) -> Callable[[Any], tuple[Any, ...]]:
    return lambda scene: (scene.course.slug, f"{kind}-{getattr(scene, kind).pk}")


def _import(scene: Any) -> tuple[Any, ...]:
    change = {
        "row": 2, "enrolment": str(scene.reviewed.enrolment_id), "name": "Lea", "title": "Quiz",
        "item": f"quiz-{scene.quiz.pk}", "was": None, "now": 3.0, "excuses": False,
        "set_before": 1.0, "excused_before": False, "is_conflict": True,
    }  # fmt: skip
    plan = {
        "style": "holdout", "changes": [change], "unknown": [{"row": 3, "who": "nobody"}],
        "ignored": ["Notes"], "unchanged": 2,
    }  # fmt: skip
    taken = GradeImport.objects.create(
        course=scene.course, made_by=scene.instructor, file_name="grades.csv", plan=plan
    )
    return (scene.course.slug, taken.pk)


def _regrade(scene: Any) -> tuple[Any, ...]:
    regrade = start_regrade(
        course=scene.course, assignment=scene.assignment, by=scene.instructor, reason="New data"
    )
    regrade.submissions.update(state="ready", points=1.0, max_points=10.0)
    return (scene.course.slug, regrade.pk)


def _comparison(scene: Any) -> tuple[Any, ...]:
    one, other = scene.submissions["graded"].pk, scene.submissions["refused"].pk
    comparison = Comparison.objects.create(
        course=scene.course,
        assignment=scene.assignment,
        made_by=scene.instructor,
        finished_at=timezone.now(),
        compared=2,
        pairs=[{"left": str(one), "right": str(other), "share": 0.8, "shared": 12}],
    )
    return (scene.course.slug, comparison.pk)


def _marking(state: str) -> Callable[[Any], tuple[Any, ...]]:
    return lambda scene: (scene.course.slug, scene.submissions[state].pk)


def _essay(scene: Any) -> tuple[Any, ...]:
    module = Module.objects.get(slug="every-kind")
    scene.course.modules.add(module)
    enrolment = Enrolment.objects.get(course=scene.course, user=scene.learner)
    quiz = Quiz.objects.select_related("current").get(module=module)
    attempt, _ = start_attempt(enrolment=enrolment, quiz=quiz)
    finish_attempt(attempt=attempt, answers={"essay": "What I choose by it is fitted to it."})
    return (attempt.pk, "essay")


def _submission(state: str) -> Callable[[Any], tuple[Any, ...]]:
    return lambda scene: (scene.submissions[state].pk,)


PAGES = [
    Sample("courses:home", "learner"),
    Sample("courses:home", "stranger"),
    Sample("courses:lesson", "learner", _lesson),
    Sample("courses:dates", "instructor", _course),
    Sample("courses:dates", "learner", _course, status=403),
    Sample("courses:quiz_dates", "instructor", _quiz),
    Sample("courses:assignment_dates", "instructor", _assignment),
    Sample("courses:grant_extension", "instructor", _course),
    Sample("courses:group", "instructor", _course),
    Sample("gradebook:course", "learner", _course),
    Sample("gradebook:course", "instructor", _course),
    Sample("gradebook:course", "stranger", _course, status=404),
    Sample("gradebook:grades", "learner", _course),
    Sample("gradebook:gradebook", "instructor", _course),
    Sample("gradebook:gradebook", "learner", _course, status=403),
    Sample("gradebook:what_if", "learner", _course),
    Sample(
        "gradebook:grade", "learner", lambda scene: (scene.course.slug, f"quiz-{scene.quiz.pk}")
    ),
    Sample("gradebook:learner", "instructor", lambda scene: _cell(scene)[:2]),
    Sample("gradebook:cell", "instructor", _cell),
    Sample("gradebook:policy", "instructor", _course),
    Sample("gradebook:log", "instructor", _course),
    Sample("gradebook:statistics", "instructor", _course),
    Sample("gradebook:item", "instructor", _item("quiz")),
    Sample("gradebook:item", "instructor", _item("assignment")),
    Sample("gradebook:message", "instructor", _course),
    Sample("gradebook:imports", "instructor", _course),
    Sample("gradebook:import", "instructor", _import),
    Sample("gradebook:regrade", "instructor", _regrade),
    Sample("gradebook:comparison", "instructor", _comparison),
    Sample("gradebook:pair", "instructor", lambda scene: (*_comparison(scene), 1)),
    Sample("gradebook:marking", "instructor", _marking("graded")),
    Sample("quizzes:quiz", "learner", _quiz),
    Sample("quizzes:quiz", "instructor", _quiz),
    Sample("quizzes:attempt", "learner", lambda scene: (scene.attempt.pk,)),
    Sample("quizzes:analysis", "instructor", _quiz),
    Sample("quizzes:preview", "instructor", _quiz),
    Sample("quizzes:regrade", "instructor", _quiz),
    Sample("quizzes:regrade", "learner", _quiz, status=403),
    Sample("quizzes:waiting", "instructor", _course),
    Sample("quizzes:waiting", "learner", _course, status=403),
    Sample("quizzes:mark", "instructor", _essay),
    Sample("quizzes:review", "learner", lambda scene: (scene.reviewed.pk,)),
    Sample("quizzes:review", "instructor", lambda scene: (scene.reviewed.pk,)),
    Sample("quizzes:verify_receipt", "learner"),
    Sample("submissions:doubtful", "instructor", _course),
    Sample("submissions:doubtful", "learner", _course, status=403),
    Sample("submissions:assignment", "learner", _assignment),
    Sample("submissions:assignment", "instructor", _assignment),
    Sample("submissions:submission", "learner", _submission("queued")),
    Sample("submissions:submission", "learner", _submission("grading")),
    Sample("submissions:submission", "learner", _submission("graded")),
    Sample("submissions:submission", "learner", _submission("refused")),
    Sample("submissions:submission", "learner", _submission("failed")),
    Sample("submissions:submission", "instructor", _submission("graded")),
    Sample("submissions:submission", "instructor", _submission("failed")),
    Sample("accounts:tokens", "learner"),
    Sample("operating:style", "nobody"),
    Sample("account_login", "nobody"),
    Sample("account_signup", "nobody"),
    Sample("account_logout", "learner"),
    Sample("account_inactive", "nobody"),
    Sample("account_email", "learner"),
    Sample("account_email_verification_sent", "nobody"),
    Sample("account_confirm_email", "nobody", lambda scene: ("unknown",)),
    Sample("account_change_password", "learner"),
    Sample("account_reauthenticate", "learner"),
    Sample("account_reset_password", "nobody"),
    Sample("account_reset_password_done", "nobody"),
    Sample("account_reset_password_from_key", "nobody", lambda scene: ("1", "unknown-key")),
    Sample("account_reset_password_from_key_done", "nobody"),
]

# Routes that answer no page: they take a form and lead on, or hand a file out.
NO_PAGES = {
    "courses:notebook",
    "courses:read",
    "quizzes:start",
    "quizzes:save",
    "quizzes:finish",
    "quizzes:check",
    "quizzes:flag",
    "quizzes:receipt",
    "quizzes:count_late",
    "quizzes:responses_csv",
    "quizzes:responses_jsonl",
    "courses:withdraw_extension",
    "quizzes:run_again",
    "submissions:submit",
    "submissions:starter",
    "submissions:source",
    "gradebook:gradebook_csv",
    "gradebook:gradebook_xlsx",
    "gradebook:adjust",
    "gradebook:relieve",
    "gradebook:release",
    "gradebook:decide_import",
    "gradebook:begin_regrade",
    "gradebook:apply_regrade",
    "gradebook:compare",
    "gradebook:mark",
    "gradebook:remark",
    "gradebook:calendar",
    "accounts:revoke",
    "operating:health",
    # Leads on to account_login unless a code was sent, which is switched off.
    "account_confirm_login_code",
    # Leads on to account_change_password whoever has a password.
    "account_set_password",
}

Route = tuple[str, str]


def _routes(resolver: URLResolver, path: str = "", namespace: str = "") -> Iterator[Route]:
    """Path and full name of every route below a resolver."""
    for entry in resolver.url_patterns:
        below = path + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield below, f"{namespace}{entry.name}"
        else:
            yield from _routes(
                entry, below, f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            )


def test_every_route_has_a_sample_here_or_a_reason_why_not() -> None:
    pages = {name for path, name in _routes(get_resolver()) if not path.startswith("api/")}

    assert pages == {sample.route for sample in PAGES} | NO_PAGES


@pytest.mark.timeout(280)
@pytest.mark.parametrize("who", ["learner", "instructor", "stranger", "nobody"])
def test_no_page_shuts_anybody_out_or_asks_anybody_else(
    who: Who, scene: Any, open_context: Any, watch: Any
) -> None:
    """Axe finds nothing, no other origin is asked, no script fails, no policy is violated."""
    context = open_context(None if who == "nobody" else getattr(scene, who))
    axe = Axe()
    faults = []
    for sample in PAGES:
        if sample.who != who:
            continue
        path = reverse(sample.route, args=sample.arguments(scene))
        page = context.new_page()
        watch.refused.clear()
        if sample.status >= 400:
            watch.refused.add(watch.origin + path)
        watch.follow(page)
        answer = page.goto(path)
        assert answer is not None
        if answer.status != sample.status:
            faults.append(f"{sample.route} answers {answer.status}, not {sample.status}")
        faults += [f"{sample.route}: {fault}" for fault in faults_of(page, axe)]
        faults += [f"{sample.route}: {wrong}" for wrong in watch.wrongs]
        watch.wrongs.clear()
        page.close()

    assert not faults, "\n".join(faults)
