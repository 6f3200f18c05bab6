"""Complaints and suggestions, each answered by somebody named."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from luoshi.common.models import Versioned
from luoshi.desk.states import VoiceKind, VoiceTopic
from luoshi.units.models import Unit


class Voice(Versioned):
    """What somebody has to say about requests or the system, and what was answered.

    `unit` is the unit of the person, and tells who answers: the supervision office or administrator above it.
    An answered one may be shown to everybody, without the name of who wrote it.
    """

    kind = models.CharField(_("类型"), max_length=12, choices=VoiceKind.choices, default=VoiceKind.SUGGESTION)
    topic = models.CharField(_("关于"), max_length=12, choices=VoiceTopic.choices, default=VoiceTopic.BURDEN)
    text = models.TextField(_("内容"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="voices")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="voices")
    at = models.DateTimeField()
    answer = models.TextField(_("答复"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="voices_answered"
    )
    answered_as = models.CharField(max_length=120, blank=True)
    answered_at = models.DateTimeField(null=True)
    is_public = models.BooleanField(_("向所有人公开这条意见和答复（不显示提出人）"), default=False)

    class Meta:
        ordering = ["-at"]
        verbose_name = _("意见建议")
        indexes = [models.Index(fields=["answered_at", "-at"], name="voice_unanswered")]

    def __str__(self) -> str:
        return self.text[:40]
