"""Pages of the roster: trainees, substitutes, call-ups and their answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.common.forms import carry_out
from luoshi.common.paging import page_of
from luoshi.common.rules import require
from luoshi.training.actions import trainees as actions
from luoshi.training.burden import burden_of_call_up
from luoshi.training.forms.trainees import AnswerForm, CallUpForm, ReasonForm, SubstituteForm, TraineeForm
from luoshi.training.models import Trainee
from luoshi.training.queries import classes as queries
from luoshi.training.rules import RULES
from luoshi.training.views.frame import frame_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest


@login_required
@require_safe
def roster(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(queries.classes_run_by(request.user), pk=pk)
    context = frame_of(shown, request.user, place="roster")
    context["trainees"] = page_of(request, queries.trainees_of(shown).order_by("pk"), size=100)
    context["left"] = shown.trainees.exclude(state="enrolled").select_related("unit")[:100]
    return render(request, "training/roster.html", context)


@login_required
def add(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(queries.classes_run_by(request.user), pk=pk)
    require(RULES, "trainee.change", request.user, shown)
    form = TraineeForm(request.POST or None, viewer=request.user)
    if request.method == "POST" and form.is_valid():
        made = carry_out(form, lambda: actions.enrol(shown, by=request.user, **form.facts()))
        if made:
            return redirect("training:roster", pk)
    context = {"form": form, "training_class": shown, "heading": _("添加学员")}
    return render(request, "training/trainee_form.html", context)


@login_required
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    trainee = get_object_or_404(queries.trainees_visible_to(request.user), pk=pk)
    require(RULES, "trainee.change", request.user, trainee.training_class)
    form = TraineeForm(request.POST or None, viewer=request.user, trainee=trainee)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"]
        if carry_out(form, lambda: actions.change_trainee(trainee, seen=seen, by=request.user, **form.facts())):
            return redirect("training:roster", trainee.training_class_id)
    context = {"form": form, "training_class": trainee.training_class, "trainee": trainee, "heading": trainee.name}
    return render(request, "training/trainee_form.html", context)


@login_required
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    trainee = get_object_or_404(queries.trainees_visible_to(request.user), pk=pk)
    require(RULES, "trainee.change", request.user, trainee.training_class)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if carry_out(form, lambda: actions.withdraw(trainee, reason=reason, by=request.user)):
            return redirect("training:roster", trainee.training_class_id)
    heading = _("%(name)s退出培训") % {"name": trainee.name}
    context = {"form": form, "training_class": trainee.training_class, "heading": heading}
    return render(request, "training/trainee_form.html", context)


@login_required
def substitute(request: SignedInRequest, pk: int) -> HttpResponse:
    known = Trainee.objects.select_related("training_class__owner", "unit")
    seen = queries.trainees_visible_to(request.user).values("pk"), queries.trainees_sent_by(request.user).values("pk")
    trainee = get_object_or_404(known.filter(Q(pk__in=seen[0]) | Q(pk__in=seen[1])), pk=pk)
    require(RULES, "trainee.substitute", request.user, trainee)
    form = SubstituteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        if made := carry_out(form, lambda: actions.substitute(trainee, by=request.user, **facts)):
            messages.success(request, _("%(old)s已换成%(new)s。") % {"old": trainee.name, "new": made.name})
            runs = RULES["roster.see"](request.user, trainee.training_class)
            return redirect("training:roster", trainee.training_class_id) if runs else redirect("training:classes")
    heading = _("替换%(name)s") % {"name": trainee.name}
    context = {"form": form, "training_class": trainee.training_class, "heading": heading}
    return render(request, "training/trainee_form.html", context)


@login_required
def call_ups(request: SignedInRequest, pk: int) -> HttpResponse:
    """Which units were asked, and who has answered."""
    shown = get_object_or_404(queries.classes_run_by(request.user), pk=pk)
    context = frame_of(shown, request.user, place="roster")
    form = CallUpForm(request.POST or None, owner=shown.owner)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        if made := carry_out(form, lambda: actions.call_up(shown, by=request.user, **facts)):
            messages.success(request, _("已向%(count)s个单位下达名额。") % {"count": len(made)})
            return redirect("training:call_ups", pk)
    context |= {"form": form, "call_ups": page_of(request, shown.call_ups.select_related("unit"))}
    return render(request, "training/call_ups.html", context)


@login_required
@require_safe
def call_up_burden(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the call-up as typed so far asks of the units, shown before it is sent."""
    shown = get_object_or_404(queries.classes_run_by(request.user), pk=pk)
    form = CallUpForm(request.GET, owner=shown.owner)
    burden = burden_of_call_up(form.cleaned_data["units"], form.cleaned_data["quota"]) if form.is_valid() else None
    return render(request, "common/burden.html", {"burden": burden})


@login_required
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """A unit names whom it sends."""
    shown = get_object_or_404(queries.call_ups_visible_to(request.user), pk=pk)
    require(RULES, "call_up.answer", request.user, shown)
    if shown.answered_at is not None and request.method == "GET":
        sent = queries.trainees_sent_by(request.user).filter(training_class=shown.training_class, unit=shown.unit)
        return render(request, "training/answered.html", {"call_up": shown, "sent": sent})
    form = AnswerForm(request.POST or None, call_up=shown)
    if request.method == "POST" and form.is_valid():
        people = form.cleaned_data["people"]
        if made := carry_out(form, lambda: actions.answer_call_up(shown, people, by=request.user)):
            with_account = sum(1 for one in made if one.user_id)
            sentence = _("已报名%(count)s名，其中%(accounts)s名有账号，登录后可以看到本班。")
            messages.success(request, sentence % {"count": len(made), "accounts": with_account})
            return redirect("training:classes")
    return render(request, "training/answer.html", {"form": form, "call_up": shown})
