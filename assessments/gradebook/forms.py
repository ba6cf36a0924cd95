"""What the pages of the gradebook take in, read and checked; the rules are the deeds'."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from django import forms
from django.db.models import QuerySet

from assessments.courses.errors import ContentError
from assessments.courses.extending import Granted
from assessments.courses.models import Enrolment, Group
from assessments.courses.policies import RubricLine

from .adjusting import MOST_POINTS, Change
from .arithmetic import exact
from .cells import Cell, Decision, figure
from .models import Marking
from .policy_text import place_of, read_text


class PointsField(forms.FloatField):
    """Points, never negative; a comma may stand for the point."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=0, max_value=MOST_POINTS, localize=False, **options)
        self.widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> float | None:  # type: ignore[override]  # stubs: an IntegerField
        """As a number; "4,5" is four and a half."""
        if isinstance(value, str) and re.fullmatch(r"\s*\d+,\d+\s*", value):
            value = value.replace(",", ".")
        return super().to_python(value)


class AdjustForm(forms.Form):
    """What staff decide about a cell. Empty points take an override back."""

    points = PointsField(
        required=False, label="Points set by hand", help_text="Empty: what was earned counts."
    )
    is_excused = forms.BooleanField(required=False, label="Excused: counts nothing")
    reason = forms.CharField(
        required=False,
        max_length=500,
        label="Reason",
        help_text="The learner reads it, and it stays in the log.",
    )
    comment = forms.CharField(
        required=False,
        max_length=5000,
        label="Comment for the learner",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, decision: Decision) -> None:
        initial = {
            "points": None if decision.points is None else figure(exact(decision.points)),
            "is_excused": decision.is_excused,
            "comment": decision.comment,
            "seen": "" if decision.points is None else repr(decision.points),
        }
        super().__init__(data, initial=initial)
        self._decision = decision

    def clean_seen(self) -> float | None:
        """The override that was shown. Raises ValidationError when it is no number."""
        try:
            return float(self.cleaned_data["seen"]) if self.cleaned_data["seen"] else None
        except ValueError:
            raise forms.ValidationError("This is not what was shown.") from None

    def clean(self) -> dict[str, Any]:
        """A decision about points needs its reason."""
        cleaned = super().clean() or {}
        decides = (
            cleaned.get("points") != self._decision.points
            or cleaned.get("is_excused") != self._decision.is_excused
        )
        if decides and not cleaned.get("reason"):
            self.add_error("reason", "Say why: the learner and the log need it.")
        return cleaned

    def change(self, enrolment: Enrolment, item: str) -> Change:
        """What is to be done, once the form is valid."""
        return Change(
            enrolment=enrolment,
            item=item,
            points=self.cleaned_data["points"],
            is_excused=self.cleaned_data["is_excused"],
            comment=self.cleaned_data["comment"],
            reason=self.cleaned_data["reason"],
            seen=self.cleaned_data["seen"],
        )


class WhatIfForm(forms.Form):
    """Supposed points, a field an item that may still change; empty ones stay as they are."""

    def __init__(self, *args: Any, cells: Sequence[Cell], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for cell in cells:
            if cell.mark.status in {"hidden", "excused", "uncounted"}:
                continue
            now = figure(cell.mark.points) if cell.mark.status == "marked" else "none"
            self.fields[cell.item.key] = PointsField(
                required=False,
                label=cell.item.title,
                help_text=f"of {figure(cell.item.of)}; now {now}",
            )

    @property
    def points(self) -> dict[str, Fraction]:
        """The points supposed, by item, once the form is valid."""
        return {key: exact(value) for key, value in self.cleaned_data.items() if value is not None}


class PolicyForm(forms.Form):
    """A policy as text, and why it is changed."""

    text = forms.CharField(
        label="Policy",
        max_length=100_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "class": "code", "spellcheck": "false"}),
    )
    note = forms.CharField(label="Why", required=False, max_length=500)

    def clean_text(self) -> str:
        """The text, once it can be read. Raises ValidationError with line, key and reason."""
        text: str = self.cleaned_data["text"].replace("\r\n", "\n")
        try:
            self.policy = read_text(text)
        except ContentError as error:
            raise forms.ValidationError(place_of(error)) from error
        return text


class ReleaseForm(forms.Form):
    """Whether learners see their points of an item."""

    is_hidden = forms.BooleanField(required=False, label="Hidden from learners")
    visible_from = forms.DateTimeField(
        required=False,
        label="Until",
        help_text="In the service's time zone. Empty: until it is released by hand.",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class ReliefForm(forms.Form):
    """More time or attempts for a learner, or for a group, at one item."""

    group = forms.ModelChoiceField(
        Group.objects.none(), required=False, label="For", empty_label="this learner alone"
    )
    due_at = forms.DateTimeField(
        required=False,
        label="Due, instead",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    closes_at = forms.DateTimeField(
        required=False,
        label="Closes, instead",
        help_text="Empty: as for everybody, but never before the date due.",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    extra_minutes = forms.IntegerField(
        required=False, min_value=0, max_value=100_000, label="Minutes more for an attempt"
    )
    extra_attempts = forms.IntegerField(
        required=False, min_value=0, max_value=100, label="Attempts more"
    )
    reason = forms.CharField(max_length=500, label="Why")

    def __init__(self, data: Any = None, *, groups: QuerySet[Group]) -> None:
        super().__init__(data, prefix="relief")
        field = self.fields["group"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = groups

    @property
    def granted(self) -> Granted:
        """What is given, once the form is valid."""
        return Granted(
            due_at=self.cleaned_data["due_at"],
            closes_at=self.cleaned_data["closes_at"],
            extra_minutes=self.cleaned_data["extra_minutes"] or 0,
            extra_attempts=self.cleaned_data["extra_attempts"] or 0,
        )


class ImportForm(forms.Form):
    """A file of grades."""

    file = forms.FileField(
        label="CSV or XLSX",
        allow_empty_file=True,
        help_text="In our own columns, Canvas’ or Moodle’s. You see every change before it is made.",
    )


class RubricForm(forms.Form):
    """The points of every line of a rubric, and a word on the whole."""

    def __init__(
        self, data: Any = None, *, rubric: Sequence[RubricLine], held: Marking | None = None
    ) -> None:
        super().__init__(data)
        self._rubric = rubric
        lines = {} if held is None else held.lines
        for line in rubric:
            self.fields[line.id] = PointsField(
                label=line.title,
                help_text=f"0 to {line.points:g} points",
                initial=lines.get(line.id, {}).get("points"),
            )
        self.fields["comment"] = forms.CharField(
            required=False,
            max_length=5000,
            label="Comment",
            initial="" if held is None else held.comment,
            widget=forms.Textarea(attrs={"rows": 3}),
        )

    @property
    def points(self) -> dict[str, float]:
        """By line, once the form is valid."""
        return {line.id: self.cleaned_data[line.id] for line in self._rubric}


class RemarkForm(forms.Form):
    """A remark on a place in a work."""

    place = forms.CharField(max_length=80, label="Line or question")
    text = forms.CharField(
        max_length=5000, label="Remark", widget=forms.Textarea(attrs={"rows": 3})
    )


class MessageForm(forms.Form):
    """A letter to several learners, each of whom gets their own."""

    subject = forms.CharField(max_length=200)
    text = forms.CharField(max_length=20_000, widget=forms.Textarea(attrs={"rows": 10}))
