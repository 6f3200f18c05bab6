"""Complaints and suggestions: who sees which, saying something, answering it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock, history
from luoshi.common.errors import IllegalMoveError, UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import lock, next_version
from luoshi.desk.models import Voice
from luoshi.desk.rules import ANSWERERS, RULES, area_of, reach_of
from luoshi.notices.actions import notify
from luoshi.units import paths
from luoshi.units.duties import duties_of
from luoshi.units.models import Post
from luoshi.units.queries.units import subtree

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from luoshi.accounts.models import User


def voices_visible_to(user: User) -> QuerySet[Voice]:
    """One's own, those one is to answer, and those answered in public."""
    condition = Q(by=user.pk)
    if duties_of(user).all:
        condition |= Q(is_public=True, answered_at__isnull=False)
    for reach in reach_of(user):
        condition |= subtree(reach, prefix="unit__")
    return Voice.objects.filter(condition).select_related("unit")


@transaction.atomic
def say(*, kind: str, topic: str, text: str, by: User) -> Voice:
    """Say something; those who answer are told."""
    require(RULES, "voice.add", by)
    words = text.strip()
    if not words:
        raise UnmetConditionError("text_missing", _("请写明要反映的问题或建议。"))
    duty = next(duty for duty in duties_of(by).all)
    voice = Voice.objects.create(kind=kind, topic=topic, text=words, by=by, unit_id=duty.unit_id, at=clock.now())
    history.record(voice, "voice.add", by=by, params={"digest": history.digest(words)})
    posts = Post.objects.on(clock.today()).filter(role__in=ANSWERERS).exclude(user=by).select_related("user", "unit")
    reached = [post.user for post in posts if paths.is_within(duty.unit_path, area_of(post.unit.path or ""))]
    notify(reached, "voice.added", url=reverse("desk:voices"))
    return voice


@transaction.atomic
def answer(voice: Voice, *, text: str, is_public: bool, by: User) -> Voice:
    """Answer in one's own name and post; who wrote it is told."""
    require(RULES, "voice.answer", by, voice)
    voice = lock(Voice.objects.select_related("by", "answered_by"), voice.pk)
    if voice.answered_at:
        sentence = _("%(name)s已经答复：%(words)s") % {"name": voice.answered_by, "words": voice.answer}
        raise IllegalMoveError("answered_already", sentence)
    words = text.strip()
    if not words:
        raise UnmetConditionError("answer_missing", _("请填写答复内容。"))
    post = Post.objects.on(clock.today()).filter(user=by, role__in=ANSWERERS).select_related("unit").first()
    voice.answer, voice.is_public = words, is_public
    voice.answered_by, voice.answered_at = by, clock.now()
    voice.answered_as = f"{post.unit}{post.title or post.get_role_display()}" if post else ""
    next_version(voice)
    voice.save()
    history.record(voice, "voice.answer", by=by, params={"digest": history.digest(words)})
    notify([voice.by], "voice.answered", url=reverse("desk:voices"))
    return voice
