"""Pages of the lecturer library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from luoshi.common.forms import carry_out
from luoshi.common.paging import page_of
from luoshi.common.rules import require
from luoshi.training.actions import sessions as actions
from luoshi.training.forms.classes import LecturerForm
from luoshi.training.queries import classes as queries
from luoshi.training.rules import RULES

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest


@login_required
@require_safe
def lecturers(request: SignedInRequest) -> HttpResponse:
    require(RULES, "class.list_own", request.user)
    found = page_of(request, queries.lecturers_visible_to(request.user))
    context = {"lecturers": found, "owners": queries.owners_for(request.user)}
    return render(request, "training/lecturers.html", context)


@login_required
def add(request: SignedInRequest, pk: int) -> HttpResponse:
    owner = get_object_or_404(queries.owners_for(request.user), pk=pk)
    form = LecturerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in actions.SPEAKER_FIELDS}
        if carry_out(form, lambda: actions.add_lecturer(owner, by=request.user, **facts)):
            return redirect("training:lecturers")
    return render(request, "training/lecturer_form.html", {"form": form})


@login_required
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(queries.lecturers_visible_to(request.user), pk=pk)
    require(RULES, "lecturer.keep", request.user, shown.owner)
    form = LecturerForm(request.POST or None, instance=shown, initial={"version": shown.version})
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in actions.SPEAKER_FIELDS}
        seen = form.cleaned_data["version"]
        if carry_out(form, lambda: actions.change_lecturer(shown, seen=seen, by=request.user, **facts)):
            return redirect("training:lecturers")
    return render(request, "training/lecturer_form.html", {"form": form, "lecturer": shown})
