"""Pages of links between documents: confirm, drop, enter by hand, see what a new version changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.common.forms import carry_out
from luoshi.common.paging import page_of
from luoshi.common.rules import require
from luoshi.library.actions import links as actions
from luoshi.library.forms import LinkForm
from luoshi.library.queries import links as queries
from luoshi.library.queries.documents import documents_visible_to
from luoshi.library.rules import RULES

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest
    from luoshi.library.models import Link


@login_required
@require_POST
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    link = get_object_or_404(queries.links_visible_to(request.user).select_related("source__owner"), pk=pk)
    return _links(request, actions.confirm_link(link, by=request.user))


@login_required
@require_POST
def drop(request: SignedInRequest, pk: int) -> HttpResponse:
    link = get_object_or_404(queries.links_visible_to(request.user).select_related("source__owner"), pk=pk)
    return _links(request, actions.drop_link(link, by=request.user))


@login_required
def add(request: SignedInRequest, pk: int) -> HttpResponse:
    """Enter a link out of this document by hand."""
    source = get_object_or_404(documents_visible_to(request.user).select_related("owner"), pk=pk)
    require(RULES, "link.add", request.user, source)
    form = LinkForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        made = carry_out(form, lambda: actions.add_link(source, by=request.user, **form.cleaned_data))
        if made:
            messages.success(request, _("已登记与%(name)s的关系。") % {"name": made.target_name})
            return redirect("library:document", pk)
    return render(request, "library/link_form.html", {"form": form, "document": source})


@login_required
@require_safe
def changes(request: SignedInRequest, pk: int) -> HttpResponse:
    """The old and the new words side by side."""
    link = get_object_or_404(queries.links_visible_to(request.user).select_related("source", "target"), pk=pk)
    old = get_object_or_404(documents_visible_to(request.user), pk=link.target_id or 0)
    page = page_of(request, queries.changes_of(link), size=25)
    sides = queries.sides(page, old.text, link.source.text)
    context = {"link": link, "document": link.source, "old": old, "page": page, "sides": sides}
    return render(request, "library/changes.html", context)


@login_required
@require_safe
def options(request: SignedInRequest) -> HttpResponse:
    """What a field for picking a document offers for the text typed so far."""
    text = request.GET.get(request.htmx.trigger_name or "q", "").strip()
    return render(request, "library/options.html", {"rows": queries.options_for(request.user, text)[:20]})


def _links(request: SignedInRequest, link: Link) -> HttpResponse:
    """The links of the document as they stand now; without htmx back to its page."""
    if not request.htmx:
        return redirect("library:document", link.source_id)
    source = link.source
    context = {
        "document": source,
        "links_out": queries.links_out_of(source, request.user),
        "links_in": queries.links_into(source, request.user),
        "may": {"link": RULES["link.add"](request.user, source)},
    }
    return render(request, "library/links.html", context)
