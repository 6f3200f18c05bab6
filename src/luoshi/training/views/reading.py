"""What reading adds to the page of a document: linked reading of a clause, the place to go on from, passages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from luoshi.common import clock
from luoshi.common.rules import require
from luoshi.library.queries.documents import clauses_visible_to, documents_visible_to
from luoshi.training.actions import notes as note_actions
from luoshi.training.actions import reading as actions
from luoshi.training.forms.study import PassagesForm, first_error
from luoshi.training.models import Passage
from luoshi.training.queries import classes as queries
from luoshi.training.queries.relating import linked_to
from luoshi.training.rules import RULES

if TYPE_CHECKING:
    from luoshi.accounts.http import SignedInRequest


@login_required
@require_safe
def related(request: SignedInRequest, pk: int) -> HttpResponse:
    """What belongs to a clause, as a fragment for the reading page."""
    clause = get_object_or_404(clauses_visible_to(request.user), pk=pk)
    return render(request, "training/related.html", {"linked": linked_to(clause, request.user, clock.today())})


@login_required
@require_POST
def place(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep where the person stopped reading."""
    shown = get_object_or_404(documents_visible_to(request.user).only("pk", "text"), pk=pk)
    offset = request.POST.get("offset", "")
    if not offset.isdecimal() or len(offset) > 9:
        return HttpResponseBadRequest()
    note_actions.keep_place(shown, int(offset), by=request.user)
    return HttpResponse(status=204)


@login_required
@require_POST
def add_passages(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(queries.sessions_visible_to(request.user), pk=pk)
    require(RULES, "session.change", request.user, shown.training_class)
    form = PassagesForm(request.POST, training_class=shown.training_class)
    if form.is_valid():
        actions.add_passages(shown, form.cleaned_data["document"], form.cleaned_data["clauses"], by=request.user)
    else:
        messages.error(request, first_error(form))
    return redirect("training:session", pk)


@login_required
@require_POST
def remove_passage(request: SignedInRequest, pk: int) -> HttpResponse:
    visible = Passage.objects.filter(session__in=queries.sessions_visible_to(request.user))
    shown = get_object_or_404(visible.select_related("session__training_class__owner", "document"), pk=pk)
    actions.remove_passage(shown, by=request.user)
    return redirect("training:session", shown.session_id)
