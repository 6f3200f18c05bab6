"""What a person's choices do to every request: the language, and a password that has to be changed first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation

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


def first_steps(get_response: Answer) -> Answer:
    """Lead a person whose password was set by somebody else to changing it, wherever he or she wants to go."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if getattr(request.user, "must_change_password", False) and not _is_free(request.path):
            return redirect("account_change_password")
        return get_response(request)

    return middleware


def _is_free(path: str) -> bool:
    return path in {reverse(name) for name in FREE} or path.startswith(f"/{settings.STATIC_URL.strip('/')}/")
