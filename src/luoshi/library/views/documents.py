"""Pages of documents: the list, the reading page, the original, the facts, the history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.common import history
from luoshi.common.downloads import file_response
from luoshi.common.forms import carry_out
from luoshi.common.paging import page_of
from luoshi.common.rules import require
from luoshi.library import rules, typesetting
from luoshi.library.actions import documents as actions
from luoshi.library.causes import sentence_for
from luoshi.library.forms import FactsForm, ListForm
from luoshi.library.outlines import set_outline
from luoshi.library.queries import documents as queries
from luoshi.library.queries.links import links_into, links_out_of
from luoshi.library.queries.tombstones import tombstone_of

if TYPE_CHECKING:
    from django.http import FileResponse, HttpResponse

    from luoshi.accounts.http import SignedInRequest
    from luoshi.accounts.models import User
    from luoshi.library.models import Document


@login_required
@require_safe
def documents(request: SignedInRequest) -> HttpResponse:
    """The documents that one sees, newest first, with filters."""
    require(rules.RULES, "document.list", request.user)
    visible = queries.documents_visible_to(request.user)
    form = ListForm(request.GET, owners=queries.owners_of(visible), years=queries.years_of(visible))
    wanted = form.wanted()
    context = {
        "form": form,
        "wanted": wanted,
        "page": page_of(request, queries.listed(visible, wanted)),
        "may_add": rules.keeps_a_library(request.user),
    }
    return render(request, "library/documents.html#list" if request.htmx else "library/documents.html", context)


@login_required
@require_safe
def document(request: SignedInRequest, pk: int) -> HttpResponse:
    """The reading page: outline, text as frozen, what was found, links."""
    visible = queries.documents_visible_to(request.user).select_related("owner", "file", "uploaded_by")
    shown = get_object_or_404(visible, pk=pk)
    stretch = _stretch(request.GET.get("start", ""), request.GET.get("end", ""))
    return render(request, "library/document.html", _reading_context(shown, request.user, stretch))


@login_required
@require_safe
def original(request: SignedInRequest, pk: int) -> FileResponse:
    """The file as it was received."""
    shown = get_object_or_404(queries.documents_visible_to(request.user).select_related("file"), pk=pk)
    if shown.file is None:
        raise Http404
    return file_response(shown.file, name=shown.name)


@login_required
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Correct what was recognised."""
    shown = get_object_or_404(queries.documents_visible_to(request.user).select_related("owner"), pk=pk)
    require(rules.RULES, "document.change", request.user, shown)
    form = FactsForm(request.POST or None, instance=shown, initial={"version": shown.version})
    if request.method == "POST" and form.is_valid():
        seen, facts = form.cleaned_data["version"], {name: form.cleaned_data[name] for name in actions.FACTS}
        if carry_out(form, lambda: actions.change_facts(shown, seen=seen, by=request.user, **facts)):
            messages.success(request, _("已保存。"))
            return redirect("library:document", pk)
    return render(request, "library/facts.html", {"form": form, "document": shown})


@login_required
@require_safe
def document_history(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who did what with the document."""
    shown = get_object_or_404(queries.documents_visible_to(request.user).select_related("owner"), pk=pk)
    entries = page_of(request, history.entries_of(shown).order_by("-number"))
    return render(request, "library/history.html", {"document": shown, "entries": entries})


def _reading_context(shown: Document, user: User, stretch: tuple[int, int] | None) -> dict[str, Any]:
    clauses = list(queries.clauses_of(shown))
    uses_url = reverse("ledger:clause_measures", args=[0])
    return {
        "document": shown,
        "parts": typesetting.set_document(shown, clauses, uses_url=uses_url, stretch=stretch),
        "outline": set_outline(clauses),
        "counts": typesetting.counts_of(shown),
        "unread": sentence_for(shown),
        "tombstone": tombstone_of(shown),
        "links_out": links_out_of(shown, user),
        "links_in": links_into(shown, user),
        "may": {
            "list": rules.RULES["document.list"](user),
            "change": rules.RULES["document.change"](user, shown),
            "link": rules.RULES["link.add"](user, shown),
            "purge": rules.RULES["document.purge"](user, shown),
        },
    }


def _stretch(start: str, end: str) -> tuple[int, int] | None:
    """The stretch that the address names, if it names one."""
    return (int(start), int(end)) if start.isdecimal() and end.isdecimal() and len(start + end) < 20 else None
