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
    from collections.abc import Iterator

    from luoshi.accounts.http import SignedInRequest
    from luoshi.ledger.models import Measure

CHUNK = 500
CSV = "text/csv; charset=utf-8"


@login_required
@require_safe
def xlsx(request: SignedInRequest) -> FileResponse:
    """The list as a workbook."""
    require(RULES, "ledger.see", request.user)
    wanted = wanted_of(request.user, request.META.get("QUERY_STRING", ""))
    results = results_of(passing(request.user, wanted))
    content = as_xlsx(_measures(request), queries.columns_of(request.user), title=_("台账"), results=results)
    return workbook_response(content, name=_("台账%(day)s.xlsx") % {"day": clock.today().isoformat()})


@login_required
@require_safe
def plain_csv(request: SignedInRequest) -> FileResponse:
    """The list as comma-separated values."""
    require(RULES, "ledger.see", request.user)
    content = as_csv(_measures(request), queries.columns_of(request.user))
    name = _("台账%(day)s.csv") % {"day": clock.today().isoformat()}
    return harden(FileResponse(BytesIO(content), as_attachment=True, filename=name, content_type=CSV))


def _measures(request: SignedInRequest) -> Iterator[Measure]:
    wanted = wanted_of(request.user, request.META.get("QUERY_STRING", ""))
    return queries.rows_of(passing(request.user, wanted), wanted, clock.today()).iterator(chunk_size=CHUNK)
