"""Words for the history of accounts."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from luoshi.accounts.states import Theme
from luoshi.common.words import register

register(
    sentences={
        "user.change": _("修改了个人资料"),
        "user.remove_second_factors": _("解除了两步验证（%(count)s项）"),
        "user.end_sessions": _("结束了%(count)s处已登录的会话"),
        "token.create": _("建立了接口令牌“%(token)s”"),
        "token.revoke": _("撤销了接口令牌“%(token)s”"),
    },
    fields={
        "username": _("登录名"),
        "email": _("电子邮箱"),
        "phone": _("联系电话"),
        "language": _("语言"),
        "theme": _("外观"),
        "is_active": _("可以登录"),
    },
    values={"language": dict(settings.LANGUAGES), "theme": dict(Theme.choices)},
)
