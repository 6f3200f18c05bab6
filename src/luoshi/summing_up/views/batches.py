"""Pages of returned workbooks: handing in, seeing what would change, choosing, applying."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from luoshi.common.forms import carry_out
from luoshi.common.numbers import whole
from luoshi.common.paging import page_of
from luoshi.common.rules import allows, require
from luoshi.summing_up import tasks
from luoshi.summing_up.actions import batches as actions
from luoshi.summing_up.forms.batches import UploadForm
from luoshi.summing_up.queries import batches as queries
from luoshi.summing_up.rules import RULES
from luoshi.summing_up.states import BatchState, Choice, Outcome

if TYPE_CHECKING:
    from luoshi.accounts.http import SignedInRequest
    from luoshi.summing_up.models import WorkbookBatch


@login_required
def hand_in(request: SignedInRequest) -> HttpResponse:
    """Hand in returned workbooks, many at once."""
    require(RULES, "batch.add", request.user)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["workbooks"]
        if batch := carry_out(form, lambda: actions.start_batch(given, by=request.user)):
            tasks.read_batch.enqueue(batch.pk)
            return redirect("summing_up:batch", batch.pk)
    return render(request, "summing_up/hand_in.html", {"form": form})


@login_required
@require_safe
def batch(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the batch would change, row by row; while the job works, how far it is."""
    shown = get_object_or_404(queries.batches_visible_to(request.user), pk=pk)
    return render(request, "summing_up/batch.html", _context(request, shown))


@login_required
@require_safe
def progress(request: SignedInRequest, pk: int) -> HttpResponse:
    """How far the job is; the page is fetched anew once it has ended."""
    shown = get_object_or_404(queries.batches_visible_to(request.user), pk=pk)
    if not shown.is_busy:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "summing_up/batch.html#progress", {"batch": shown})


@login_required
@require_POST
def choose(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take the workbook's or keep the ledger's: for one row, or for all that are open."""
    shown = get_object_or_404(queries.batches_visible_to(request.user), pk=pk)
    choice = request.POST.get("choice", "")
    row = request.POST.get("row", "")
    if choice in Choice.values and whole(row) is not None:
        actions.choose(shown, {int(row): choice}, by=request.user)
    elif choice in Choice.values:
        actions.choose_all(shown, choice, by=request.user)
    if request.htmx:
        return render(request, "summing_up/batch.html#summary", _context(request, shown))
    return redirect("summing_up:batch", shown.pk)


@login_required
@require_POST
def apply(request: SignedInRequest, pk: int) -> HttpResponse:
    """Register the batch: all of it, or nothing."""
    shown = get_object_or_404(queries.batches_visible_to(request.user), pk=pk)
    actions.begin_applying(shown, by=request.user)
    tasks.apply_batch.enqueue(shown.pk)
    return redirect("summing_up:batch", shown.pk)


@login_required
@require_POST
def drop(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(queries.batches_visible_to(request.user), pk=pk)
    actions.drop_batch(shown, by=request.user)
    return redirect("summing_up:batch", shown.pk)


def _context(request: SignedInRequest, shown: WorkbookBatch) -> dict[str, Any]:
    """The rows of one outcome, a page of them, with the later changes that conflict."""
    if shown.is_busy:
        return {"batch": shown}
    counts = queries.counts_of(shown)
    wanted = request.GET.get("show", "")
    outcome = wanted if wanted in Outcome.values else next((o for o in Outcome if counts[o]), Outcome.SAME)
    page = page_of(request, queries.changes_of(shown).filter(outcome=outcome))
    return {
        "batch": shown,
        "counts": counts,
        "outcome": outcome,
        "tabs": [(o, counts[o]) for o in Outcome],
        "page": page,
        "rows": queries.shown_rows(page.object_list),
        "files": queries.files_of(shown),
        "going": counts[Outcome.CHANGE] + counts[Outcome.CONFLICT] - counts["kept"] - counts["open"],
        "may_change": allows(RULES, "batch.change", request.user, shown) and shown.state == BatchState.SHOWN,
    }
