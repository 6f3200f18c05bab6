"""Films: upload, streaming by ranges, captions, chapters, the place to go on from."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.common.downloads import harden
from luoshi.common.files import open_stored
from luoshi.common.ranges import range_response
from luoshi.common.rules import require
from luoshi.training.actions import videos as actions
from luoshi.training.forms.classes import FileForm
from luoshi.training.forms.study import ChapterForm, first_error
from luoshi.training.queries import classes as class_queries
from luoshi.training.queries import videos as queries
from luoshi.training.rules import RULES

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from luoshi.accounts.http import SignedInRequest

CONTENT_TYPES = {"mp4": "video/mp4", "webm": "video/webm"}


@login_required
@require_POST
def upload(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep the film of a session."""
    session = get_object_or_404(class_queries.sessions_visible_to(request.user), pk=pk)
    require(RULES, "video.change", request.user, session.training_class)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        actions.set_video(session, form.cleaned_data["file"], by=request.user)
        messages.success(request, _("已上传视频。"))
    else:
        messages.error(request, first_error(form))
    return redirect("training:session", pk)


@login_required
@require_safe
def stream(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """The film, whole or the stretch that is asked for."""
    video = get_object_or_404(queries.videos_visible_to(request.user), pk=pk)
    content_type = CONTENT_TYPES.get(video.file.kind, "application/octet-stream")
    return range_response(request, video.file, content_type=content_type)


@login_required
@require_POST
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    video = get_object_or_404(queries.videos_visible_to(request.user), pk=pk)
    actions.remove_video(video, by=request.user)
    return redirect("training:session", video.session_id)


@login_required
@require_safe
def captions(request: SignedInRequest, pk: int) -> FileResponse:
    """The captions of a film."""
    video = get_object_or_404(queries.videos_visible_to(request.user), pk=pk)
    if video.captions is None:
        raise Http404
    with open_stored(video.captions) as file:
        content = file.read()
    return harden(FileResponse(BytesIO(content), filename="captions.vtt", content_type="text/vtt; charset=utf-8"))


@login_required
@require_POST
def set_captions(request: SignedInRequest, pk: int) -> HttpResponse:
    video = get_object_or_404(queries.videos_visible_to(request.user), pk=pk)
    require(RULES, "video.caption", request.user, video.session)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        actions.set_captions(video, form.cleaned_data["file"], by=request.user)
        messages.success(request, _("已上传字幕。"))
    else:
        messages.error(request, first_error(form))
    return redirect("training:session", video.session_id)


@login_required
@require_POST
def remove_captions(request: SignedInRequest, pk: int) -> HttpResponse:
    video = get_object_or_404(queries.videos_visible_to(request.user), pk=pk)
    actions.remove_captions(video, by=request.user)
    messages.success(request, _("已移除字幕。"))
    return redirect("training:session", video.session_id)


@login_required
@require_POST
def add_chapter(request: SignedInRequest, pk: int) -> HttpResponse:
    video = get_object_or_404(queries.videos_visible_to(request.user), pk=pk)
    require(RULES, "video.change", request.user, video.session.training_class)
    form = ChapterForm(request.POST, training_class=video.session.training_class)
    if form.is_valid():
        actions.add_chapter(video, by=request.user, **form.cleaned_data)
    else:
        messages.error(request, first_error(form))
    return redirect("training:session", video.session_id)


@login_required
@require_POST
def remove_chapter(request: SignedInRequest, pk: int) -> HttpResponse:
    video = get_object_or_404(queries.videos_visible_to(request.user), pk=pk)
    at = request.POST.get("at", "")
    if at.isdecimal() and len(at) < 10:
        actions.remove_chapter(video, int(at), by=request.user)
    return redirect("training:session", video.session_id)


@login_required
@require_POST
def place(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep where the person stopped watching."""
    video = get_object_or_404(queries.videos_visible_to(request.user), pk=pk)
    second = request.POST.get("second", "")
    if not second.isdecimal() or len(second) > 9:
        return HttpResponseBadRequest()
    actions.keep_watching_place(video, int(second), by=request.user)
    return HttpResponse(status=204)
