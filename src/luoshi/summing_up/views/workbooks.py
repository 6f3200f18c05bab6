"""Pages of the workbooks that go out: per plan and unit, packed for all, announced to liaisons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.common.downloads import file_response, workbook_response
from luoshi.common.paging import page_of
from luoshi.common.rules import allows, require
from luoshi.ledger.queries.measures import plans_visible_to
from luoshi.summing_up import tasks
from luoshi.summing_up.actions import parcels as actions
from luoshi.summing_up.forms.batches import UploadForm
from luoshi.summing_up.queries import workbooks as queries
from luoshi.summing_up.queries.batches import batches_visible_to
from luoshi.summing_up.rules import RULES
from luoshi.units.models import Unit

if TYPE_CHECKING:
    from django.http import FileResponse, HttpResponse

    from luoshi.accounts.http import SignedInRequest


@login_required
@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """Everything that goes out and comes back: own units or supervised plans, the place to hand in, recent batches."""
    require(RULES, "workbooks.see", request.user)
    context = {
        "form": UploadForm(),
        "plans": queries.supervised_plans(request.user)[:20],
        "own_units": queries.own_units(request.user),
        "page": page_of(request, batches_visible_to(request.user), size=25),
        "may_import": allows(RULES, "imports.see", request.user),
    }
    return render(request, "summing_up/workbooks.html", context)


@login_required
@require_safe
def plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """The units of a plan that have something to fill in, each with its workbook."""
    shown = get_object_or_404(queries.supervised_plans(request.user), pk=pk)
    page = page_of(request, queries.units_to_fill(shown), size=100)
    latest = queries.parcels_visible_to(request.user).filter(plan=shown).first()
    context = {"plan": shown, "page": page, "parcel": latest, "burden": queries.burden_of(shown)}
    return render(request, "summing_up/plan.html", context)


@login_required
@require_safe
def unit_workbook(request: SignedInRequest, unit_pk: int, pk: int | None = None) -> FileResponse:
    """The workbook of one unit, of one plan or of all, with the measures that the person sees."""
    unit = get_object_or_404(Unit, pk=unit_pk)
    require(RULES, "workbook.download", request.user, unit)
    shown = get_object_or_404(plans_visible_to(request.user), pk=pk) if pk else None
    parts = queries.parts_to_fill(request.user, unit, shown)
    if not parts.exists():
        raise Http404
    content = queries.unit_workbook(unit, parts, plan=shown)
    return workbook_response(content, name=queries.file_name(unit, shown))


@login_required
@require_POST
def start_parcel(request: SignedInRequest, pk: int) -> HttpResponse:
    """Have the workbooks of all units of a plan packed."""
    shown = get_object_or_404(queries.supervised_plans(request.user), pk=pk)
    made = actions.start_parcel(shown, by=request.user)
    tasks.make_parcel.enqueue(made.pk)
    return redirect("summing_up:plan", shown.pk)


@login_required
@require_safe
def parcel(request: SignedInRequest, pk: int) -> HttpResponse:
    """How far a parcel has come; asked again until it is there."""
    shown = get_object_or_404(queries.parcels_visible_to(request.user), pk=pk)
    return render(request, "summing_up/parcel.html", {"parcel": shown})


@login_required
@require_safe
def parcel_file(request: SignedInRequest, pk: int) -> FileResponse:
    """The packed workbooks."""
    shown = get_object_or_404(queries.parcels_visible_to(request.user).exclude(file=None), pk=pk)
    if shown.file is None:
        raise Http404
    return file_response(shown.file, name=f"{shown.plan.name[:60]}-{_('填报表')}.zip")


@login_required
@require_POST
def announce(request: SignedInRequest, pk: int) -> HttpResponse:
    """Tell the liaisons that their workbook can be fetched."""
    shown = get_object_or_404(queries.supervised_plans(request.user), pk=pk)
    told, silent = actions.announce(shown, by=request.user)
    messages.success(request, _("已通知%(told)s个单位的联络员。") % {"told": told})
    if silent:
        messages.warning(
            request, _("%(silent)s个单位还没有联络员账号，请下载填报表后用其他方式发送。") % {"silent": silent}
        )
    return redirect("summing_up:plan", shown.pk)
