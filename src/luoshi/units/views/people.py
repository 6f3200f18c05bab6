"""Pages of people: list, one person, entering, changing, a new first password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from luoshi.common import history
from luoshi.common.forms import carry_out
from luoshi.common.paging import page_of
from luoshi.common.rules import require
from luoshi.units import rules
from luoshi.units.actions import people as actions
from luoshi.units.forms import PersonChangeForm, PersonForm
from luoshi.units.queries import people
from luoshi.units.queries.units import administered_tops

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest


@login_required
@require_safe
def list_people(request: SignedInRequest) -> HttpResponse:
    require(rules.RULES, "person.list", request.user)
    text = request.GET.get("q", "").strip()
    found = people.search_people(people.people_visible_to(request.user), text)
    context = {
        "q": text,
        "people": page_of(request, people.with_posts(found)),
        "may_add": rules.RULES["person.add"](request.user),
        "tops": administered_tops(request.user),
    }
    return render(request, "units/people.html#found" if request.htmx else "units/people.html", context)


@login_required
@require_safe
def options(request: SignedInRequest) -> HttpResponse:
    """What a field for picking a person offers for the text typed so far."""
    text = request.GET.get(request.htmx.trigger_name or "q", "").strip()
    visible = people.people_visible_to(request.user).filter(is_active=True)
    found = people.with_posts(people.search_people(visible, text))[:20]
    return render(request, "units/people_options.html", {"rows": found})


@login_required
@require_safe
def person(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(people.people_visible_to(request.user), pk=pk)
    may_change = rules.RULES["person.change"](request.user, shown)
    context = {
        "person": shown,
        "posts": people.posts_of_person(people.posts_visible_to(request.user), shown),
        "may_change": may_change,
        "has_second_factor": may_change and people.has_second_factor(shown),
        "entries": history.entries_of(shown).order_by("-number")[:20] if may_change else (),
    }
    return render(request, "units/person.html", context)


@login_required
@never_cache
def add(request: SignedInRequest) -> HttpResponse:
    """Enter a person; the first password is shown this once."""
    require(rules.RULES, "person.add", request.user)
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = carry_out(form, lambda: actions.add_person(by=request.user, **form.cleaned_data))
        if made:
            return render(request, "units/first_password.html", {"person": made[0], "password": made[1]})
    return render(request, "units/person_form.html", {"form": form})


@login_required
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(people.people_visible_to(request.user), pk=pk)
    require(rules.RULES, "person.change", request.user, shown)
    facts = {name: getattr(shown, name) for name in actions.FIELDS}
    form = PersonChangeForm(request.POST or None, initial=facts)
    if request.method == "POST" and form.is_valid():
        changed = carry_out(form, lambda: actions.change_person(shown, by=request.user, **form.cleaned_data))
        if changed:
            messages.success(request, _("已保存。"))
            return redirect("units:person", pk)
    return render(request, "units/person_form.html", {"form": form, "person": shown})


@login_required
@require_POST
def remove_second_factors(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(people.people_visible_to(request.user), pk=pk)
    actions.remove_second_factors(shown, by=request.user)
    messages.success(request, _("已解除两步验证，凭密码就能登录。"))
    return redirect("units:person", pk)


@login_required
@require_POST
@never_cache
def reset_password(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(people.people_visible_to(request.user), pk=pk)
    password = actions.reset_password(shown, by=request.user)
    return render(request, "units/first_password.html", {"person": shown, "password": password})
