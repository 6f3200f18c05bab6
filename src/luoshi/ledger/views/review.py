"""The review page: approve all or some, give back with a reason, record an approval on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.common.forms import carry_out
from luoshi.common.numbers import wholes
from luoshi.common.rules import require
from luoshi.ledger.actions.submitting import assign_measures, return_measures
from luoshi.ledger.forms.review import ApprovalForm, ReturnForm
from luoshi.ledger.queries.breakdown import rows_of
from luoshi.ledger.queries.burden import burden_of
from luoshi.ledger.rules import RULES
from luoshi.ledger.states import State
from luoshi.ledger.views.plans import plan_or_404, rights_on

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest
    from luoshi.ledger.models import Measure, Plan
    from luoshi.ledger.queries.breakdown import Row


@login_required
@require_safe
def review(request: SignedInRequest, pk: int) -> HttpResponse:
    """What waits for approval."""
    plan = _reviewed(request, pk)
    return _page(request, plan, _waiting(request, plan))


@login_required
@require_POST
def assign(request: SignedInRequest, pk: int) -> HttpResponse:
    """Approve what was chosen and give it to the units."""
    plan = _reviewed(request, pk)
    rows = _waiting(request, plan)
    form = ApprovalForm(request.POST, request.FILES, may_decide=_decides(request, rows))
    if form.is_valid():
        chosen = _chosen(request, rows)
        count = carry_out(form, lambda: assign_measures(chosen, by=request.user, paper=form.paper()))
        if count:
            messages.success(request, _("已批准交办%(count)s项，任务已送达各单位。") % {"count": count})
            return redirect("ledger:review" if len(chosen) < len(rows) else "ledger:plan", plan.pk)
    return _page(request, plan, rows, approval=form)


@login_required
@require_POST
def give_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give what was chosen back to the supervisor, with the reason."""
    plan = _reviewed(request, pk)
    rows = _waiting(request, plan)
    form = ReturnForm(request.POST)
    if form.is_valid():
        chosen, reason = _chosen(request, rows), form.cleaned_data["reason"]
        if count := carry_out(form, lambda: return_measures(chosen, by=request.user, reason=reason)):
            messages.success(request, _("已退回%(count)s项。") % {"count": count})
            return redirect("ledger:review", plan.pk)
    return _page(request, plan, rows, back=form)


def _page(
    request: SignedInRequest,
    plan: Plan,
    rows: list[Row],
    *,
    approval: ApprovalForm | None = None,
    back: ReturnForm | None = None,
) -> HttpResponse:
    decides = _decides(request, rows)
    context = {
        "plan": plan,
        "rows": rows,
        "burden": burden_of([row.measure for row in rows], "assign"),
        "chosen": set(wholes(request.POST.getlist("draft"))),
        "decides": decides,
        "may": rights_on(request, plan),
        "approval": approval or ApprovalForm(may_decide=decides),
        "back": back or ReturnForm(),
    }
    return render(request, "ledger/review.html", context)


def _reviewed(request: SignedInRequest, pk: int) -> Plan:
    plan = plan_or_404(request, pk)
    require(RULES, "plan.review", request.user, plan)
    return plan


def _waiting(request: SignedInRequest, plan: Plan) -> list[Row]:
    return [row for row in rows_of(plan, request.user) if row.measure.state == State.IN_REVIEW]


def _decides(request: SignedInRequest, rows: list[Row]) -> bool:
    """Whether the person may approve at least one of them in his own name."""
    return any(RULES["assign"](request.user, row.measure) for row in rows)


def _chosen(request: SignedInRequest, rows: list[Row]) -> list[Measure]:
    """Those ticked; with `all` every one that waits, as the page showed them."""
    wanted = set(wholes(request.POST.getlist("draft")))
    return [row.measure for row in rows if row.measure.pk in wanted]
