"""Pages of the class head: who handed in, paper, return, comments; the removal of a text by the office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.common.forms import carry_out
from luoshi.common.rules import require
from luoshi.training.actions import reflection_purging
from luoshi.training.actions import reflections as actions
from luoshi.training.forms.reflections import CommentForm, PaperForm, PurgeForm, ReturnForm
from luoshi.training.models import Trainee
from luoshi.training.queries import reflections as queries
from luoshi.training.rules import RULES
from luoshi.training.views.frame import frame_of
from luoshi.training.views.reflection_frame import reading_context

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest


@login_required
@require_safe
def reflections(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who handed in, in the order of the roster; nothing about the texts."""
    shown = get_object_or_404(queries.classes_headed_by(request.user), pk=pk)
    context = frame_of(shown, request.user, place="reflections") | {"lines": queries.lines_of(shown)}
    return render(request, "training/reflections.html", context)


@login_required
def record(request: SignedInRequest, pk: int) -> HttpResponse:
    """Note that somebody handed in on paper."""
    headed = queries.classes_headed_by(request.user).values("pk")
    rows = Trainee.objects.filter(training_class__in=headed).select_related("training_class__owner")
    trainee = get_object_or_404(rows, pk=pk)
    form = PaperForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        scan = form.cleaned_data["scan"]
        if carry_out(form, lambda: actions.record_on_paper(trainee, scan=scan, by=request.user)):
            messages.success(request, _("已登记%(name)s的纸质稿。") % {"name": trainee.name})
            return redirect("training:reflections", trainee.training_class_id)
    context = {"form": form, "trainee": trainee, "training_class": trainee.training_class}
    return render(request, "training/reflection_paper.html", context)


@login_required
@require_POST
def unrecord(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(queries.reflections_visible_to(request.user), pk=pk)
    actions.unrecord_paper(shown, by=request.user)
    messages.success(request, _("已撤销登记，作者可以继续撰写。"))
    return redirect("training:reflections", shown.trainee.training_class_id)


@login_required
@require_POST
def send_back(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(queries.reflections_visible_to(request.user), pk=pk)
    require(RULES, "reflection.return", request.user, shown)
    form = ReturnForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if carry_out(form, lambda: actions.return_to_author(shown, reason=reason, by=request.user)):
            messages.success(request, _("已退回，作者会收到提醒。"))
            return redirect("training:reflections", shown.trainee.training_class_id)
    context = reading_context(shown, request.user) | {"return_form": form}
    return render(request, "training/reflection.html", context, status=422)


@login_required
@require_POST
def comment(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(queries.reflections_visible_to(request.user), pk=pk)
    require(RULES, "reflection.comment", request.user, shown)
    form = CommentForm(request.POST)
    if form.is_valid():
        values = {"text": form.cleaned_data["text"], "quote": form.cleaned_data["quote"]}
        near = form.cleaned_data["near"] or 0
        if carry_out(form, lambda: actions.comment(shown, near=near, by=request.user, **values)):
            messages.success(request, _("意见已发给作者。"))
            return redirect("training:reflection", pk)
    return render(
        request,
        "training/reflection.html",
        reading_context(shown, request.user) | {"comment_form": form},
        status=422,
    )


@login_required
def purge(request: SignedInRequest, pk: int) -> HttpResponse:
    """Remove a text unread, with a reason; afterwards the tombstone with the backups that still hold it."""
    shown = get_object_or_404(queries.reflections_removable_by(request.user), pk=pk)
    form = PurgeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if carry_out(form, lambda: reflection_purging.purge_reflection(shown, reason=reason, by=request.user)):
            messages.success(request, _("内容已清除。请按下面的清单处理仍含这篇心得体会的备份。"))
            return redirect("training:purge_reflection", pk)
    context = {"form": form, "reflection": shown, "training_class": shown.trainee.training_class}
    context["tombstone"] = queries.tombstone_of(shown)
    return render(request, "training/reflection_purge.html", context)
