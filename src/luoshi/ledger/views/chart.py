"""The construction chart: measures over an axis of time, as a page and as a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.common import clock
from luoshi.common.downloads import workbook_response
from luoshi.common.paging import page_of
from luoshi.common.rules import require
from luoshi.ledger.chart_sheets import as_xlsx
from luoshi.ledger.forms.filters import ChartForm
from luoshi.ledger.queries import chart as queries
from luoshi.ledger.queries.ledger import group_counts
from luoshi.ledger.queries.passing import passing
from luoshi.ledger.rules import RULES
from luoshi.ledger.timetables import Scale
from luoshi.ledger.views.whole import WHOLE_AT_MOST

if TYPE_CHECKING:
    from django.http import FileResponse, HttpResponse

    from luoshi.accounts.http import SignedInRequest


@login_required
@require_safe
def chart(request: SignedInRequest) -> HttpResponse:
    """The measures of the filter as rows; with `whole` all of them on one page, to print."""
    require(RULES, "ledger.see", request.user)
    form = ChartForm(request.GET, user=request.user)
    part = "ledger/chart.html#chart" if request.htmx else "ledger/chart.html"
    return render(request, part, {"form": form} | _context(request, form))


@login_required
@require_safe
def chart_xlsx(request: SignedInRequest) -> FileResponse:
    """All rows of the chart as a workbook, a column for each period."""
    require(RULES, "ledger.see", request.user)
    form = ChartForm(request.GET, user=request.user)
    today, wanted = clock.today(), form.wanted()
    found = passing(request.user, wanted)
    axis = queries.axis_of(found, form.scope(), today)
    groups = group_counts(found, wanted, today)
    rows = queries.rows_of(found, wanted, today).iterator(chunk_size=500)
    lines = queries.lines_of(rows, axis, wanted=wanted, groups=groups, none_label=_("未定"), today=today)
    content = as_xlsx(lines, axis, told=form.told(), today=today)
    return workbook_response(content, name=_("施工图%(day)s.xlsx") % {"day": today.isoformat()})


def _context(request: SignedInRequest, form: ChartForm) -> dict[str, Any]:
    today, wanted = clock.today(), form.wanted()
    found = passing(request.user, wanted)
    axis = queries.axis_of(found, form.scope(), today)
    is_whole = bool(request.GET.get("whole"))
    page = page_of(request, queries.rows_of(found, wanted, today), size=WHOLE_AT_MOST if is_whole else 50)
    groups = group_counts(found, wanted, today)
    return {
        "wanted": wanted,
        "span": form.scope(),
        "page": page,
        "lines": queries.lines_of(page, axis, wanted=wanted, groups=groups, none_label=_("未定"), today=today),
        "axis": axis,
        "scale": Scale(axis.scale).name.lower(),
        "ticks": queries.ticks_of(axis),
        "today_at": queries.place_of(today, axis),
        "is_whole": is_whole,
        "most": WHOLE_AT_MOST,
    }
