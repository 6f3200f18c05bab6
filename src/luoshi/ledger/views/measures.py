"""Pages of one measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from luoshi.common import clock
from luoshi.ledger.queries.measures import measures_visible_to, with_light

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest


@login_required
@require_safe
def measure(request: SignedInRequest, pk: int) -> HttpResponse:
    """One measure: its words, parts, dates, truths and history."""
    visible = measures_visible_to(request.user).select_related("plan__owner", "accountable")
    shown = get_object_or_404(with_light(visible, clock.today()), pk=pk)
    return render(request, "ledger/measure.html", {"measure": shown, "parts": shown.parts.select_related("unit")})
