"""The fixed words of the library: what a document is, how far its reading has come, how documents are linked."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DocumentKind(TextChoices):
    """What a document is."""

    OPINION = "opinion", _("意见")
    PLAN = "plan", _("方案")
    NOTICE = "notice", _("通知")
    MINUTES = "minutes", _("会议纪要")
    INSTRUCTION = "instruction", _("批示")
    REPORT = "report", _("报告")
    REGULATION = "regulation", _("法规制度")
    OTHER = "other", _("其他")


class ReadingState(TextChoices):
    """How far the reading of an uploaded file has come."""

    WAITING = "waiting", _("等待读取")
    READY = "ready", _("已读取")
    FAILED = "failed", _("未能读取")
    PURGED = "purged", _("已清除")


class LinkKind(TextChoices):
    """How one document bears on another."""

    IMPLEMENTS = "implements", _("贯彻落实")
    SUPERSEDES = "supersedes", _("取代")
    CITES = "cites", _("引用")
    AMENDS = "amends", _("修改")
    ABOLISHES = "abolishes", _("废止")


class LinkState(TextChoices):
    """Whether somebody has settled a link that was found in the text."""

    OFFERED = "offered", _("待确认")
    CONFIRMED = "confirmed", _("已确认")
    DROPPED = "dropped", _("不采用")


@dataclass(frozen=True)
class LinkMove:
    """From which states a link is settled how."""

    sources: frozenset[str]
    target: LinkState


LINK_MOVES = {
    "confirm": LinkMove(frozenset({LinkState.OFFERED, LinkState.DROPPED}), LinkState.CONFIRMED),
    "drop": LinkMove(frozenset({LinkState.OFFERED, LinkState.CONFIRMED}), LinkState.DROPPED),
}
