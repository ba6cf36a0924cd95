"""The forms with which instructors set dates and grant extensions. Times are the service's zone."""

from __future__ import annotations

from typing import Any

from django import forms

from .extending import Granted
from .models import Assignment, Course, Enrolment, Group, Quiz, Schedule
from .outline import entries_of, outline
from .scheduling import Given

MOMENT = "%Y-%m-%dT%H:%M"


def _moment(label: str) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)
    return forms.DateTimeField(label=label, required=False, widget=widget, input_formats=[MOMENT])


class ScheduleForm(forms.Form):
    """Dates of one item in one course; what is left empty is as the content says."""

    opens_at = _moment("Opens")
    due_at = _moment("Due")
    closes_at = _moment("Closes")
    time_limit = forms.IntegerField(
        label="Time limit in minutes", required=False, min_value=1, max_value=1440
    )
    attempts = forms.IntegerField(label="Attempts", required=False, min_value=1, max_value=100)
    late = forms.CharField(
        label="Credit for late work",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="A line a step: hours after the due date, then percent. For example: 24 80",
    )
    password = forms.CharField(label="New password to start with", required=False, max_length=128)
    without_password = forms.BooleanField(label="No password any more", required=False)
    networks = forms.CharField(
        label="Networks to start from",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="A line each, such as 10.1.0.0/16; empty for anywhere.",
    )

    def clean_late(self) -> list[tuple[float, float]] | None:
        """Lines of two numbers."""
        lines = [line.split() for line in self.cleaned_data["late"].splitlines() if line.strip()]
        try:
            return [(float(hours), float(credit)) for hours, credit in lines] or None
        except ValueError:
            raise forms.ValidationError("Each line is two numbers: hours and percent.") from None

    def clean_networks(self) -> list[str]:
        """Lines."""
        return [line.strip() for line in self.cleaned_data["networks"].splitlines() if line.strip()]

    @property
    def given(self) -> Given:
        """The schedule that was asked for."""
        names = ("opens_at", "due_at", "closes_at", "time_limit", "attempts", "late", "networks")
        return Given(**{name: self.cleaned_data[name] for name in names})

    @property
    def password_given(self) -> str | None:
        """What becomes of the password, as `set_schedule` takes it."""
        if self.cleaned_data["without_password"]:
            return ""
        return self.cleaned_data["password"] or None


def initial_of(schedule: Schedule | None) -> dict[str, Any]:
    """What the form shows of a schedule there is."""
    if schedule is None:
        return {}
    late = schedule.late or []
    return {
        "opens_at": schedule.opens_at,
        "due_at": schedule.due_at,
        "closes_at": schedule.closes_at,
        "time_limit": schedule.time_limit,
        "attempts": schedule.attempts,
        "late": "\n".join(f"{step['hours']:g} {step['credit']:g}" for step in late),
        "networks": "\n".join(schedule.networks),
    }


class ExtensionForm(forms.Form):
    """More for one person or one group, at one item or at all."""

    whom = forms.ChoiceField(label="For")
    item = forms.ChoiceField(label="At", required=False)
    opens_at = _moment("Opens")
    due_at = _moment("Due")
    closes_at = _moment("Closes")
    time_factor = forms.FloatField(
        label="Time limit times", initial=1, min_value=1, max_value=10,
        widget=forms.NumberInput(attrs={"step": "0.05"}),
    )  # fmt: skip
    extra_minutes = forms.IntegerField(label="Minutes more", initial=0, min_value=0, max_value=1440)
    extra_attempts = forms.IntegerField(label="Attempts more", initial=0, min_value=0, max_value=50)
    reason = forms.CharField(label="Why", max_length=500)

    def __init__(self, course: Course, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.course = course
        people = course.enrolments.filter(role=Enrolment.Role.LEARNER).select_related("user")
        self.fields["whom"].choices = [  # type: ignore[attr-defined]
            *((f"group-{group.slug}", f"Group: {group.title}") for group in course.groups.all()),
            *(
                (f"person-{each.pk}", f"{each.user.name} ({each.user.username})")
                for each in people.order_by("user__last_name", "user__username")
            ),
        ]
        entries = entries_of(outline(course, graded_only=True))
        self.fields["item"].choices = [  # type: ignore[attr-defined]
            ("", "Everything in the course"),
            *((f"{entry.kind}-{entry.id}", entry.title) for entry in entries),
        ]

    @property
    def chosen_whom(self) -> Enrolment | Group:
        """The person or the group; the field allows only those of the course."""
        kind, _, name = self.cleaned_data["whom"].partition("-")
        if kind == "group":
            return self.course.groups.get(slug=name)
        return self.course.enrolments.get(pk=name)

    @property
    def chosen_item(self) -> Quiz | Assignment | None:
        """The item; None for all."""
        kind, _, name = self.cleaned_data["item"].partition("-")
        if not kind:
            return None
        return Quiz.objects.get(pk=name) if kind == "quiz" else Assignment.objects.get(pk=name)

    @property
    def granted(self) -> Granted:
        """What it gives."""
        names = (
            "opens_at", "due_at", "closes_at", "time_factor", "extra_minutes", "extra_attempts",
        )  # fmt: skip
        return Granted(**{name: self.cleaned_data[name] for name in names})


class GroupForm(forms.Form):
    """A group and who is in it, by username."""

    title = forms.CharField(label="Name", max_length=200)
    slug = forms.SlugField(label="Short name", max_length=80)
    members = forms.CharField(
        label="Members",
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Usernames, one a line: learners, and the assistants who are theirs.",
    )
    limit_assistants = forms.BooleanField(
        label="Its assistants see the work of their groups alone", required=False
    )

    def __init__(self, course: Course, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.course = course

    def clean_members(self) -> list[Enrolment]:
        """The members; an unknown name is an error that names it."""
        names = self.cleaned_data["members"].split()
        found = {
            each.user.username: each
            for each in self.course.enrolments.filter(user__username__in=names).select_related(
                "user"
            )
        }
        if unknown := [name for name in names if name not in found]:
            raise forms.ValidationError(f"Not in this course: {', '.join(unknown)}.")
        return list(found.values())
