"""The fixed words of the desk."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class VoiceKind(TextChoices):
    """What somebody has to say."""

    COMPLAINT = "complaint", _("反映问题")
    SUGGESTION = "suggestion", _("提出建议")


class VoiceTopic(TextChoices):
    """What it is about."""

    BURDEN = "burden", _("重复填报、多头要材料")
    REQUEST = "request", _("某项任务或通知")
    SYSTEM = "system", _("这个系统")
    OTHER = "other", _("其他")
