"""Words for the notices of this app, and for what its imports write into the history of measures."""

from django.utils.translation import gettext_lazy as _

from luoshi.common import words
from luoshi.notices import kinds

words.register(sentences={"measure.take_over": _("从“%(workbook)s”导入")}, fields={})
kinds.register(
    {
        "workbooks.ready": _("“%(plan)s”的填报表可以下载了，填好后请上传或交回"),
        "workbooks.registered": _("%(by)s登记了一批回收表，涉及%(count)s项任务"),
        "workbooks.news": _("%(by)s登记的回收表里有%(count)s项与您有关"),
    }
)
