"""Words for the history of documents."""

from django.utils.translation import gettext_lazy as _

from luoshi.common.words import register

register(
    sentences={
        "document.add": _("收入了文件“%(name)s”"),
        "document.change": _("修改了文件信息"),
    },
    fields={
        "title": _("标题"),
        "doc_number": _("发文字号"),
        "issuers": _("发文机关"),
        "addressees": _("主送机关"),
        "signed_on": _("成文日期"),
    },
)
