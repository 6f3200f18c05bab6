"""Pages of sessions: one session, its facts, its papers, who was away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.common import history
from luoshi.common.downloads import file_response
from luoshi.common.forms import carry_out
from luoshi.common.numbers import whole, wholes
from luoshi.common.rules import require
from luoshi.training.actions import sessions as actions
from luoshi.training.actions.attending import enter_absences
from luoshi.training.forms.classes import FileForm, SessionForm
from luoshi.training.models import Material
from luoshi.training.queries import classes as queries
from luoshi.training.queries.planning import clashes_with
from luoshi.training.rules import RULES
from luoshi.training.views.frame import frame_of
from luoshi.training.views.study import study_of

if TYPE_CHECKING:
    from django.http import FileResponse, HttpResponse

    from luoshi.accounts.http import SignedInRequest


@login_required
@require_safe
def session(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(queries.sessions_visible_to(request.user), pk=pk)
    context = frame_of(shown.training_class, request.user, place="week")
    context |= {
        "session": shown,
        "materials": shown.materials.all(),
        **study_of(shown, request.user, wanted_group=request.GET.get("group", "")),
    }
    if context["may"]["session_change"]:
        context["clashes"] = clashes_with(shown.training_class, [shown], seen_by=request.user)
        context["file_form"] = FileForm()
    if context["may"]["absence_see"]:
        context["absences"] = shown.absences.select_related("trainee")
        context["entries"] = history.entries_of(shown).order_by("-number")[:20]
    return render(request, "training/session.html", context)


@login_required
def add(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(queries.classes_visible_to(request.user), pk=pk)
    require(RULES, "session.change", request.user, shown)
    form = SessionForm(request.POST or None, training_class=shown)
    if request.method == "POST" and form.is_valid():
        facts = _facts(form)
        if made := carry_out(form, lambda: actions.add_session(shown, by=request.user, **facts)):
            messages.success(request, _("已保存“%(title)s”。") % {"title": made.title})
            return redirect("training:class", pk)
    return render(request, "training/session_form.html", {"form": form, "training_class": shown})


@login_required
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(queries.sessions_visible_to(request.user), pk=pk)
    require(RULES, "session.change", request.user, shown.training_class)
    initial = {"version": shown.version}
    form = SessionForm(request.POST or None, instance=shown, initial=initial, training_class=shown.training_class)
    if request.method == "POST" and form.is_valid():
        seen, facts = form.cleaned_data["version"], _facts(form)
        if kept := carry_out(form, lambda: actions.change_session(shown, seen=seen, by=request.user, **facts)):
            messages.success(request, _("已保存“%(title)s”。") % {"title": kept.title})
            return redirect("training:class", kept.training_class_id)
    context = {"form": form, "training_class": shown.training_class, "session": shown}
    return render(request, "training/session_form.html", context)


@login_required
@require_safe
def clashes(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the session as typed so far would clash with; it can be saved all the same."""
    shown = get_object_or_404(queries.classes_visible_to(request.user), pk=pk)
    require(RULES, "session.change", request.user, shown)
    number = whole(request.GET.get("session", ""))
    changed = shown.sessions.filter(pk=number).first() if number else None
    planned = SessionForm(request.GET, training_class=shown).planned(shown, instead_of=changed)
    found = clashes_with(shown, [planned], seen_by=request.user) if planned else []
    return render(request, "training/session_clashes.html", {"is_timed": planned is not None, "clashes": found})


@login_required
@require_POST
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(queries.sessions_visible_to(request.user), pk=pk)
    actions.remove_session(shown, by=request.user)
    messages.success(request, _("已删除“%(title)s”。") % {"title": shown.title})
    return redirect("training:class", shown.training_class_id)


@login_required
def absences(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who was away and why: all trainees of the class, those ticked with their reason."""
    shown = get_object_or_404(queries.sessions_visible_to(request.user), pk=pk)
    require(RULES, "absence.enter", request.user, shown.training_class)
    if request.method == "POST":
        away = wholes(request.POST.getlist("away"))
        reasons = {number: request.POST.get(f"reason-{number}", "") for number in away}
        count = enter_absences(shown, reasons, by=request.user)
        messages.success(request, _("已保存，%(count)s处有变化。") % {"count": count})
        return redirect("training:session", pk)
    held = dict(shown.absences.values_list("trainee_id", "reason"))
    rows = [(one, held.get(one.pk, "")) for one in queries.trainees_of(shown.training_class)]
    context = frame_of(shown.training_class, request.user, place="week") | {"session": shown, "rows": rows}
    return render(request, "training/absences.html", context)


@login_required
@require_POST
def add_material(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(queries.sessions_visible_to(request.user), pk=pk)
    require(RULES, "session.change", request.user, shown.training_class)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        actions.add_material(shown, form.cleaned_data["file"], by=request.user)
        messages.success(request, _("已添加资料。"))
    return redirect("training:session", pk)


@login_required
@require_safe
def material(request: SignedInRequest, pk: int) -> FileResponse:
    visible = Material.objects.filter(session__in=queries.sessions_visible_to(request.user))
    shown = get_object_or_404(visible.select_related("file"), pk=pk)
    return file_response(shown.file, name=shown.name)


@login_required
@require_POST
def remove_material(request: SignedInRequest, pk: int) -> HttpResponse:
    visible = Material.objects.filter(session__in=queries.sessions_visible_to(request.user))
    shown = get_object_or_404(visible.select_related("session__training_class__owner"), pk=pk)
    actions.remove_material(shown, by=request.user)
    return redirect("training:session", shown.session_id)


def _facts(form: SessionForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in (*actions.FIELDS, "documents")}
