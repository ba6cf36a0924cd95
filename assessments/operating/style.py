"""The page that shows every part of the design in every state, for whoever writes the next page."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.submissions.presenting import Finding
from grader.report import (
    Ablation,
    Answers,
    ByClass,
    Criterion,
    Curves,
    Diagnostic,
    Fit,
    LayerGradient,
    Pictures,
    Shrinkage,
)


class SpecimenForm(forms.Form):
    """One field of every kind; bound to wrong input it shows every error."""

    name = forms.CharField(label="Name of the token", help_text="Only you see it.")
    email = forms.EmailField(label="E-mail", required=False)
    answer = forms.FloatField(label="Numeric answer")
    optimizer = forms.ChoiceField(
        label="Optimizer", choices=[("sgd", "SGD"), ("adam", "Adam"), ("adamw", "AdamW")]
    )
    source = forms.CharField(label="Program", widget=forms.Textarea(attrs={"rows": 4}))
    agree = forms.BooleanField(label="Count this attempt")


@dataclass(frozen=True)
class Points:
    """Points to show; None where nothing is graded yet."""

    points: float | None
    max_points: float


def specimen_curves() -> Curves:
    """A training that first learns and then overfits: 18 epochs, the best of them the twelfth."""
    validation = [0.31 + 0.9 * 0.72**epoch + 0.004 * max(0, epoch - 11) for epoch in range(18)]
    best = min(range(18), key=validation.__getitem__) + 1
    return Curves(
        train=[0.06 + 1.1 * 0.75**epoch for epoch in range(18)],
        validation=validation,
        best_epoch=best,
        stop_epoch=18,
    )


def specimen_pictures() -> Pictures:
    """Every picture of a report: a decay, dropout, three layers, classes, and an ablation."""
    sizes = [0.004 * 1.15**step for step in range(32)]
    return Pictures(
        shrinkage=Shrinkage(before=sizes, after=[0.4 * size for size in sizes]),
        answers=Answers(evaluation=0.0, training=0.31),
        gradients=[
            LayerGradient(name=f"{layer}.weight", size=size)
            for layer, size in ((0, 0.012), (2, 0.31), (4, 0.87))
        ],
        by_class=ByClass(percent=[[95, 5, 0], [0, 80, 20], [0, 30, 70]], rows=120),
        ablation=Ablation(
            yours=Fit(train=0.97, validation=0.94, train_loss=0.12, validation_loss=0.21),
            reference=Fit(train=0.98, validation=0.95, train_loss=0.09, validation_loss=0.18),
            plain=Fit(train=1.0, validation=0.91, train_loss=0.0, validation_loss=0.4),
        ),
    )


def specimen_criteria() -> list[Criterion]:
    """A criterion in each of the states a report can show."""
    return [
        Criterion(
            id="accuracy",
            title="Accuracy on held-out data",
            points=3.5,
            max_points=4,
            verdict=True,
            evidence="93.1 % of 360 held-out digits were recognised; full points begin at 94 %.",
            help="",
        ),
        Criterion(
            id="dropout",
            title="Dropout",
            points=0,
            max_points=2,
            verdict=False,
            evidence="Two copies of one sample in a batch always got the same gradient.",
            help="Put nn.Dropout between hidden layers and call model.train() in every epoch.",
        ),
        Criterion(
            id="weight_penalty",
            title="Weight penalty",
            points=2,
            max_points=2,
            verdict=None,
            evidence="The weights moved too little to tell L1 from L2.",
            help="Is the penalty's strength what you meant it to be?",
            source="inside",
        ),
    ]


def specimen_diagnostics() -> list[Diagnostic]:
    """A diagnostic of each severity."""
    return [
        Diagnostic(
            id="missing_zero_grad",
            severity="error",
            source="inside",
            evidence="Gradients of earlier batches were still there at every step.",
            help="Call optimizer.zero_grad() before loss.backward().",
            line=41,
        ),
        Diagnostic(
            id="lr_too_high",
            severity="warning",
            source="outside",
            evidence="The training loss rose in 7 of 12 epochs.",
            help="Try a learning rate ten times smaller.",
        ),
        Diagnostic(
            id="val_in_train_mode",
            severity="question",
            source="inside",
            evidence="Was the model meant to be in train mode while it was validated?",
            help="model.eval() switches dropout off.",
            line=52,
        ),
    ]


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """Every part in every state. Open to all: it shows nothing of anybody."""
    context = {
        "tones": ["good", "bad", "warn", "info", "muted"],
        "points": [Points(7.5, 10), Points(0, 4), Points(4, 4), Points(None, 10)],
        "verdicts": [True, False, None],
        "states": ["queued", "grading", "graded", "failed"],
        "form": SpecimenForm(initial={"name": "notebook"}),
        "wrong": SpecimenForm(
            {"answer": "much", "optimizer": "lion", "email": "nowhere"}, prefix="w"
        ),
        "curves": specimen_curves(),
        "pictures": specimen_pictures(),
        "criteria": specimen_criteria(),
        "findings": [Finding(diagnostic, None) for diagnostic in specimen_diagnostics()],
        "crumbs": [("Courses", "/"), ("A course", "/style/"), ("Every part", "")],
    }
    return render(request, "style/style.html", context)
