"""A measure's page, its words and its remarks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.common import clock
from luoshi.common.rules import require
from luoshi.ledger.actions.commenting import add_comment, settle_source
from luoshi.ledger.actions.drafting import check_open, edit_measure
from luoshi.ledger.forms.details import MeasureForm
from luoshi.ledger.forms.words import CommentForm
from luoshi.ledger.models import Source
from luoshi.ledger.queries.measures import measures_visible_to
from luoshi.ledger.queries.page import entries_of, page_of
from luoshi.ledger.rules import RULES
from luoshi.ledger.views.asking import Question, ask, measure_of, sent

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest
    from luoshi.ledger.models import Measure


@login_required
@require_safe
def measure(request: SignedInRequest, pk: int) -> HttpResponse:
    """One measure: its words, parts, dates, truths and history."""
    shown = measure_of(request, pk)
    context = page_of(shown, request.user, clock.today())
    return render(request, "ledger/measure.html", {"measure": shown, **context})


@login_required
@require_safe
def measure_history(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everything that has happened to a measure."""
    shown = measure_of(request, pk)
    return render(request, "ledger/history.html", {"measure": shown, "entries": entries_of(shown)})


@login_required
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change the words, the field or the judgement."""
    shown = measure_of(request, pk)
    require(RULES, "measure.edit", request.user, shown)
    facts = {name: getattr(shown, name) for name in ("text", "aim", "judgement", "version")}
    form = MeasureForm(**sent(request), user=request.user, initial={**facts, "field": shown.field_id})
    question = Question(_("修改措施"), _("已保存。"), verb=_("保存"), check=lambda: check_open(shown))
    return ask(request, shown, form, lambda: _edit(request, form, pk), question)


@login_required
@require_POST
def comment(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say something that all who see the measure can read."""
    shown = measure_of(request, pk)
    require(RULES, "comment.add", request.user, shown)
    form = CommentForm(request.POST)
    question = Question(_("留言"), _("已留言。"))
    return ask(request, shown, form, lambda: _say(request, form, shown), question)


@login_required
@require_POST
def settle(request: SignedInRequest, pk: int) -> HttpResponse:
    """Confirm that the measure still follows from its clause."""
    visible = Source.objects.filter(measure__in=measures_visible_to(request.user))
    source = get_object_or_404(visible.select_related("measure__plan__owner"), pk=pk)
    settle_source(source, by=request.user)
    return redirect("ledger:measure", source.measure_id)


def _say(request: SignedInRequest, form: CommentForm, shown: Measure) -> object:
    return add_comment(shown, text=form.cleaned_data["text"], by=request.user)


def _edit(request: SignedInRequest, form: MeasureForm, pk: int) -> object:
    given = dict(form.cleaned_data)
    seen = given.pop("version")
    return edit_measure(measure_of(request, pk), by=request.user, seen=seen, **given)
