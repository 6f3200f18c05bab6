"""Words for the notices of this app."""

from django.utils.translation import gettext_lazy as _

from luoshi.notices import kinds

kinds.register(
    {
        "workbooks.ready": _("“%(plan)s”的填报表可以下载了，填好后请上传或交回"),
        "workbooks.registered": _("%(by)s登记了一批回收表，涉及%(count)s项任务"),
        "workbooks.news": _("%(by)s登记的回收表里有%(count)s项与您有关"),
    }
)
