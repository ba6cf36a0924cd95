"""Imports of grades: the file, its dry run, and applying or undoing it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.accounts.signed_in import signed_in
from assessments.courses import access as courses
from assessments.courses.models import Course

from ..adjusting import AdjustmentRefused
from ..forms import ImportForm
from ..importing import apply_import, undo_import, upload
from ..models import GradeImport
from ..reading_files import LARGEST_FILE, ImportRefused
from .crumbs import staff_crumbs

SHOWN_CHANGES = 1000


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def imports(request: HttpRequest, course: str) -> HttpResponse:
    """Earlier imports, and the form; a file that is taken leads to its dry run."""
    staff = courses.instructor(request.user, course)
    form = ImportForm(request.POST or None, request.FILES or None)
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            stored = upload(
                course=staff.course,
                by=signed_in(request.user),
                file_name=file.name,
                data=file.read(LARGEST_FILE + 1),
            )
        except ImportRefused as refused:
            problems = [str(problem) for problem in refused.problems]
        else:
            return redirect("gradebook:import", course, stored.pk)
    context = {
        "course": staff.course,
        "form": form,
        "problems": problems,
        "imports": GradeImport.objects.filter(course=staff.course)
        .select_related("made_by")
        .defer("plan")[:50],
        "crumbs": staff_crumbs(staff.course, ("Import", "")),
    }
    status = 400 if request.method == "POST" else 200
    return render(request, "gradebook/imports.html", context, status=status)


@login_required
@require_safe
@never_cache
def dry_run(request: HttpRequest, course: str, import_id: uuid.UUID) -> HttpResponse:
    """Every change, conflict and unknown row of one import."""
    staff = courses.instructor(request.user, course)
    stored = _stored(staff.course, import_id)
    context = {
        "course": staff.course,
        "stored": stored,
        "plan": stored.plan,
        "changes": stored.plan["changes"][:SHOWN_CHANGES],
        "conflicts": sum(change["is_conflict"] for change in stored.plan["changes"]),
        "crumbs": staff_crumbs(
            staff.course,
            ("Import", reverse("gradebook:imports", args=[course])),
            (stored.file_name, ""),
        ),
    }
    return render(request, "gradebook/import.html", context)


@login_required
@require_POST
def decide_import(request: HttpRequest, course: str, import_id: uuid.UUID) -> HttpResponse:
    """Applies the import as one act, or undoes it."""
    staff = courses.instructor(request.user, course)
    stored = _stored(staff.course, import_id)
    deed = undo_import if "undo" in request.POST else apply_import
    try:
        changed = deed(stored, by=signed_in(request.user))
    except AdjustmentRefused as refused:
        messages.error(request, f"Nothing was changed. {refused}")
    else:
        messages.success(request, f"{changed} cell{'' if changed == 1 else 's'} changed.")
    return redirect("gradebook:import", course, import_id)


def _stored(course: Course, import_id: uuid.UUID) -> GradeImport:
    found = (
        GradeImport.objects.filter(course=course, pk=import_id).select_related("made_by").first()
    )
    if found is None:
        raise Http404("There is no such import.")
    return found
