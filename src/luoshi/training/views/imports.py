"""Pages of imports: choose a timetable or a roster, see what it would do, apply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.common.downloads import workbook_response
from luoshi.common.forms import carry_out
from luoshi.common.rules import require
from luoshi.training import printing
from luoshi.training.actions import importing as actions
from luoshi.training.forms.classes import FileForm
from luoshi.training.queries import classes as queries
from luoshi.training.queries.importing import ASIDE, CHANGED, NEW, SAME, WRONG, clashes_among, steps_of
from luoshi.training.rules import RULES
from luoshi.training.states import ImportKind, ImportState

if TYPE_CHECKING:
    from django.http import FileResponse, HttpResponse

    from luoshi.accounts.http import SignedInRequest


@login_required
def start(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    if kind not in ImportKind.values:
        raise Http404
    shown = get_object_or_404(queries.classes_run_by(request.user), pk=pk)
    require(RULES, "class.import", request.user, shown)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        if made := carry_out(form, lambda: actions.start_import(shown, upload, kind=kind, by=request.user)):
            return redirect("training:import", made.pk)
    return render(request, "training/import_start.html", {"form": form, "training_class": shown, "kind": kind})


@login_required
@require_safe
def preview(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the file would do, row by row."""
    shown = get_object_or_404(queries.imports_visible_to(request.user).filter(state=ImportState.OPEN), pk=pk)
    require(RULES, "class.import", request.user, shown.training_class)
    steps = steps_of(shown)
    parts = [(kind, [step for step in steps if step.kind == kind]) for kind in (WRONG, ASIDE, NEW, CHANGED)]
    context = {"class_import": shown, "training_class": shown.training_class, "parts": parts}
    context["same"] = sum(1 for step in steps if step.kind == SAME)
    context["may_apply"] = {step.kind for step in steps} & {WRONG, NEW, CHANGED} in ({NEW}, {CHANGED}, {NEW, CHANGED})
    if shown.kind == ImportKind.TIMETABLE:
        context["clashes"] = clashes_among(steps, shown.training_class, seen_by=request.user)
    return render(request, "training/import_preview.html", context)


@login_required
@require_POST
def apply(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(queries.imports_visible_to(request.user), pk=pk)
    count = actions.apply_import(shown, by=request.user)
    messages.success(request, _("已导入%(count)s行。") % {"count": count})
    is_roster = shown.kind == ImportKind.ROSTER
    return redirect("training:roster" if is_roster else "training:class", shown.training_class_id)


@login_required
@require_POST
def drop(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(queries.imports_visible_to(request.user), pk=pk)
    actions.drop_import(shown, by=request.user)
    messages.info(request, _("已放弃这次导入，什么也没有改动。"))
    return redirect("training:class", shown.training_class_id)


@login_required
@require_safe
def template(request: SignedInRequest, kind: str) -> FileResponse:
    """An empty workbook with the columns that the import reads."""
    if kind not in ImportKind.values:
        raise Http404
    return workbook_response(printing.template_workbook(kind), name=f"{ImportKind(kind).label}.xlsx")
