"""Clock profiles: the built-in ones shown, own copies edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.common.forms import carry_out
from luoshi.common.rules import require
from luoshi.ledger.actions import profiles as actions
from luoshi.ledger.forms.plans import ProfileForm
from luoshi.ledger.queries.plans import owners_for, profiles_visible_to
from luoshi.ledger.rules import RULES

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest


@login_required
@require_safe
def profiles(request: SignedInRequest) -> HttpResponse:
    """All profiles that one sees, each with how long its steps may take."""
    require(RULES, "profile.see", request.user)
    rows = profiles_visible_to(request.user)
    context = {
        "profiles": rows,
        "may_copy": RULES["plan.start"](request.user),
        "own": set(owners_for(request.user).values_list("pk", flat=True)),
    }
    return render(request, "ledger/profiles.html", context)


@login_required
@require_POST
def copy(request: SignedInRequest, pk: int) -> HttpResponse:
    """An own copy, which can be edited."""
    require(RULES, "plan.start", request.user)
    shown = get_object_or_404(profiles_visible_to(request.user), pk=pk)
    made = actions.copy_profile(shown, owner=owners_for(request.user)[:1].get(), by=request.user)
    return redirect("ledger:change_profile", made.pk)


@login_required
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Days of an own profile; running clocks are not moved."""
    shown = get_object_or_404(profiles_visible_to(request.user).exclude(owner=None), pk=pk)
    require(RULES, "profile.change", request.user, shown.owner)
    form = ProfileForm(request.POST or None, instance=shown, initial={"version": shown.version})
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in actions.FIELDS}
        seen = form.cleaned_data["version"]
        if carry_out(form, lambda: actions.change_profile(shown, seen=seen, by=request.user, **values)):
            messages.success(request, _("已保存时限规则。"))
            return redirect("ledger:profiles")
    return render(request, "ledger/profile_form.html", {"form": form, "profile": shown})


@login_required
@require_POST
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(profiles_visible_to(request.user).exclude(owner=None), pk=pk)
    actions.remove_profile(shown, by=request.user)
    return redirect("ledger:profiles")
