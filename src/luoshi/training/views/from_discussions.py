"""A question or an outcome taken up as a commitment: by oneself, or put to somebody who then decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luoshi.common.forms import carry_out
from luoshi.common.rules import require
from luoshi.training.actions import from_discussions as actions
from luoshi.training.forms.commitments import DiscussedForm
from luoshi.training.models import Outcome
from luoshi.training.queries import discussions as queries
from luoshi.training.queries.commitments import commitments_visible_to
from luoshi.training.rules import RULES
from luoshi.training.views.frame import frame_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest
    from luoshi.training.models import Commitment, Question


@login_required
def of_question(request: SignedInRequest, pk: int) -> HttpResponse:
    return _commit(request, get_object_or_404(queries.questions_visible_to(request.user), pk=pk))


@login_required
def of_outcome(request: SignedInRequest, pk: int) -> HttpResponse:
    handed_over = queries.outcomes_visible_to(request.user).exclude(handed_over_at=None)
    return _commit(request, get_object_or_404(handed_over, pk=pk))


@login_required
@require_POST
def take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(commitments_visible_to(request.user).filter(reflection=None), pk=pk)
    session = one.session
    actions.take_back(one, by=request.user)
    messages.success(request, _("已收回。"))
    return redirect("training:session", session.pk) if session else redirect("training:follow_ups")


def _commit(request: SignedInRequest, origin: Question | Outcome) -> HttpResponse:
    user, session = request.user, origin.session
    may_put, may_take_on = RULES["commitment.put"](user, origin), RULES["commitment.take_on"](user, origin)
    if not may_put:
        require(RULES, "commitment.take_on", user, origin)
    form = DiscussedForm(
        request.POST or None,
        initial={"what": origin.text[:300] if isinstance(origin, Outcome) else ""},  # a question is no deed yet
        viewer=user,
        training_class=session.training_class,
        may_put=may_put,
        may_take_on=may_take_on,
    )
    if request.method == "POST" and form.is_valid():
        made = carry_out(form, lambda: _carry_out(form, origin, request, may_take_on=may_take_on))
        if made is not None:
            messages.success(request, _("已认领。") if made.accepted_at else _("已提请对方认领，由对方确认。"))
            return redirect("training:session", session.pk)
    context = frame_of(session.training_class, user, place="week")
    context |= {"origin": origin, "session": session, "form": form, "may_put": may_put, "may_take_on": may_take_on}
    return render(request, "training/commit.html", context)


def _carry_out(
    form: DiscussedForm, origin: Question | Outcome, request: SignedInRequest, *, may_take_on: bool
) -> Commitment:
    whom = form.whom()
    if not whom and may_take_on:
        return actions.take_on(origin, by=request.user, **form.facts())
    return actions.put_to(origin, by=request.user, **whom, **form.facts())
