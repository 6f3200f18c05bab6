"""The ledger as a file: exactly what the page shows, all pages of the filter, in its order and columns.

A file of many rows is made in the background, with a page that tells how far it is.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.common import clock
from luoshi.common.downloads import CONTENT_TYPES, file_response, harden
from luoshi.common.rules import require
from luoshi.ledger import tasks
from luoshi.ledger.actions import exporting
from luoshi.ledger.forms.filters import wanted_of
from luoshi.ledger.queries import ledger as queries
from luoshi.ledger.queries.passing import exports_of, passing
from luoshi.ledger.rules import RULES
from luoshi.ledger.states import ExportKind

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpResponseBase

    from luoshi.accounts.http import SignedInRequest

ROWS_AT_ONCE = 3_000
"""More rows than that take more than a second or two: they are made in the background."""


@login_required
@require_safe
def xlsx(request: SignedInRequest) -> HttpResponseBase:
    """The list as a workbook."""
    return _given_out(request, ExportKind.XLSX)


@login_required
@require_safe
def plain_csv(request: SignedInRequest) -> HttpResponseBase:
    """The list as comma-separated values."""
    return _given_out(request, ExportKind.CSV)


@login_required
@require_safe
def export(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """How far a file has come; asked again until it is there."""
    require(RULES, "ledger.see", request.user)
    shown = get_object_or_404(exports_of(request.user), pk=pk)
    part = "ledger/export.html#progress" if request.htmx else "ledger/export.html"
    return render(request, part, {"export": shown})


@login_required
@require_safe
def export_file(request: SignedInRequest, pk: int) -> FileResponse:
    require(RULES, "ledger.see", request.user)
    shown = get_object_or_404(exports_of(request.user).exclude(file=None), pk=pk)
    if shown.file is None:
        raise Http404
    return file_response(shown.file, name=_name(ExportKind(shown.kind), timezone.localdate(shown.at)))


def _given_out(request: SignedInRequest, kind: ExportKind) -> HttpResponseBase:
    """The file, or the page on which it will be found."""
    require(RULES, "ledger.see", request.user)
    columns = queries.columns_of(request.user)
    wanted = wanted_of(request.user, request.META.get("QUERY_STRING", ""))
    total = passing(request.user, wanted).count()
    if total > ROWS_AT_ONCE:
        made, is_new = exporting.start_export(kind, wanted.query, columns, total=total, by=request.user)
        if is_new:
            tasks.make_export.enqueue(made.pk)
        return redirect("ledger:export", made.pk)
    content = exporting.content_of(kind, wanted, columns, by=request.user)
    name, content_type = _name(kind, clock.today()), CONTENT_TYPES[kind]
    return harden(FileResponse(BytesIO(content), as_attachment=True, filename=name, content_type=content_type))


def _name(kind: ExportKind, day: date) -> str:
    return _("台账%(day)s.%(kind)s") % {"day": day.isoformat(), "kind": kind.value}
