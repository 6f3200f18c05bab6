"""The timetable of one measure, laid down in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from luoshi.common.forms import carry_out
from luoshi.common.rules import require
from luoshi.ledger.actions import milestones
from luoshi.ledger.forms.milestones import MilestonesForm
from luoshi.ledger.rules import RULES
from luoshi.ledger.views.asking import measure_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest
    from luoshi.ledger.models import Measure


@login_required
def milestones_at_once(request: SignedInRequest, pk: int) -> HttpResponse:
    """All milestones of a measure in one form."""
    shown = measure_of(request, pk)
    require(RULES, "milestone.change", request.user, shown)
    milestones.check_open(shown)
    form = MilestonesForm(request.POST if request.method == "POST" else None, milestones=list(shown.milestones.all()))
    saved = carry_out(form, lambda: _set(request, shown, form)) if form.is_valid() else None
    if saved:
        messages.success(request, _("已保存时间节点。"))
        return redirect("ledger:measure", shown.pk)
    return render(request, "ledger/milestones.html", {"measure": shown, "form": form})


def _set(request: SignedInRequest, shown: Measure, form: MilestonesForm) -> Measure:
    return milestones.set_milestones(shown, form.wanted(), by=request.user)
