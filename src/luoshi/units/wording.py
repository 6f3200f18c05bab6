"""Words for the history of units, people, posts, fields and the calendar."""

from django.utils.translation import gettext_lazy as _

from luoshi.common.words import register
from luoshi.units.states import Kind, Level, Role

register(
    sentences={
        "unit.add": _("添加了单位“%(name)s”"),
        "unit.change": _("修改了单位资料"),
        "unit.move": _("从“%(old)s”移到“%(new)s”之下"),
        "unit.close": _("停用了单位"),
        "unit.reopen": _("重新启用了单位"),
        "unit.alias_add": _("添加了别名“%(text)s”"),
        "unit.alias_remove": _("删除了别名“%(text)s”"),
        "user.add": _("录入了人员“%(name)s”"),
        "user.change_by_admin": _("修改了人员资料"),
        "user.admit": _("在服务器上恢复了登录"),
        "user.reset_password": _("重设了首次登录密码"),
        "post.add": _("%(person)s自%(since)s起任“%(unit)s”%(role)s"),
        "post.end": _("%(person)s任“%(unit)s”%(role)s至%(ends_on)s"),
        "post.hand_over": _("%(person)s把“%(unit)s”%(role)s移交给%(to)s"),
        "post.delegate": _("%(person)s的“%(unit)s”%(role)s%(starts_on)s至%(ends_on)s由%(to)s代行，事由：%(reason)s"),
        "post.delegation_end": _("收回了%(to)s对%(person)s职责的代行"),
        "field.add": _("添加了分管领域“%(name)s”"),
        "field.change": _("修改了分管领域"),
        "calendar.set": _("设置了%(day)s是否上班"),
        "calendar.entered": _("声明本年的放假安排已经录完"),
        "calendar.open": _("声明本年的放假安排还没有录完"),
        "calendar.clear": _("%(day)s恢复为通知的安排"),
    },
    fields={
        "name": _("名称"),
        "level": _("层级"),
        "kind": _("类型"),
        "code": _("单位代码"),
        "closed_on": _("停用日期"),
        "units": _("包含单位"),
    },
    values={"level": dict(Level.choices), "kind": dict(Kind.choices), "role": dict(Role.choices)},
)
