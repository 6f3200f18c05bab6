"""Words for the history and the notices of complaints and suggestions."""

from django.utils.translation import gettext_lazy as _

from luoshi.common.words import register
from luoshi.notices.kinds import register as register_notices

register(
    sentences={"voice.add": _("提交了意见建议"), "voice.answer": _("作了答复")},
    fields={},
)
register_notices({"voice.added": _("有新的意见建议等待答复"), "voice.answered": _("您的意见建议有了答复")})
