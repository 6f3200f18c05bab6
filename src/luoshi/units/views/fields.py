"""Pages of portfolio fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.common.forms import carry_out
from luoshi.common.paging import page_of
from luoshi.common.rules import require
from luoshi.units.actions import posts as actions
from luoshi.units.forms import FieldForm
from luoshi.units.queries import units
from luoshi.units.rules import RULES

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest


@login_required
@require_safe
def list_fields(request: SignedInRequest) -> HttpResponse:
    """All fields with their leaders and units; administrators may add one to the areas they administer."""
    require(RULES, "unit.see", request.user)
    fields = page_of(request, units.fields_with_counts(units.fields_visible_to(request.user)))
    owners = units.administered_tops(request.user)
    return render(request, "units/fields.html", {"fields": fields, "owners": owners})


@login_required
def add(request: SignedInRequest, pk: int) -> HttpResponse:
    owner = get_object_or_404(units.units_visible_to(request.user), pk=pk)
    require(RULES, "field.add", request.user, owner)
    form = FieldForm(request.POST or None, owner=owner)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        made = carry_out(
            form, lambda: actions.add_field(owner, name=chosen["name"], units=chosen["units"], by=request.user)
        )
        if made:
            messages.success(request, _("已添加“%(name)s”。") % {"name": made})
            return redirect("units:fields")
    return render(request, "units/field_form.html", {"form": form, "owner": owner})


@login_required
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    field = get_object_or_404(units.fields_visible_to(request.user).select_related("owner"), pk=pk)
    require(RULES, "field.change", request.user, field)
    initial = {"name": field.name, "units": field.units.all(), "version": field.version}
    form = FieldForm(request.POST or None, owner=field.owner, initial=initial)
    if request.method == "POST" and form.is_valid():
        name, members, seen = (form.cleaned_data[key] for key in ("name", "units", "version"))
        if carry_out(form, lambda: actions.change_field(field, name=name, units=members, seen=seen, by=request.user)):
            messages.success(request, _("已保存。"))
            return redirect("units:fields")
    return render(request, "units/field_form.html", {"form": form, "field": field, "owner": field.owner})
