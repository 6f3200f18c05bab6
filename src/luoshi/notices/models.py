"""Notices, how people want to be told, and the outbox."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from luoshi.notices.states import Channel, DeliveryState, Pace


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices by whether they were seen."""

    def unread(self) -> Self:
        return self.filter(read_at=None)


class Notice(models.Model):
    """Something a person should know: a code with parameters, put into words where it is shown, and where it leads."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    code = models.CharField(max_length=60)
    params: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    url = models.CharField(max_length=300)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    matter = ""
    """The words of the matter that it tells of, looked up where it is shown (`kinds.add_matters`) and not stored."""

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["user", "read_at", "-created_at"], name="notice_inbox")]

    def __str__(self) -> str:
        return self.code


class Preference(models.Model):
    """How a person wants to be told outside the page; nothing leaves unless both the house and the person say so."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_preference")
    mail = models.CharField(_("邮件提醒"), max_length=8, choices=Pace.choices, default=Pace.OFF)
    chat = models.CharField(_("即时通讯提醒"), max_length=8, choices=Pace.choices, default=Pace.OFF)
    chat_address = models.CharField(
        _("即时通讯地址"),
        max_length=300,
        blank=True,
        help_text=_("企业微信、钉钉或飞书机器人的地址，由管理员提供。消息里不带任何内容，只有一个链接。"),
    )
    digest_on = models.DateField(null=True, editable=False)

    def __str__(self) -> str:
        return str(self.user)


class Delivery(models.Model):
    """One message in the outbox: how many notices it tells of, never what they say."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=4, choices=Channel.choices)
    count = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=8, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_try_at"], name="delivery_waiting", condition=models.Q(state=DeliveryState.WAITING)
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} → {self.user_id}"
