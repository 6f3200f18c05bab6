"""Pages of the evaluation: the form of a trainee, and its end by the class head."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luoshi.common.forms import carry_out
from luoshi.common.rules import require
from luoshi.training.actions import evaluating as actions
from luoshi.training.evaluation import LEAST_ANSWERS, OPEN_DAYS
from luoshi.training.forms.trainees import EvaluationForm
from luoshi.training.queries import classes as queries
from luoshi.training.rules import RULES
from luoshi.training.views.frame import frame_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest


@login_required
def evaluate(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(queries.classes_visible_to(request.user), pk=pk)
    require(RULES, "evaluation.give", request.user, shown)
    form = EvaluationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        if carry_out(form, lambda: actions.evaluate(shown, answers, by=request.user) or True):
            messages.success(request, _("谢谢，您的评价已匿名提交。"))
            return redirect("training:class", pk)
    context = frame_of(shown, request.user, place="evaluation") | {"form": form, "days": OPEN_DAYS}
    context["is_given"] = queries.trainees_of(shown).filter(user=request.user, evaluated=True).exists()
    return render(request, "training/evaluation.html", context | {"least": LEAST_ANSWERS})


@login_required
@require_POST
def close(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(queries.classes_visible_to(request.user), pk=pk)
    actions.close_evaluation(shown, by=request.user)
    messages.success(request, _("评价已截止。"))
    return redirect("training:report", pk)
