"""How a notice can leave the house, and where a delivery stands."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    """Ways out of the house."""

    MAIL = "mail", _("邮件")
    CHAT = "chat", _("即时通讯")


class Pace(TextChoices):
    """How often somebody wants to be told outside the page."""

    OFF = "off", _("不发送")
    DAILY = "daily", _("每天汇总一次")
    AT_ONCE = "at_once", _("逐条发送")


class DeliveryState(TextChoices):
    """Where a delivery stands."""

    WAITING = "waiting", _("待发送")
    SENT = "sent", _("已发送")
    FAILED = "failed", _("发送失败")
