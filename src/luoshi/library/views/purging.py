"""The page that purges a document: what goes, what stays, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from luoshi.common.forms import carry_out
from luoshi.common.rules import require
from luoshi.library.actions.purging import purge_document
from luoshi.library.forms import PurgeForm
from luoshi.library.queries.documents import documents_visible_to
from luoshi.library.queries.tombstones import twins_of
from luoshi.library.rules import RULES

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest


@login_required
def purge(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask for the reason, and purge."""
    shown = get_object_or_404(documents_visible_to(request.user).select_related("owner", "file"), pk=pk)
    require(RULES, "document.purge", request.user, shown)
    form = PurgeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if carry_out(form, lambda: purge_document(shown, reason=reason, by=request.user)):
            messages.success(request, _("内容已清除。请按下面的清单处理仍含这份文件的备份。"))
            return redirect("library:document", pk)
    return render(request, "library/purge.html", {"form": form, "document": shown, "twins": twins_of(shown)})
