"""A class from its timetable: the file is read first, the form is filled from it, and after saving it is imported."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.core import signing
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from luoshi.common.forms import carry_out
from luoshi.common.models import StoredFile
from luoshi.training.actions import importing as actions
from luoshi.training.forms.classes import ClassForm, FileForm
from luoshi.training.queries import classes as queries

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest
    from luoshi.training.models import TrainingClass

SALT = "training.timetable"
KEPT = 12 * 60 * 60
"""Seconds for which a file waits for its class: less than until it is collected."""


@login_required
@require_POST
def read_timetable(request: SignedInRequest, pk: int) -> HttpResponse:
    """Fill the form of a new class from a timetable."""
    owner = get_object_or_404(queries.owners_for(request.user), pk=pk)
    form, context = FileForm(request.POST, request.FILES), {"owner": owner}
    if form.is_valid():
        upload = form.cleaned_data["file"]
        if kept := carry_out(form, lambda: actions.keep_timetable(owner, upload, by=request.user)):
            token = signing.dumps({"file": kept[0].pk, "name": upload.name, "by": request.user.pk}, salt=SALT)
            filled = ClassForm(owner=owner, viewer=request.user, initial={**asdict(kept[1]), "timetable": token})
            return render(request, "training/class_form.html", context | {"form": filled, "timetable": upload.name})
    blank = ClassForm(owner=owner, viewer=request.user)
    return render(request, "training/class_form.html", context | {"form": blank, "file_form": form})


def take_kept(request: SignedInRequest, made: TrainingClass, token: str) -> HttpResponse:
    """On to the import of the timetable from which the form was filled, or to the empty week."""
    try:
        kept = signing.loads(token, salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        return redirect("training:class", made.pk)
    stored = StoredFile.objects.filter(pk=kept["file"]).first()
    if stored is None or kept["by"] != request.user.pk:
        return redirect("training:class", made.pk)
    return redirect("training:import", actions.take_timetable(made, stored, name=kept["name"], by=request.user).pk)
