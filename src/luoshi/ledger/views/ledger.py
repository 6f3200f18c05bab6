"""The ledger page: the list with its filters, saved views, columns, and steps for many measures at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.common import clock
from luoshi.common.paging import page_of
from luoshi.common.rules import require
from luoshi.ledger.actions.keeping_views import choose_columns, remove_view, save_view
from luoshi.ledger.forms.filters import ColumnsForm, FilterForm, SaveViewForm, wanted_of
from luoshi.ledger.queries import ledger as queries
from luoshi.ledger.queries.passing import passing
from luoshi.ledger.rules import RULES

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest
    from luoshi.ledger.queries.filters import LedgerFilter


BUTTONS = 4
"""So many steps stand as buttons below the list, the rest in a menu."""


@login_required
@require_safe
def ledger(request: SignedInRequest) -> HttpResponse:
    """The measures that one sees and that pass the filters of the address."""
    require(RULES, "ledger.see", request.user)
    form = FilterForm(request.GET, user=request.user)
    part = "ledger/ledger.html#list" if request.htmx else "ledger/ledger.html"
    return render(request, part, {"form": form} | _list_context(request, form.wanted()))


@login_required
@require_POST
def save(request: SignedInRequest) -> HttpResponse:
    """Keep the view as it stands under a name."""
    require(RULES, "ledger.see", request.user)
    query = wanted_of(request.user, request.POST.get("query", "")).query
    form = SaveViewForm(request.POST)
    if form.is_valid():
        is_shared = form.cleaned_data["is_shared"]
        view = save_view(form.cleaned_data["name"], query, is_shared=is_shared, by=request.user)
        messages.success(request, _("已保存视图“%(name)s”。") % {"name": view})
    else:
        messages.error(request, _("请给视图起一个名称。"))
    return redirect(f"{reverse('ledger:ledger')}?{query}")


@login_required
@require_POST
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    view = get_object_or_404(queries.views_visible_to(request.user), pk=pk)
    remove_view(view, by=request.user)
    messages.success(request, _("已删除视图“%(name)s”。") % {"name": view})
    return redirect("ledger:ledger")


@login_required
@require_POST
def columns(request: SignedInRequest) -> HttpResponse:
    """Show these columns from now on."""
    require(RULES, "ledger.see", request.user)
    form = ColumnsForm(request.POST)
    choose_columns(form.cleaned_data["columns"] if form.is_valid() else (), by=request.user)
    return redirect(f"{reverse('ledger:ledger')}?{wanted_of(request.user, request.POST.get('query', '')).query}")


def _list_context(request: SignedInRequest, wanted: LedgerFilter) -> dict[str, Any]:
    user, today = request.user, clock.today()
    chosen = queries.columns_of(user)
    found = passing(user, wanted)
    counts = queries.counts_of(passing(user, wanted.but(light="")), wanted, today, by=user)
    page = page_of(request, queries.rows_of(found, wanted, today), count=counts.shown)
    groups = queries.group_counts(found, wanted, today)
    rows = queries.lines_of(page, chosen, user=user, wanted=wanted, groups=groups, none_label=_("未定"))
    bulk_steps = queries.bulk_steps(rows)
    return {
        "wanted": wanted,
        "q": wanted.q,
        "counts": counts,
        "page": page,
        "rows": rows,
        "headings": queries.headings_of(chosen, wanted),
        "bulk_steps": bulk_steps,
        "has_more_steps": len(bulk_steps) > BUTTONS or any(offer.by_paper for offer in bulk_steps),
        "views": queries.views_visible_to(user),
        "columns_form": ColumnsForm(initial={"columns": [column.name for column in chosen]}),
        "save_form": SaveViewForm(),
    }
