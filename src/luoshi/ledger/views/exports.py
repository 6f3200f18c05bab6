"""The ledger as a file: exactly what the page shows, all pages of the filter, in its order and columns."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import FileResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.common import clock
from luoshi.common.downloads import harden, workbook_response
from luoshi.common.rules import require
from luoshi.ledger.queries import ledger as queries
from luoshi.ledger.queries.indicators import results_of
from luoshi.ledger.rules import RULES
from luoshi.ledger.sheets import as_csv, as_xlsx
from luoshi.ledger.views.ledger import passing, wanted_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from luoshi.accounts.http import SignedInRequest
    from luoshi.ledger.models import Measure
    from luoshi.ledger.queries.columns import Column

CHUNK = 2_000
CSV = "text/csv; charset=utf-8"


@login_required
@require_safe
def xlsx(request: SignedInRequest) -> FileResponse:
    """The list as a workbook."""
    require(RULES, "ledger.see", request.user)
    columns = queries.columns_of(request.user)
    wanted = wanted_of(request.user, request.META.get("QUERY_STRING", ""))
    results = results_of(passing(request.user, wanted))
    content = as_xlsx(_measures(request, columns), columns, title=_("台账"), results=results)
    return workbook_response(content, name=_("台账%(day)s.xlsx") % {"day": clock.today().isoformat()})


@login_required
@require_safe
def plain_csv(request: SignedInRequest) -> FileResponse:
    """The list as comma-separated values."""
    require(RULES, "ledger.see", request.user)
    columns = queries.columns_of(request.user)
    content = as_csv(_measures(request, columns), columns)
    name = _("台账%(day)s.csv") % {"day": clock.today().isoformat()}
    return harden(FileResponse(BytesIO(content), as_attachment=True, filename=name, content_type=CSV))


def _measures(request: SignedInRequest, columns: Sequence[Column]) -> Iterator[Measure]:
    wanted = wanted_of(request.user, request.META.get("QUERY_STRING", ""))
    rows = queries.sheet_rows_of(passing(request.user, wanted), wanted, clock.today(), columns)
    return rows.iterator(chunk_size=CHUNK)
