"""The form with which a program is sent in: pasted, or as a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django_ace import AceWidget

EDITOR = AceWidget(
    mode="python",
    theme="github_light_default",
    # Sizes and the dark theme are given by the style sheet and editor.js: the page allows no style
    # attribute, and no worker made from a string.
    width=None,
    height=None,
    toolbar=False,
    useworker=False,
    useStrictCSP=True,
    showprintmargin=False,
    tabsize=4,
    attrs={"rows": 24, "spellcheck": "false", "autocomplete": "off", "class": "code"},
)


class SubmissionForm(forms.Form):
    """A file beats the text; an empty text without a file is a slip of the hand."""

    source = forms.CharField(
        label="Your program", required=False, strip=False, widget=EDITOR, validators=()
    )
    file = forms.FileField(
        label="or a file",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".py,text/x-python,text/plain"}),
        help_text="A file is sent instead of the text above.",
    )

    def clean(self) -> dict[str, Any]:
        """Refuses only what holds nothing at all."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("file") is None and not cleaned.get("source", "").strip():
            raise forms.ValidationError("Paste your program or choose a file.", code="nothing")
        return cleaned

    @property
    def program(self) -> str | bytes:
        """What was sent: the file's bytes, or the text."""
        file = self.cleaned_data.get("file")
        sent: str | bytes = self.cleaned_data["source"] if file is None else file.read()
        return sent
