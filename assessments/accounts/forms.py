"""What a person fills in to make a token."""

from __future__ import annotations

from django import forms

LONGEST_LIFE_DAYS = 366


class TokenForm(forms.Form):
    """A name to know the token by, and how long it lives."""

    name = forms.CharField(max_length=80, help_text="Which program or machine will use it.")
    days = forms.IntegerField(
        label="Days until it ends",
        min_value=1,
        max_value=LONGEST_LIFE_DAYS,
        initial=90,
    )
