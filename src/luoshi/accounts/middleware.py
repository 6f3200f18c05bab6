"""What a person is to every request: the language chosen, a password to be changed, signing in again, what is kept."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from luoshi.common.views import is_part, retargeted

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    Answer = Callable[[HttpRequest], HttpResponse]

# Pages that stay open while the password has to be changed.
FREE = ("account_change_password", "account_logout", "account_reauthenticate")


def chosen_language(get_response: Answer) -> Answer:
    """The person's language, else the cookie's, else Chinese: what the browser prefers is not asked."""
    known = {code for code, _name in settings.LANGUAGES}

    def middleware(request: HttpRequest) -> HttpResponse:
        cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        wanted = getattr(request.user, "language", "") or cookie
        with translation.override(wanted if wanted in known else settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
            response = get_response(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
            return response

    return middleware


def nothing_left_behind(get_response: Answer) -> Answer:
    """A shared computer keeps nothing that stood behind the sign-in: not for the next person who goes back in it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        behind = request.user.is_authenticated
        response.headers.setdefault("Cache-Control", "private, no-store" if behind else "private, no-cache")
        return response

    return middleware


def signing_in_again(get_response: Answer) -> Answer:
    """Whoever was signed out meanwhile comes back to the page, not to the address of a step or of a part of a page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_fragment = is_part(request)
        if not _asks_to_sign_in(response) or (request.method in {"GET", "HEAD"} and not is_fragment):
            return response
        address = f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': _page_of(request)})}"
        if is_fragment:  # the page stays as it is: somebody is writing there
            answer = render(request, "accounts/signed_out.html", {"address": address}, status=HTTPStatus.UNAUTHORIZED)
            return retargeted(answer)
        messages.warning(request, _("登录已过期，刚才的操作没有完成。重新登录后，填写的内容会放回原处。"))
        return redirect(address)

    return middleware


def _asks_to_sign_in(response: HttpResponse) -> bool:
    place = urlsplit(response.headers.get("Location", ""))
    return response.status_code == HTTPStatus.FOUND and place.path == reverse(settings.LOGIN_URL) and bool(place.query)


def _page_of(request: HttpRequest) -> str:
    """The page that the browser says it was on, if it is one of ours."""
    said = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(said, allowed_hosts={request.get_host()}):
        return reverse(settings.LOGIN_REDIRECT_URL)
    place = urlsplit(said)
    return f"{place.path}?{place.query}" if place.query else place.path


def first_steps(get_response: Answer) -> Answer:
    """Lead a person whose password was set by somebody else to changing it, wherever he or she wants to go."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if getattr(request.user, "must_change_password", False) and not _is_free(request.path):
            return redirect("account_change_password")
        return get_response(request)

    return middleware


def _is_free(path: str) -> bool:
    return path in {reverse(name) for name in FREE} or path.startswith(f"/{settings.STATIC_URL.strip('/')}/")
