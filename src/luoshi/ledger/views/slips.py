"""Slips to print: what is assigned to each unit, and urging slips in their three colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.common.rules import require
from luoshi.ledger.actions.urging import answer_slip
from luoshi.ledger.forms.filters import wanted_of
from luoshi.ledger.forms.words import AnswerForm
from luoshi.ledger.queries.passing import passing
from luoshi.ledger.queries.slips import assignment_slips, slips_to_print, slips_visible_to
from luoshi.ledger.rules import RULES
from luoshi.ledger.states import OPEN
from luoshi.ledger.views.asking import Question, ask, sent

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest
    from luoshi.ledger.models import UrgingSlip


@login_required
@require_safe
def assignment(request: SignedInRequest) -> HttpResponse:
    """One page a unit with its parts, of the measures that pass the filter; without a state those still open."""
    require(RULES, "ledger.see", request.user)
    wanted = wanted_of(request.user, request.META.get("QUERY_STRING", ""))
    measures = passing(request.user, wanted)
    slips = assignment_slips(measures if wanted.state else measures.filter(state__in=OPEN))
    return render(request, "ledger/assignment_slips.html", {"slips": slips, "query": wanted.query})


@login_required
@require_safe
def urging(request: SignedInRequest) -> HttpResponse:
    """The urging slips that wait for an answer, of the measures that pass the filter."""
    require(RULES, "ledger.see", request.user)
    wanted = wanted_of(request.user, request.META.get("QUERY_STRING", ""))
    waiting = slips_visible_to(request.user).filter(measure__in=passing(request.user, wanted), answered_at=None)
    context = {"slips": slips_to_print(waiting), "query": wanted.query}
    return render(request, "ledger/urging_slips.html", context)


@login_required
@require_safe
def urging_slip(request: SignedInRequest, pk: int) -> HttpResponse:
    """One urging slip, answered or not."""
    get_object_or_404(slips_visible_to(request.user), pk=pk)
    slips = slips_to_print(slips_visible_to(request.user).filter(pk=pk))
    return render(request, "ledger/urging_slips.html", {"slips": slips})


@login_required
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """The unit says how it stands."""
    slip = get_object_or_404(slips_visible_to(request.user).select_related("measure__plan__owner", "unit"), pk=pk)
    require(RULES, "slip.answer", request.user, slip)
    form = AnswerForm(**sent(request))
    question = Question(_("回复督办单"), _("已回复督办单。"), quote=slip.text, verb=_("回复"))
    return ask(request, slip.measure, form, lambda: _answer(request, form, slip), question)


def _answer(request: SignedInRequest, form: AnswerForm, slip: UrgingSlip) -> UrgingSlip:
    return answer_slip(slip, by=request.user, answer=form.cleaned_data["answer"])
