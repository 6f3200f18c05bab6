"""Pages of the import of an office's own ledger: choose a workbook, match columns once, see, take over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.common.forms import carry_out
from luoshi.common.numbers import whole
from luoshi.common.rules import require
from luoshi.ledger.queries.names import unknown_parts
from luoshi.summing_up.actions import imports as actions
from luoshi.summing_up.forms.imports import DEFAULT_STATE, STATE_CHOICES, MatchForm, StartForm
from luoshi.summing_up.queries import imports as queries
from luoshi.summing_up.rules import RULES
from luoshi.summing_up.states import LedgerField, RowKind, TakeoverState

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest


@login_required
def start(request: SignedInRequest) -> HttpResponse:
    """Choose a workbook, and the plan it goes into."""
    require(RULES, "imports.see", request.user)
    form = StartForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        upload = given.pop("file")
        if made := carry_out(form, lambda: actions.start_import(upload, by=request.user, **given)):
            return redirect("summing_up:import", made.pk)
    recent = queries.imports_visible_to(request.user)[:10]
    return render(request, "summing_up/import_start.html", {"form": form, "recent": recent})


@login_required
@require_safe
def preview(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the columns mean, and what every row would do."""
    shown = get_object_or_404(queries.imports_visible_to(request.user).filter(state=TakeoverState.OPEN), pk=pk)
    plan = queries.plan_of(shown)
    wanted = request.GET.get("show", "")
    kind = RowKind(wanted) if wanted in RowKind.values else next((k for k in RowKind if plan.of(k)), RowKind.NEW)
    context = {
        "import": shown,
        "plan": plan,
        "kind": kind,
        "tabs": [(k, len(plan.of(k))) for k in RowKind],
        "page": Paginator(plan.of(kind), 50).get_page(request.GET.get("page")),
        "fields": LedgerField.choices,
        "states": STATE_CHOICES,
        "default_state": shown.default_state or DEFAULT_STATE,
    }
    return render(request, "summing_up/import.html", context)


@login_required
@require_POST
def match(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say what columns, words and names mean."""
    shown = get_object_or_404(queries.imports_visible_to(request.user), pk=pk)
    form = MatchForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    actions.match(shown, form.matching(), by=request.user, seen=form.cleaned_data["version"])
    return redirect("summing_up:import", shown.pk)


@login_required
@require_POST
def apply(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take the ledger over."""
    shown = get_object_or_404(queries.imports_visible_to(request.user), pk=pk)
    version = request.POST.get("version", "")
    plan = actions.apply_import(shown, by=request.user, seen=whole(version))
    messages.success(request, _("已导入到“%(plan)s”。") % {"plan": plan.name})
    if unknown_parts(plan).exists():
        return redirect("ledger:plan_names", plan.pk)
    return redirect(f"{reverse('ledger:ledger')}?plan={plan.pk}")


@login_required
@require_POST
def drop(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(queries.imports_visible_to(request.user), pk=pk)
    actions.drop_import(shown, by=request.user)
    messages.info(request, _("已放弃这次导入，什么也没有改动。"))
    return redirect("summing_up:imports")
