"""Units' parts in a measure: adding, removing, confirming."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luoshi.common.rules import require
from luoshi.ledger.actions.parts import check_open, remove_part, set_part
from luoshi.ledger.actions.unit_steps import check_at_work, sign_part
from luoshi.ledger.forms.details import PartForm, SignPartForm
from luoshi.ledger.models import Part
from luoshi.ledger.queries.measures import measures_visible_to
from luoshi.ledger.rules import RULES
from luoshi.ledger.views.asking import Question, ask, measure_of, sent

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest


@login_required
def add(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give a unit a part, or change the part that it has."""
    shown = measure_of(request, pk)
    require(RULES, "part.change", request.user, shown)
    form = PartForm(**sent(request), user=request.user)
    question = Question(_("添加单位"), _("已保存分工。"), verb=_("保存"), check=lambda: check_open(shown))
    return ask(request, shown, form, lambda: set_part(shown, by=request.user, **form.cleaned_data), question)


@login_required
@require_POST
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    part = _part(request, pk)
    remove_part(part, by=request.user)
    messages.success(request, _("已移除“%(unit)s”。") % {"unit": part.unit or part.printed})
    return redirect("ledger:measure", part.measure_id)


@login_required
def sign(request: SignedInRequest, pk: int) -> HttpResponse:
    """Another unit confirms its part, and by when."""
    part = _part(request, pk)
    require(RULES, "part.sign", request.user, part)
    form = SignPartForm(**sent(request))
    question = Question(_("确认分工"), _("已确认。"), check=lambda: check_at_work(part.measure))
    return ask(request, part.measure, form, lambda: sign_part(part, by=request.user, **form.cleaned_data), question)


def _part(request: SignedInRequest, pk: int) -> Part:
    visible = Part.objects.filter(measure__in=measures_visible_to(request.user))
    return get_object_or_404(visible.select_related("measure__plan__owner", "unit"), pk=pk)
