"""Pages of notices: the inbox, opening one, how one wants to be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.common import clock
from luoshi.common.paging import page_of
from luoshi.notices import actions, kinds, queries
from luoshi.notices.forms import PreferenceForm, ReadAllForm

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest


@login_required
@require_safe
def inbox(request: SignedInRequest) -> HttpResponse:
    notices = page_of(request, queries.notices_visible_to(request.user))
    kinds.add_matters(notices, request.user)
    return render(request, "notices/inbox.html", {"notices": notices, "now": clock.now()})


@login_required
@require_POST
def open_notice(request: SignedInRequest, pk: int) -> HttpResponse:
    """Mark as read and go where it leads."""
    notice = get_object_or_404(queries.notices_visible_to(request.user), pk=pk)
    actions.read(notice, by=request.user)
    is_ours = url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None)
    return redirect(notice.url if is_ours else "notices:inbox")


@login_required
@require_POST
def read_all(request: SignedInRequest) -> HttpResponse:
    form = ReadAllForm(request.POST)
    actions.read_all(request.user, until=form.cleaned_data["until"] if form.is_valid() else None)
    return redirect("notices:inbox")


@login_required
def preference(request: SignedInRequest) -> HttpResponse:
    form = PreferenceForm(request.POST or None, instance=queries.preference_of(request.user))
    if request.method == "POST" and form.is_valid():
        actions.choose(request.user, **form.cleaned_data)
        messages.success(request, _("已保存。"))
        return redirect("notices:preference")
    return render(request, "notices/preference.html", {"form": form, "channels": queries.open_channels()})
