"""Pages of a person's own account: facts and looks, API tokens, language and theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.accounts import actions, queries
from luoshi.accounts.forms import OwnForm, TokenForm
from luoshi.accounts.states import Scope, Theme

if TYPE_CHECKING:
    from luoshi.accounts.http import SignedInRequest

YEAR = 365 * 24 * 3600


def sign_in(request: HttpRequest) -> HttpResponse:
    """allauth's page; on an empty installation the guided page for the first administrator."""
    if queries.is_empty_installation():
        return redirect("welcome")
    answer: HttpResponse = LoginView.as_view()(request)
    return answer


@require_safe
def forgotten(request: HttpRequest) -> HttpResponse:
    """Who helps somebody who has lost the password: no mail is needed here, so the administrator does."""
    return render(request, "accounts/forgotten.html")


@login_required
def own(request: SignedInRequest) -> HttpResponse:
    """The person's own facts, and what can be set."""
    form = OwnForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        actions.change_own(request.user, by=request.user, **form.cleaned_data)
        messages.success(request, _("已保存。"))
        return redirect("accounts:own")
    return render(request, "accounts/own.html", {"form": form})


@login_required
def tokens(request: SignedInRequest) -> HttpResponse:
    """The person's API tokens; a new one shows its key this once."""
    form, key = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        _token, key = actions.create_token(
            request.user, name=chosen["name"], scope=Scope(chosen["scope"]), days=chosen["days"], by=request.user
        )
        form = TokenForm()
    context = {"form": form, "key": key, "tokens": queries.tokens_of(request.user)}
    return render(request, "accounts/tokens.html", context)


@login_required
@require_POST
def revoke_token(request: SignedInRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(queries.tokens_of(request.user), pk=pk)
    actions.revoke_token(token, by=request.user)
    messages.success(request, _("令牌“%(name)s”已撤销。") % {"name": token.name})
    return redirect("accounts:tokens")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language: kept with the person, else in a cookie."""
    chosen = request.POST.get("language", "")
    code = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    if request.user.is_authenticated:
        actions.change_own(request.user, by=request.user, language=code)
    return _remember(request, settings.LANGUAGE_COOKIE_NAME, code)


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Switch between light, dark and automatic: kept with the person, else in a cookie."""
    chosen = request.POST.get("theme", "")
    look = chosen if chosen in Theme.values else Theme.AUTO.value
    if request.user.is_authenticated:
        actions.change_own(request.user, by=request.user, theme=look)
    return _remember(request, "theme", look)


def _remember(request: HttpRequest, cookie: str, value: str) -> HttpResponse:
    """Back to where the person was, with the choice in a cookie for the pages before signing in."""
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    response = HttpResponseRedirect(back if is_ours else "/")
    response.set_cookie(cookie, value, max_age=YEAR, httponly=True, secure=settings.HTTPS, samesite="Lax")
    return response
