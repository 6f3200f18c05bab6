"""Quick registration of a single matter."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from luoshi.common.forms import carry_out
from luoshi.common.rules import require
from luoshi.ledger.actions.matters import Origin, hand_out, register_matter
from luoshi.ledger.forms.matters import REGISTERED, MatterForm
from luoshi.ledger.queries.likeness import find_alike
from luoshi.ledger.queries.measures import measures_visible_to
from luoshi.ledger.queries.plans import ends_by_clock, owners_for, profiles_visible_to
from luoshi.ledger.rules import RULES
from luoshi.ledger.states import DRAFT
from luoshi.library.actions.documents import add_document
from luoshi.units.duties import duties_of
from luoshi.units.states import Role

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest
    from luoshi.ledger.models import Measure


@login_required
def new_matter(request: SignedInRequest) -> HttpResponse:
    """Register an instruction or a decision; who may also approve it can hand it out at once."""
    require(RULES, "plan.start", request.user)
    profiles = profiles_visible_to(request.user).filter(matter__in=REGISTERED)
    form = MatterForm(
        request.POST or None,
        request.FILES or None,
        user=request.user,
        owners=owners_for(request.user),
        profiles=profiles,
    )
    if request.method == "POST" and form.is_valid():
        made = carry_out(form, lambda: _register(request, form))
        if made:
            messages.success(request, _("已登记“%(code)s”。") % {"code": made.code})
            _point_out(request, made)
            return redirect("ledger:measure", made.pk)
    context = {
        "form": form,
        "ends": ends_by_clock(profiles),
        "may_hand_out": duties_of(request.user).holds(Role.OFFICE_HEAD),
    }
    return render(request, "ledger/matter_new.html", context)


def _point_out(request: SignedInRequest, made: Measure) -> None:
    """What was handed out at once has had no review: its page says no more which open measures are like it."""
    if made.state in DRAFT:
        return
    if found := find_alike([made], measures_visible_to(request.user)).get(made.pk):
        codes = _("、").join(alike.measure.code for alike in found)
        messages.warning(request, _("同一单位有相近的在办任务（%(codes)s），请核对是否重复。") % {"codes": codes})


def _register(request: SignedInRequest, form: MatterForm) -> Measure:
    given = dict(form.cleaned_data)
    upload, owner, profile = given.pop("file"), given.pop("owner"), given["profile"]
    origin = Origin(given.pop("origin"))
    if upload:
        opened: BinaryIO = upload.file
        size, name = upload.size or 0, upload.name or ""
        document = add_document(opened, name=name, size=size, owner=owner, by=request.user)
        origin = replace(origin, document=document)
    made = register_matter(owner, matter=profile.matter, origin=origin, by=request.user, **given)
    return hand_out(made, by=request.user) if "hand_out" in request.POST else made
