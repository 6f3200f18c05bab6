"""Pages of plans: the list, one plan, a new one from a file or a document, settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from luoshi.common import clock, history
from luoshi.common.forms import carry_out
from luoshi.common.narration import told
from luoshi.common.paging import page_of
from luoshi.common.rules import require
from luoshi.ledger.actions.archiving import archive_plan, take_out_plan
from luoshi.ledger.actions.plans import set_defaults
from luoshi.ledger.actions.preparing import plan_from_document, plan_from_file
from luoshi.ledger.forms.plans import NewPlanForm, PlanSettingsForm
from luoshi.ledger.queries import plans as queries
from luoshi.ledger.queries.burden import cycle_burdens
from luoshi.ledger.queries.indicators import indicators_of_plan
from luoshi.ledger.queries.measures import plans_visible_to
from luoshi.ledger.rules import RULES
from luoshi.library.queries.documents import documents_visible_to
from luoshi.library.states import ReadingState

if TYPE_CHECKING:
    from luoshi.accounts.http import SignedInRequest
    from luoshi.ledger.models import Plan


@login_required
@require_safe
def plans(request: SignedInRequest) -> HttpResponse:
    """The plans that one sees, each with counts that lead to their lists."""
    require(RULES, "ledger.see", request.user)
    page = page_of(request, queries.in_order(plans_visible_to(request.user).select_related("owner", "document")))
    figures = queries.figures_of(page.object_list, request.user, clock.today())
    may_start = RULES["plan.start"](request.user)
    return render(request, "ledger/plans.html", {"page": page, "figures": figures, "may_start": may_start})


@login_required
@require_safe
def plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """One plan: its figures, facts, indicators and what was done with it."""
    shown = plan_or_404(request, pk)
    [figures] = queries.figures_of([shown], request.user, clock.today())
    context = {
        "plan": shown,
        "figures": figures,
        "indicators": indicators_of_plan(shown.pk),
        "entries": told(list(history.entries_of(shown).order_by("-number")[:20])),
        "may": rights_on(request, shown),
        "is_done": queries.is_done(shown),
    }
    return render(request, "ledger/plan.html", context)


@login_required
@require_POST
def archive(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put a plan away, or take it out again."""
    act = take_out_plan if request.POST.get("back") else archive_plan
    act(plan_or_404(request, pk), by=request.user)
    return redirect("ledger:plan", pk)


@login_required
def new_plan(request: SignedInRequest) -> HttpResponse:
    """Drop a file: it is kept in the library and broken down at once."""
    require(RULES, "plan.start", request.user)
    owners = queries.owners_for(request.user)
    form = NewPlanForm(request.POST or None, request.FILES or None, owners=owners)
    if request.method == "POST" and form.is_valid():
        made = carry_out(form, lambda: _from_file(request, form))
        if made:
            return redirect("ledger:breakdown", made.pk)
    context = {"form": form, "limit": settings.LUOSHI_UPLOAD_LIMIT, "owners": owners}
    return render(request, "ledger/plan_new.html", context)


@login_required
@require_POST
def make(request: SignedInRequest, pk: int) -> HttpResponse:
    """Break down a document that is in the library already."""
    require(RULES, "plan.start", request.user)
    document = get_object_or_404(documents_visible_to(request.user), pk=pk)
    known = queries.plan_of_document(document, request.user)
    owner = queries.owner_for(document, request.user)
    made = known or plan_from_document(document, owner=owner, by=request.user)
    return redirect("ledger:breakdown", made.pk)


@login_required
@require_safe
def document_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the page of a document offers: its plan, or to break it down; nothing to those who may not."""
    document = documents_visible_to(request.user).filter(pk=pk).first()
    made = plans_visible_to(request.user).filter(document=document).first() if document else None
    is_ready = document is not None and document.state == ReadingState.READY
    may_start = is_ready and RULES["plan.start"](request.user)
    return render(request, "ledger/document_plan.html", {"plan": made, "document": document, "may_start": may_start})


@login_required
def plan_settings(request: SignedInRequest, pk: int) -> HttpResponse:
    """The defaults of a plan; as a page, or in the side panel of the breakdown."""
    shown = plan_or_404(request, pk)
    require(RULES, "plan.change", request.user, shown)
    suggestion = {} if shown.default_due_on else {"default_due_on": queries.suggested_due(shown, clock.today())}
    form = PlanSettingsForm(request.POST or None, plan=shown, suggestion=suggestion)
    if request.method == "POST" and form.is_valid():
        saved = carry_out(form, lambda: _set(request, shown, form))
        if saved:
            return drafts_changed() if request.htmx else redirect("ledger:plan", saved.pk)
    part = "ledger/plan_settings.html#form" if request.htmx else "ledger/plan_settings.html"
    return render(request, part, {"plan": shown, "form": form, "burdens": cycle_burdens(shown)})


def plan_or_404(request: SignedInRequest, pk: int) -> Plan:
    """A plan that the person sees."""
    return get_object_or_404(plans_visible_to(request.user).select_related("owner", "document", "profile"), pk=pk)


def rights_on(request: SignedInRequest, shown: Plan) -> dict[str, bool]:
    """What templates ask about a plan: `may.change`, `may.study`, `may.review`, `may.archive`."""
    return {verb: RULES[f"plan.{verb}"](request.user, shown) for verb in ("change", "study", "review", "archive")}


def drafts_changed() -> HttpResponse:
    """Nothing to swap: the page fetches the rows that have changed and closes its side panel."""
    return HttpResponse(status=204, headers={"HX-Trigger": "drafts-moved, drafts-changed, text-changed, panel-done"})


def _from_file(request: SignedInRequest, form: NewPlanForm) -> Plan:
    upload = form.cleaned_data["file"]
    opened: BinaryIO = upload.file
    return plan_from_file(
        opened, name=upload.name or "", size=upload.size or 0, owner=form.cleaned_data["owner"], by=request.user
    )


def _set(request: SignedInRequest, shown: Plan, form: PlanSettingsForm) -> Plan:
    return set_defaults(shown, form.defaults(), seen=form.cleaned_data["version"], by=request.user)
