"""Pages of the import of units: choose a workbook, see what would change, apply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.common.downloads import workbook_response
from luoshi.common.forms import carry_out
from luoshi.common.numbers import wholes
from luoshi.common.rules import require
from luoshi.units.actions import roster as actions
from luoshi.units.forms import ImportForm
from luoshi.units.queries import roster
from luoshi.units.queries.units import units_visible_to
from luoshi.units.rules import RULES

if TYPE_CHECKING:
    from django.http import FileResponse, HttpResponse

    from luoshi.accounts.http import SignedInRequest


@login_required
def start(request: SignedInRequest, pk: int) -> HttpResponse:
    """Choose a workbook for the units below the one named."""
    top = get_object_or_404(units_visible_to(request.user), pk=pk)
    require(RULES, "unit.import", request.user, top)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        if made := carry_out(form, lambda: actions.start_import(upload, top=top, by=request.user)):
            return redirect("units:import", made.pk)
    return render(request, "units/import_start.html", {"form": form, "unit": top})


@login_required
@require_safe
def preview(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the workbook would do, row by row."""
    unit_import = get_object_or_404(roster.open_imports(roster.imports_visible_to(request.user)), pk=pk)
    plan = roster.plan_of(unit_import)
    groups = [(kind, plan.of(kind)) for kind in ("wrong", "new", "moved", "changed")]
    context = {"unit_import": unit_import, "plan": plan, "groups": groups, "same": len(plan.of("same"))}
    return render(request, "units/import_preview.html", context)


@login_required
@require_POST
def apply(request: SignedInRequest, pk: int) -> HttpResponse:
    unit_import = get_object_or_404(roster.imports_visible_to(request.user), pk=pk)
    close = set(wholes(request.POST.getlist("close")))
    count = actions.apply_import(unit_import, digest=request.POST.get("digest", ""), close=close, by=request.user)
    messages.success(request, _("已导入，%(count)s个单位有变化。") % {"count": count})
    return redirect("units:unit", unit_import.top_id)


@login_required
@require_POST
def drop(request: SignedInRequest, pk: int) -> HttpResponse:
    unit_import = get_object_or_404(roster.imports_visible_to(request.user), pk=pk)
    actions.drop_import(unit_import, by=request.user)
    messages.info(request, _("已放弃这次导入，什么也没有改动。"))
    return redirect("units:unit", unit_import.top_id)


@login_required
@require_safe
def export(request: SignedInRequest, pk: int) -> FileResponse:
    """The units below the one named, as a workbook that can be imported again."""
    top = get_object_or_404(units_visible_to(request.user), pk=pk)
    return workbook_response(roster.roster_workbook(top), name=f"{top.name}-{_('单位')}.xlsx")


@login_required
@require_safe
def template(request: SignedInRequest) -> FileResponse:
    """An empty workbook with the columns that the import reads."""
    return workbook_response(roster.roster_workbook(None), name=_("单位导入模板.xlsx"))
