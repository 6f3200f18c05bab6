"""The home page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.common import clock
from luoshi.common.forms import carry_out
from luoshi.common.paging import page_of
from luoshi.desk import queries, voices
from luoshi.desk.forms import AnswerForm, VoiceForm
from luoshi.desk.questions import all_questions, question_rows
from luoshi.desk.rules import RULES
from luoshi.desk.waiting import all_waiting, counts_for, kind_of, waiting_for, waiting_rows
from luoshi.training.queries.classes import open_call_ups_of, takes_part_in_study
from luoshi.units.queries.people import own_posts

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest


@login_required
@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """What waits, in order of urgency; counts by light; what is new."""
    today, posts = clock.today(), own_posts(request.user)
    counts = counts_for(request.user, waiting_rows(request.user, today) | question_rows(request.user))
    context = {
        "waiting": all_waiting(request.user, today, counts=counts),
        "questions": all_questions(request.user, counts=counts),
        "call_ups": open_call_ups_of(request.user)[:20],
        "lights": queries.light_counts_for(request.user, today),
        "news": queries.news_for(request.user),
        "first_steps": queries.first_steps_for(request.user),
        "posts": posts,
        "studies": not posts and takes_part_in_study(request.user),
        "day": today,
    }
    return render(request, "desk/home.html", context)


@login_required
@require_safe
def waiting(request: SignedInRequest, code: str) -> HttpResponse:
    """Everything of one kind that waits."""
    kind = kind_of(code)
    if kind is None:
        raise Http404
    today = clock.today()
    page = page_of(request, waiting_for(request.user, kind, today))
    return render(request, "desk/waiting.html", {"kind": kind, "page": page, "day": today})


@login_required
def voices_page(request: SignedInRequest) -> HttpResponse:
    """Say something, and see what was answered."""
    form = VoiceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = carry_out(form, lambda: voices.say(by=request.user, **form.cleaned_data))
        if made:
            messages.success(request, _("已提交，答复后会提醒您。"))
            return redirect("desk:voices")
    return _show_voices(request, form, {})


def _show_voices(request: SignedInRequest, form: VoiceForm, refused: dict[int, AnswerForm]) -> HttpResponse:
    """The page; an answer that was refused stands in it as it was typed."""
    rows = voices.voices_visible_to(request.user).select_related("by", "unit", "answered_by")
    may_answer = RULES["voice.answer"]
    page = page_of(request, rows)
    shown = [
        (voice, refused.get(voice.pk) or AnswerForm(instance=voice) if may_answer(request.user, voice) else None)
        for voice in page
    ]
    return render(request, "desk/voices.html", {"form": form, "page": page, "shown": shown})


@login_required
@require_POST
def answer_voice(request: SignedInRequest, pk: int) -> HttpResponse:
    voice = get_object_or_404(voices.voices_visible_to(request.user), pk=pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _show_voices(request, VoiceForm(), {voice.pk: form})
    given = form.cleaned_data
    voices.answer(voice, text=given["answer"], is_public=given["is_public"], by=request.user)
    messages.success(request, _("已答复。"))
    return redirect("desk:voices")
