"""What stands around every answer: the content security policy, and the page for a refused action."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from luoshi.common.errors import RuleError
from luoshi.common.views import bad_request, is_part, retargeted

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action {targets}"
)


def content_security_policy(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Scripts and styles from this server only, nothing inline; an answer may bring a stricter policy of its own."""
    policy = POLICY.format(targets=" ".join(["'self'", *settings.CSP_FORM_ACTION]))

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response

    return middleware


def no_null_characters(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Nobody types a NUL, and PostgreSQL keeps none in a text: an address that holds one is no good request."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", "") or "\x00" in request.path_info:
            return bad_request(request)
        return get_response(request)

    return middleware


def no_empty_refusals(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Whoever opens the address of a step, as a link or by going back to it, reads what to do instead of nothing."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or response.content:
            return response
        page = render(request, "common/405.html", status=HTTPStatus.METHOD_NOT_ALLOWED)
        page["Allow"] = response["Allow"]
        return page

    return middleware


def _page_before(request: HttpRequest) -> str:
    """Where the refused step was taken, if it was a page of ours other than the one that is refused."""
    before = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=request.is_secure())
    return before if is_ours and urlsplit(before).path != request.path else ""


class RuleErrorMiddleware:
    """Turns a refused action that no view has answered into one clear sentence with the right status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, RuleError):
            return None
        is_fragment = is_part(request)
        template = "common/refusal_fragment.html" if is_fragment else "common/refusal.html"
        context = {"error": exception, "differences": getattr(exception, "differences", ())}
        context["back"] = _page_before(request)
        response = render(request, template, context, status=exception.status)
        return retargeted(response) if is_fragment else response
