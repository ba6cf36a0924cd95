"""The gradebook as a file."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessments.courses import access as courses

from ..exporting import STYLES, Sheet, Style, csv_lines, xlsx_file
from ..table import Asked

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@require_safe
@never_cache
def gradebook_csv(request: HttpRequest, course: str) -> HttpResponseBase:
    """Whom the table shows with the same query, streamed; `style` chooses whose columns."""
    sheet = _sheet(request, course)
    return StreamingHttpResponse(
        csv_lines(sheet),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{_name(sheet, course)}.csv"'},
    )


@login_required
@require_safe
@never_cache
def gradebook_xlsx(request: HttpRequest, course: str) -> HttpResponseBase:
    """The same as XLSX."""
    sheet = _sheet(request, course)
    name = f"{_name(sheet, course)}.xlsx"
    return FileResponse(xlsx_file(sheet), as_attachment=True, filename=name, content_type=XLSX)


def _sheet(request: HttpRequest, course: str) -> Sheet:
    staff = courses.staff(request.user, course)
    style = request.GET.get("style", "")
    chosen: Style = style if style in STYLES else "holdout"
    return Sheet(staff, Asked.from_query(request.GET), chosen)


def _name(sheet: Sheet, course: str) -> str:
    return f"gradebook-{course}" + ("" if sheet.style == "holdout" else f"-{sheet.style}")
