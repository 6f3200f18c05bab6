"""The report of a class as page, Word and PDF."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.common.downloads import CONTENT_TYPES, harden
from luoshi.common.rules import require
from luoshi.training import printing
from luoshi.training.queries import classes as queries
from luoshi.training.queries.reports import report_of
from luoshi.training.rules import RULES
from luoshi.training.views.frame import frame_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest

MAKERS = {"docx": printing.report_docx, "pdf": printing.report_pdf}


@login_required
@require_safe
def report(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(queries.classes_run_by(request.user), pk=pk)
    require(RULES, "class.report", request.user, shown)
    context = frame_of(shown, request.user, place="report") | {"report": report_of(shown)}
    return render(request, "training/report.html", context)


@login_required
@require_safe
def report_file(request: SignedInRequest, pk: int, kind: str) -> FileResponse:
    if kind not in MAKERS:
        raise Http404
    shown = get_object_or_404(queries.classes_run_by(request.user), pk=pk)
    require(RULES, "class.report", request.user, shown)
    content = MAKERS[kind](report_of(shown))
    name = f"{shown.title}-{_('培训总结')}.{kind}"
    return harden(FileResponse(BytesIO(content), as_attachment=True, filename=name, content_type=CONTENT_TYPES[kind]))
