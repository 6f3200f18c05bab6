"""The small form about a measure: shown in a dialog or as a page, carried out, then back to where one was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django_htmx.http import HttpResponseClientRefresh

from luoshi.common import clock
from luoshi.common.forms import carry_out
from luoshi.ledger.queries.page import page_measures

if TYPE_CHECKING:
    from collections.abc import Callable

    from django import forms
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest
    from luoshi.ledger.models import Measure


IN_DIALOG = "step_%s"
"""Names of the fields of a small form, apart from those of the page under it."""


@dataclass(frozen=True)
class Question:
    """What a small form asks: its heading, what is said once it is done, words quoted above, the button."""

    title: str
    said: str
    quote: str = ""
    verb: str = ""
    is_grave: bool = False
    check: Callable[[], object] | None = None
    """Raises the refusal that the action would end in anyway: nobody fills in a form for nothing."""


def ask(
    request: SignedInRequest,
    measure: Measure,
    form: forms.BaseForm,
    act: Callable[[], object],
    question: Question,
) -> HttpResponse:
    """Show the form; when it was sent and the action went through, say so and go back to the measure."""
    form.auto_id = IN_DIALOG
    if question.check and not form.is_bound:
        question.check()
    if form.is_valid() and carry_out(form, lambda: (act(),)) is not None:
        messages.success(request, question.said)
        return back_to(request, measure)
    part = "ledger/words.html#form" if request.htmx else "ledger/words.html"
    return render(request, part, {"form": form, "measure": measure, "question": question})


def sent(request: SignedInRequest) -> dict[str, Any]:
    """What a form is bound to: nothing until it has been sent."""
    return {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}


def back_to(request: SignedInRequest, measure: Measure) -> HttpResponse:
    """Where one goes after a step: the page under the dialog shows the new state, or the measure's own page."""
    if request.htmx:
        return HttpResponseClientRefresh()
    return redirect("ledger:measure", measure.pk)


def measure_of(request: SignedInRequest, pk: int) -> Measure:
    """The measure, if the person sees it, with what steps and buttons look at."""
    return get_object_or_404(page_measures(request.user, clock.today()), pk=pk)
