"""Words for the history of documents."""

from django.utils.translation import gettext_lazy as _

from luoshi.common.words import register

register(
    sentences={
        "document.add": _("收入了文件“%(name)s”"),
        "document.change": _("修改了文件信息"),
        "document.link_confirm": _("确认了与%(name)s的关系"),
        "document.link_drop": _("不采用与%(name)s的关系"),
        "document.supersedes": _("有了新版本“%(name)s”，%(count)s处文字变化"),
        "document.amends": _("被“%(name)s”修改，涉及%(count)s处"),
        "document.abolishes": _("被“%(name)s”废止，涉及%(count)s处"),
    },
    fields={
        "title": _("标题"),
        "doc_number": _("发文字号"),
        "issuers": _("发文机关"),
        "addressees": _("主送机关"),
        "signed_on": _("成文日期"),
    },
)
