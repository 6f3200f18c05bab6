"""The page of suspect sources: old and new words side by side, confirm or follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.common.numbers import whole
from luoshi.common.paging import page_of
from luoshi.common.rules import require
from luoshi.ledger.actions.commenting import settle_source
from luoshi.ledger.actions.suspects import follow_change
from luoshi.ledger.queries import suspects as queries
from luoshi.ledger.rules import RULES

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest


@login_required
@require_safe
def suspects(request: SignedInRequest) -> HttpResponse:
    """The sources whose words have changed, of the measures that one sees."""
    require(RULES, "ledger.see", request.user)
    page = page_of(request, queries.with_measures(queries.suspects_visible_to(request.user)), size=25)
    return render(request, "ledger/suspects.html", {"page": page, "suspects": queries.shown(list(page), request.user)})


@login_required
@require_POST
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    """The measure stands as it is, whatever the new words are."""
    visible = queries.suspects_visible_to(request.user).select_related("measure__plan__owner")
    source = settle_source(get_object_or_404(visible, pk=pk), by=request.user)
    messages.success(request, _("已确认%(code)s的出处。") % {"code": source.measure.code})
    return redirect("ledger:suspects")


@login_required
@require_POST
def follow(request: SignedInRequest, pk: int) -> HttpResponse:
    """From now on the measure stands on the new words."""
    visible = queries.suspects_visible_to(request.user).select_related("measure__plan__owner")
    source = get_object_or_404(visible, pk=pk)
    change = get_object_or_404(queries.changes_of(source, request.user), pk=whole(request.POST.get("change")) or 0)
    source = follow_change(source, change, by=request.user)
    messages.success(request, _("%(code)s改引新版条款。") % {"code": source.measure.code})
    return redirect("ledger:suspects")
