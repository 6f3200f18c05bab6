"""The own commitments of all classes, and the questions that are open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.common.forms import carry_out
from luoshi.common.paging import page_of
from luoshi.training.actions import follow_ups as actions
from luoshi.training.forms.commitments import AnswerForm, CommitmentForm
from luoshi.training.queries import follow_ups as queries
from luoshi.training.queries.commitments import put_to

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest


@login_required
@require_safe
def follow_ups(request: SignedInRequest) -> HttpResponse:
    """The questions that wait, each answered where it stands; below it everything taken up so far."""
    page = page_of(request, queries.waiting_follow_ups(request.user), size=20)
    waiting = [(one, AnswerForm(auto_id=f"id_{one.pk}_%s"), queries.likely_answer(one)) for one in page]
    asked = list(put_to(request.user)[:50])
    context = {"page": page, "waiting": waiting, "accepted": queries.own_accepted(request.user)[:100]}
    context["put_to"] = [(one, CommitmentForm(instance=one, auto_id=f"put_{one.pk}_%s")) for one in asked]
    return render(request, "training/follow_ups.html", context)


@login_required
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """One question, by itself: where a notice or the desk leads."""
    one = get_object_or_404(queries.follow_ups_visible_to(request.user), pk=pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told, text = form.cleaned_data["told"], form.cleaned_data["text"]
        if carry_out(form, lambda: actions.answer(one, told=told, text=text, by=request.user)):
            messages.success(request, _("已记下，谢谢。"))
            return redirect("desk:home" if request.POST.get("back") == "desk" else "training:follow_ups")
    context = {"follow_up": one, "form": form, "likely": queries.likely_answer(one)}
    return render(request, "training/follow_up.html", context)
