"""Breaking a measure down to other units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.utils.translation import gettext as _

from luoshi.common.rules import require
from luoshi.ledger.actions.sharing import check_at_work, share_out
from luoshi.ledger.forms.sharing import ShareForm
from luoshi.ledger.rules import RULES
from luoshi.ledger.views.asking import Question, ask, measure_of, sent

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest
    from luoshi.ledger.models import Measure


@login_required
def share(request: SignedInRequest, pk: int) -> HttpResponse:
    """Choose the units, then hand their shares on."""
    shown = measure_of(request, pk)
    require(RULES, "measure.share", request.user, shown)
    form = ShareForm(**sent(request), measure=shown, user=request.user)
    question = Question(
        _("分解到下级"), _("已分解，等待各单位签收。"), verb=_("分解并交办"), check=lambda: check_at_work(shown)
    )
    return ask(request, shown, form, lambda: _share(request, form, shown), question)


def _share(request: SignedInRequest, form: ShareForm, shown: Measure) -> object:
    given = form.cleaned_data
    return share_out(
        shown,
        units=form.chosen(),
        by=request.user,
        text=given["text"],
        due_on=given["due_on"],
        seen=given["version"],
    )
