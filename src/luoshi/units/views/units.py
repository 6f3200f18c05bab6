"""Pages of the tree of units: browse, search, one unit, change, move, close, aliases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.common import history
from luoshi.common.forms import carry_out
from luoshi.common.paging import page_of
from luoshi.common.rules import require
from luoshi.units import rules
from luoshi.units.actions import units as actions
from luoshi.units.forms import AliasForm, MoveForm, UnitForm
from luoshi.units.models import Alias
from luoshi.units.queries import people, units

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest
    from luoshi.accounts.models import User
    from luoshi.units.models import Unit


@login_required
@require_safe
def tree(request: SignedInRequest) -> HttpResponse:
    """The roots with their children, or what a search finds."""
    require(rules.RULES, "unit.see", request.user)
    visible = units.units_visible_to(request.user)
    text = request.GET.get("q", "").strip()
    context = {
        "q": text,
        "found": page_of(request, units.search(visible, text)) if text else None,
        "roots": units.children_of(None, visible),
        "may_import": rules.RULES["person.add"](request.user),
    }
    return render(request, "units/tree.html#found" if request.htmx and text else "units/tree.html", context)


@login_required
@require_safe
def children(request: SignedInRequest, pk: int) -> HttpResponse:
    """One more level of the tree, asked for when it is opened."""
    visible = units.units_visible_to(request.user)
    unit = get_object_or_404(visible, pk=pk)
    return render(request, "units/tree.html#branch", {"units": units.children_of(unit, visible)})


@login_required
@require_safe
def options(request: SignedInRequest) -> HttpResponse:
    """What a field for picking a unit offers for the text typed so far."""
    text = request.GET.get(request.htmx.trigger_name or "q", "").strip()
    found = units.search(units.units_visible_to(request.user).filter(closed_on=None), text)[:20]
    return render(request, "units/options.html", {"rows": found})


@login_required
@require_safe
def unit(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(units.units_visible_to(request.user).select_related("parent"), pk=pk)
    return render(request, "units/unit.html", _unit_context(shown, request.user))


@login_required
def add(request: SignedInRequest, pk: int) -> HttpResponse:
    """A new unit below the one named."""
    parent = get_object_or_404(units.units_visible_to(request.user), pk=pk)
    require(rules.RULES, "unit.add", request.user, parent)
    form = UnitForm(request.POST or None, initial={"level": parent.level})
    if request.method == "POST" and form.is_valid():
        made = carry_out(form, lambda: actions.add_unit(parent, by=request.user, **_facts(form)))
        if made:
            messages.success(request, _("已添加“%(name)s”。") % {"name": made})
            return redirect("units:unit", made.pk)
    return render(request, "units/unit_form.html", {"form": form, "parent": parent})


@login_required
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(units.units_visible_to(request.user), pk=pk)
    require(rules.RULES, "unit.change", request.user, shown)
    form = UnitForm(request.POST or None, instance=shown, initial={"version": shown.version})
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"]
        if carry_out(form, lambda: actions.change_unit(shown, seen=seen, by=request.user, **_facts(form))):
            messages.success(request, _("已保存。"))
            return redirect("units:unit", pk)
    return render(request, "units/unit_form.html", {"form": form, "unit": shown})


@login_required
def move(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(units.units_visible_to(request.user).select_related("parent"), pk=pk)
    require(rules.RULES, "unit.move", request.user, shown)
    form = MoveForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        parent = form.cleaned_data["parent"]
        if carry_out(form, lambda: actions.move_unit(shown, parent, by=request.user)):
            messages.success(request, _("已移到“%(name)s”之下。") % {"name": parent})
            return redirect("units:unit", pk)
    return render(request, "units/move.html", {"form": form, "unit": shown})


@login_required
@require_POST
def close(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(units.units_visible_to(request.user), pk=pk)
    actions.close_unit(shown, by=request.user)
    messages.success(request, _("“%(name)s”已停用。") % {"name": shown})
    return redirect("units:unit", pk)


@login_required
@require_POST
def reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(units.units_visible_to(request.user), pk=pk)
    actions.reopen_unit(shown, by=request.user)
    messages.success(request, _("“%(name)s”已重新启用。") % {"name": shown})
    return redirect("units:unit", pk)


@login_required
@require_POST
def add_alias(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(units.units_visible_to(request.user).select_related("parent"), pk=pk)
    require(rules.RULES, "unit.alias", request.user, shown)
    form = AliasForm(request.POST, viewer=request.user)
    if form.is_valid() and _is_added(form, shown, request.user):
        form = AliasForm(viewer=request.user)
    context = {"unit": shown, "alias_form": form, "may_alias": True}
    return render(request, "units/unit.html#aliases", context)


@login_required
@require_POST
def remove_alias(request: SignedInRequest, pk: int) -> HttpResponse:
    visible = units.units_visible_to(request.user)
    alias = get_object_or_404(Alias.objects.filter(unit__in=visible).select_related("unit"), pk=pk)
    actions.remove_alias(alias, by=request.user)
    context = {"unit": alias.unit, "alias_form": AliasForm(viewer=request.user), "may_alias": True}
    return render(request, "units/unit.html#aliases", context)


@login_required
@require_safe
def unit_history(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who changed what about the unit and its posts."""
    shown = get_object_or_404(units.units_visible_to(request.user), pk=pk)
    require(rules.RULES, "unit.history", request.user, shown)
    entries = page_of(request, history.entries_of(shown).order_by("-number"))
    return render(request, "units/history.html", {"subject": shown, "entries": entries})


def _is_added(form: AliasForm, shown: Unit, by: User) -> bool:
    return carry_out(form, lambda: actions.add_alias(shown, by=by, **form.cleaned_data)) is not None


def _facts(form: UnitForm) -> dict[str, object]:
    return {name: form.cleaned_data[name] for name in actions.FIELDS}


def _unit_context(shown: Unit, user: User) -> dict[str, object]:
    verbs = [verb for verb in rules.RULES if verb.startswith("unit.") or verb == "person.import"]
    may = {verb.replace(".", "_"): rules.RULES[verb](user, shown) for verb in verbs}
    return {
        "unit": shown,
        "above": units.ancestors_of(shown),
        "children": units.children_of(shown, units.units_visible_to(user)),
        "posts": people.with_rights(people.posts_of_unit(people.posts_visible_to(user), shown), user),
        "reachable": people.people_visible_to(user).values_list("pk", flat=True),
        "fields": shown.in_fields.all(),
        "alias_form": AliasForm(viewer=user),
        "may": may,
        "may_alias": may["unit_alias"],
        "may_fill_posts": may["unit_change"] or rules.heads_unit(user, shown),
    }
