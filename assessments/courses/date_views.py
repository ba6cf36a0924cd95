"""The pages of a course's dates: what is when, for whom not, and why; and who is in which group."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from . import access
from .date_forms import ExtensionForm, GroupForm, ScheduleForm, initial_of
from .deadlines import scheduled_items, timetable
from .extending import ExtensionRefused, grant_extension, limit_assistants, make_group
from .extending import withdraw_extension as withdraw_it
from .models import Assignment, Course, Enrolment, Extension, Quiz
from .scheduling import ScheduleRefused, set_schedule


@login_required
@require_GET
@never_cache
def dates(request: HttpRequest, course: str) -> HttpResponse:
    """Every item's dates, all extensions, all groups."""
    enrolment = access.staff(request.user, course)
    context = {
        **_context(enrolment, "Dates"),
        "items": scheduled_items(enrolment.course, timezone.now()),
        "extensions": Extension.objects.filter(course=enrolment.course).select_related(
            "enrolment__user", "group", "quiz", "assignment", "granted_by"
        ),
        "groups": enrolment.course.groups.prefetch_related("members__user"),
    }
    return render(request, "courses/dates.html", context)


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def quiz_dates(request: HttpRequest, course: str, module: str, quiz: str) -> HttpResponse:
    """The schedule of a quiz."""
    enrolment = access.instructor(request.user, course)
    return _schedule(request, enrolment, access.quiz(enrolment, module, quiz))


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def assignment_dates(
    request: HttpRequest, course: str, module: str, assignment: str
) -> HttpResponse:
    """The schedule of an assignment."""
    enrolment = access.instructor(request.user, course)
    return _schedule(request, enrolment, access.assignment(enrolment, module, assignment))


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def grant(request: HttpRequest, course: str) -> HttpResponse:
    """Grants an extension."""
    enrolment = access.instructor(request.user, course)
    form = ExtensionForm(enrolment.course, request.POST or None)
    if form.is_valid():
        try:
            grant_extension(
                course=enrolment.course,
                by=enrolment.user,
                whom=form.chosen_whom,
                item=form.chosen_item,
                granted=form.granted,
                reason=form.cleaned_data["reason"],
            )
        except ExtensionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The extension holds from now on.")
            return redirect("courses:dates", course)
    return _form(request, enrolment, form, "Grant an extension", "Grant it")


@login_required
@require_POST
@never_cache
def withdraw(request: HttpRequest, course: str, extension_id: int) -> HttpResponse:
    """Ends an extension; it stays on the list."""
    enrolment = access.instructor(request.user, course)
    withdraw_it(get_object_or_404(Extension, pk=extension_id, course=enrolment.course))
    messages.success(request, "The extension is withdrawn. Attempts under way keep their time.")
    return redirect("courses:dates", course)


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def group(request: HttpRequest, course: str) -> HttpResponse:
    """Makes a group, or changes the one of that short name."""
    enrolment = access.instructor(request.user, course)
    form = GroupForm(
        enrolment.course, request.POST or None, initial=_group_initial(enrolment.course, request)
    )
    if form.is_valid():
        members = form.cleaned_data["members"]
        made = make_group(
            course=enrolment.course,
            slug=form.cleaned_data["slug"],
            title=form.cleaned_data["title"],
            members=members,
        )
        limit_assistants(made, is_limited=form.cleaned_data["limit_assistants"])
        messages.success(request, f"{made.title} has {len(members)} members.")
        return redirect("courses:dates", course)
    return _form(request, enrolment, form, "A group", "Store it")


def _schedule(request: HttpRequest, enrolment: Enrolment, item: Quiz | Assignment) -> HttpResponse:
    schedule = timetable(enrolment.course_id, []).schedule(item)
    form = ScheduleForm(request.POST or None, initial=initial_of(schedule))
    if isinstance(item, Assignment):
        for name in ("time_limit", "attempts", "password", "without_password", "networks"):
            form.fields[name].widget = form.fields[name].hidden_widget()
    if form.is_valid():
        try:
            set_schedule(
                course=enrolment.course,
                item=item,
                given=form.given,
                password=form.password_given,
            )
        except ScheduleRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"The dates of “{item.title}” are stored.")
            return redirect("courses:dates", enrolment.course.slug)
    return _form(request, enrolment, form, f"Dates of “{item.title}”", "Store them")


def _form(
    request: HttpRequest,
    enrolment: Enrolment,
    form: ScheduleForm | ExtensionForm | GroupForm,
    title: str,
    deed: str,
) -> HttpResponse:
    context = {
        **_context(enrolment, title),
        "form": form,
        "title": title,
        "deed": deed,
        "zone": timezone.get_current_timezone_name(),
    }
    status = 400 if form.errors else 200
    return render(request, "courses/dates_form.html", context, status=status)


def _context(enrolment: Enrolment, title: str) -> dict[str, object]:
    course = enrolment.course
    crumbs = [
        ("My courses", reverse("courses:home")),
        (course.title, reverse("gradebook:course", args=[course.slug])),
    ]
    if title != "Dates":
        crumbs.append(("Dates", reverse("courses:dates", args=[course.slug])))
    return {
        "course": course,
        "crumbs": [*crumbs, (title, "")],
        "is_instructor": enrolment.role == Enrolment.Role.INSTRUCTOR,
    }


def _group_initial(course: Course, request: HttpRequest) -> dict[str, object]:
    found = course.groups.filter(slug=request.GET.get("slug", "")).first()
    if found is None:
        return {}
    members = list(found.members.select_related("user"))
    return {
        "title": found.title,
        "slug": found.slug,
        "members": "\n".join(sorted(each.user.username for each in members)),
        "limit_assistants": any(each.is_limited_to_groups for each in members),
    }
