"""The addresses of what came out."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from .api import learning as api_learning
from .api import table as api_table
from .views import (
    calendar,
    cell,
    comparing,
    exporting,
    importing,
    items,
    learning,
    log,
    marking,
    messaging,
    policy,
    regrading,
    seeing,
    table,
)

app_name = "gradebook"

COURSE = "courses/<slug:course>/"
BOOK = f"{COURSE}gradebook/"
CELL = f"{BOOK}<uuid:enrolment_id>/<slug:item>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(COURSE, learning.course, name="course"),
    path(f"{COURSE}grades/", learning.grades, name="grades"),
    path(f"{COURSE}grades/what-if/", learning.what_if, name="what_if"),
    path(f"{COURSE}grades/<slug:item>/", learning.grade, name="grade"),
    path(BOOK, table.gradebook, name="gradebook"),
    path(f"{COURSE}gradebook.csv", exporting.gradebook_csv, name="gradebook_csv"),
    path(f"{COURSE}gradebook.xlsx", exporting.gradebook_xlsx, name="gradebook_xlsx"),
    path(f"{BOOK}policy/", policy.policy, name="policy"),
    path(f"{BOOK}log/", log.log, name="log"),
    path(f"{BOOK}import/", importing.imports, name="imports"),
    path(f"{BOOK}import/<uuid:import_id>/", importing.dry_run, name="import"),
    path(f"{BOOK}import/<uuid:import_id>/decide/", importing.decide_import, name="decide_import"),
    path(f"{BOOK}message/", messaging.message, name="message"),
    path(f"{BOOK}regrades/<uuid:regrade_id>/", regrading.regrade, name="regrade"),
    path(f"{BOOK}regrades/<uuid:regrade_id>/apply/", regrading.apply, name="apply_regrade"),
    path(f"{BOOK}alike/<uuid:comparison_id>/", comparing.comparison, name="comparison"),
    path(f"{BOOK}alike/<uuid:comparison_id>/<int:number>/", comparing.pair, name="pair"),
    path(f"{BOOK}work/<uuid:work_id>/", marking.marking, name="marking"),
    path(f"{BOOK}work/<uuid:work_id>/mark/", marking.mark, name="mark"),
    path(f"{BOOK}work/<uuid:work_id>/remark/", marking.comment, name="remark"),
    path(f"{BOOK}statistics/", seeing.statistics, name="statistics"),
    path(f"{BOOK}<uuid:enrolment_id>/", table.learner, name="learner"),
    path(CELL, cell.cell, name="cell"),
    path(f"{CELL}adjust/", cell.adjust_cell, name="adjust"),
    path(f"{CELL}relieve/", cell.relieve_cell, name="relieve"),
    path(f"{BOOK}<slug:item>/", items.item, name="item"),
    path(f"{BOOK}<slug:item>/release/", items.release, name="release"),
    path(f"{BOOK}<slug:item>/regrade/", regrading.begin, name="begin_regrade"),
    path(f"{BOOK}<slug:item>/compare/", comparing.ask, name="compare"),
    path("calendar/<str:token>.ics", calendar.feed, name="calendar"),
    path(f"api/v1/{COURSE}", api_learning.CourseDetail.as_view(), name="api_course"),
    path(f"api/v1/{COURSE}grades/", api_learning.GradesDetail.as_view(), name="api_grades"),
    path(f"api/v1/{BOOK}", api_table.GradebookDetail.as_view(), name="api_gradebook"),
    path(f"api/v1/{CELL}", api_table.CellDetail.as_view(), name="api_cell"),
]
