"""Questions of a session: ask, answer, take back, take up as a measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luoshi.common.forms import carry_out
from luoshi.common.rules import require
from luoshi.ledger.rules import RULES as LEDGER_RULES
from luoshi.training.actions import questions as actions
from luoshi.training.forms.study import AnswerForm, QuestionForm, TakeUpForm, first_error
from luoshi.training.queries import classes as class_queries
from luoshi.training.queries import discussions as queries
from luoshi.training.views.frame import frame_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest


@login_required
@require_POST
def ask(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put a question."""
    session = get_object_or_404(class_queries.sessions_visible_to(request.user), pk=pk)
    form = QuestionForm(request.POST)
    if form.is_valid():
        actions.ask_question(session, by=request.user, **form.cleaned_data)
        messages.success(request, _("已提出问题。"))
    else:
        messages.error(request, first_error(form))
    return redirect("training:session", pk)


@login_required
@require_POST
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Answer a question."""
    question = get_object_or_404(queries.questions_visible_to(request.user), pk=pk)
    form = AnswerForm(request.POST)
    if form.is_valid():
        text, seen = form.cleaned_data["text"], form.cleaned_data["version"]
        actions.answer_question(question, text, seen=seen, by=request.user)
    else:
        messages.error(request, first_error(form))
    return redirect("training:session", question.session_id)


@login_required
@require_POST
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a question back."""
    question = get_object_or_404(queries.questions_visible_to(request.user), pk=pk)
    actions.remove_question(question, by=request.user)
    messages.success(request, _("已撤回。"))
    return redirect("training:session", question.session_id)


@login_required
def take_up(request: SignedInRequest, pk: int) -> HttpResponse:
    """Propose a measure from a question, for those who keep the office's register."""
    question = get_object_or_404(queries.questions_visible_to(request.user), pk=pk)
    training_class = question.session.training_class
    require(LEDGER_RULES, "plan.add", request.user, training_class.owner)
    form = TakeUpForm(request.POST or None, user=request.user, initial={"text": question.text})
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        if made := carry_out(form, lambda: actions.take_up(question, by=request.user, **facts)):
            messages.success(request, _("已登记“%(code)s”。") % {"code": made.code})
            return redirect("training:session", question.session_id)
    context = frame_of(training_class, request.user, place="week")
    context |= {"question": question, "session": question.session, "form": form}
    return render(request, "training/take_up.html", context)
