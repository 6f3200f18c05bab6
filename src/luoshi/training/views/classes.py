"""Pages of classes: the list, one class with its week, its facts, its timetable on paper, its history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.common import history
from luoshi.common.forms import carry_out
from luoshi.common.paging import page_of
from luoshi.common.rules import require
from luoshi.training.actions import classes as actions
from luoshi.training.forms.classes import ClassForm, FileForm
from luoshi.training.queries import classes as queries
from luoshi.training.queries.planning import clashes_of
from luoshi.training.rules import RULES
from luoshi.training.states import CLASS_MOVES
from luoshi.training.views.frame import frame_of
from luoshi.training.views.new_classes import take_kept

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest


@login_required
@require_safe
def classes(request: SignedInRequest) -> HttpResponse:
    """The classes that one sees, and what one's unit is still to answer."""
    shown = queries.with_counts(queries.classes_visible_to(request.user))
    context = {
        "classes": page_of(request, shown),
        "owners": queries.owners_for(request.user),
        "call_ups": queries.open_call_ups_of(request.user)[:50],
        "answered_call_ups": queries.answered_call_ups_of(request.user)[:50],
        "taught": queries.sessions_taught_by(request.user)[:50],
    }
    return render(request, "training/classes.html", context)


@login_required
def add(request: SignedInRequest, pk: int) -> HttpResponse:
    owner = get_object_or_404(queries.owners_for(request.user), pk=pk)
    form = ClassForm(request.POST or None, owner=owner, viewer=request.user)
    if request.method == "POST" and form.is_valid():
        facts = _facts(form)
        if made := carry_out(form, lambda: actions.add_class(owner, by=request.user, **facts)):
            messages.success(request, _("已设立。接下来编排课表、录入学员。"))
            return take_kept(request, made, form.cleaned_data["timetable"])
    return render(request, "training/class_form.html", {"form": form, "owner": owner, "file_form": FileForm()})


@login_required
@require_safe
def training_class(request: SignedInRequest, pk: int) -> HttpResponse:
    """The week of a class."""
    shown = get_object_or_404(queries.classes_visible_to(request.user), pk=pk)
    context = frame_of(shown, request.user, place="week")
    context["sessions"] = queries.sessions_of(shown)
    context["clashes"] = clashes_of(shown, seen_by=request.user) if context["may"]["session_change"] else []
    context["is_headless"] = context["may"]["class_change"] and not queries.is_headed(shown)
    context["own"] = queries.trainees_of(shown).filter(user=request.user).first()
    context["documents"] = shown.documents.all()
    return render(request, "training/class.html", context)


@login_required
@require_safe
def timetable(request: SignedInRequest, pk: int) -> HttpResponse:
    """The timetable as it is hung on the wall."""
    shown = get_object_or_404(queries.classes_visible_to(request.user), pk=pk)
    context = {"training_class": shown, "sessions": queries.sessions_of(shown)}
    return render(request, "training/timetable.html", context)


@login_required
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(queries.classes_visible_to(request.user), pk=pk)
    require(RULES, "class.change", request.user, shown)
    initial = {"version": shown.version}
    form = ClassForm(request.POST or None, instance=shown, initial=initial, owner=shown.owner, viewer=request.user)
    if request.method == "POST" and form.is_valid():
        seen, facts = form.cleaned_data["version"], _facts(form)
        facts["class_head"] = facts["class_head"] or request.user
        if carry_out(form, lambda: actions.change_class(shown, seen=seen, by=request.user, **facts)):
            messages.success(request, _("已保存。"))
            return redirect("training:class", pk)
    return render(request, "training/class_form.html", {"form": form, "training_class": shown})


@login_required
@require_POST
def move(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    shown = get_object_or_404(queries.classes_visible_to(request.user), pk=pk)
    if verb not in CLASS_MOVES:
        raise Http404
    actions.move_class(shown, verb, by=request.user)
    messages.success(request, _("已保存。"))
    return redirect("training:class", pk)


@login_required
@require_POST
def announce(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(queries.classes_visible_to(request.user), pk=pk)
    count = actions.announce(shown, by=request.user)
    messages.success(request, _("已向%(count)s名有账号的学员发布课表；此后课程有调整时会通知他们。") % {"count": count})
    return redirect("training:class", pk)


@login_required
@require_safe
def class_history(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(queries.classes_visible_to(request.user), pk=pk)
    require(RULES, "class.history", request.user, shown)
    context = frame_of(shown, request.user, place="history")
    context["entries"] = page_of(request, history.entries_of(shown).order_by("-number"))
    return render(request, "training/history.html", context)


def _facts(form: ClassForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in (*actions.FIELDS, "documents")}
