"""Answers without a noun of the field: the health of the service, the search over everything, the error pages."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DatabaseError, connection
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from luoshi.common.searching import LONGEST, groups_for

if TYPE_CHECKING:
    from django.http import HttpRequest


TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 if the database answers, else 503; asks nothing and shows nothing of the content."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "database"}, status=HTTPStatus.SERVICE_UNAVAILABLE)
    return JsonResponse({"status": "ok"})


@login_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What one may see of what was typed: documents, measures, units."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    return render(request, "common/search.html", {"q": text, "groups": groups_for(request.user, text)})


def is_part(request: HttpRequest) -> bool:
    """Whether a part of a page was asked for, not a page."""
    return "HX-Request" in request.headers and "HX-Boosted" not in request.headers


def retargeted(response: HttpResponse) -> HttpResponse:
    """Let the browser show a refusal above the page instead of the part that was asked for."""
    response["HX-Retarget"], response["HX-Reswap"] = "#messages", "innerHTML"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, TOO_MUCH):
        user = getattr(request, "user", None)
        if user is not None and not user.is_authenticated and not _is_for_programs(request):
            return redirect_to_login(request.get_full_path())  # signed out meanwhile: nothing of it was read
        return render(request, "common/413.html", status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if _is_for_programs(request):
        return _told(HTTPStatus.BAD_REQUEST, "bad_request", _("请求无法读取。"))
    return render(request, "common/400.html", status=HTTPStatus.BAD_REQUEST)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "common/403.html", status=HTTPStatus.FORBIDDEN)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if _is_for_programs(request):
        return _told(HTTPStatus.NOT_FOUND, "not_found", _("没有这个对象，或者您无权查看。"))
    if is_part(request):  # above the page, whatever part was asked for: what was typed stays where it is
        return retargeted(render(request, "common/404_fragment.html", status=HTTPStatus.NOT_FOUND))
    return render(request, "common/404.html", status=HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """Without context: whatever failed may fail again in the frame of the page."""
    if _is_for_programs(request):
        return _told(HTTPStatus.INTERNAL_SERVER_ERROR, "fault", _("系统出错了，请稍后再试。"))
    return HttpResponse(render_to_string("common/500.html"), status=HTTPStatus.INTERNAL_SERVER_ERROR)


def _is_for_programs(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")


def _told(status: HTTPStatus, code: str, sentence: str) -> JsonResponse:
    """The shape in which the API refuses, also where the address led to no operation."""
    return JsonResponse({"code": code, "detail": sentence}, status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "common/csrf.html", status=HTTPStatus.FORBIDDEN)
