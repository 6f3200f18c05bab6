"""The whole filtered ledger on one page, to print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.common import clock
from luoshi.common.rules import require
from luoshi.ledger.forms.filters import FilterForm
from luoshi.ledger.queries import ledger as queries
from luoshi.ledger.queries.passing import passing
from luoshi.ledger.rules import RULES

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest

WHOLE_AT_MOST = 1000
"""So many rows one page to print holds; more of them are better off in a workbook."""


@login_required
@require_safe
def whole(request: SignedInRequest) -> HttpResponse:
    """Everything that passes the filter, in the columns and the order of the list."""
    require(RULES, "ledger.see", request.user)
    user, today = request.user, clock.today()
    form = FilterForm(request.GET, user=user)
    wanted, columns = form.wanted(), queries.columns_of(user)
    found = passing(user, wanted)
    groups = queries.group_counts(found, wanted, today)
    measures = queries.rows_of(found, wanted, today)[:WHOLE_AT_MOST]
    rows = queries.printed_lines(measures, columns, wanted=wanted, groups=groups, none_label=_("未定"))
    context = {
        "wanted": wanted,
        "told": form.told(),
        "columns": columns,
        "rows": rows,
        "count": found.count(),
        "most": WHOLE_AT_MOST,
    }
    return render(request, "ledger/whole.html", context)
