"""Words for the history of study and for its notices."""

from django.utils.translation import gettext_lazy as _

from luoshi.common.words import register
from luoshi.notices import kinds

register(
    sentences={
        "class.add": _("设立了培训班“%(title)s”"),
        "class.change": _("修改了培训班资料"),
        "class.start": _("开班"),
        "class.finish": _("结束了培训班"),
        "class.reopen": _("恢复为进行中"),
        "class.announce": _("向%(count)s名学员发布了课表"),
        "class.session_add": _("添加了课程“%(session)s”"),
        "class.session_change": _("调整了课程“%(session)s”"),
        "class.session_remove": _("删除了课程“%(session)s”"),
        "class.enrol": _("录入了%(count)s名学员"),
        "class.call_up": _("向%(units)s下达名额，每单位%(quota)s名"),
        "class.group": _("分成%(count)s组"),
        "class.group_change": _("修改了“%(name)s”的组名、地点或召集人"),
        "session.add": _("添加了课程“%(title)s”"),
        "session.change": _("调整了课程"),
        "session.material_add": _("添加了资料“%(name)s”"),
        "session.material_remove": _("移除了资料“%(name)s”"),
        "lecturer.add": _("把%(name)s录入师资库"),
        "lecturer.change": _("修改了师资资料"),
        "trainee.enrol": _("%(name)s列入学员名册"),
        "trainee.change": _("修改了学员资料"),
        "trainee.withdraw": _("%(name)s退出，理由：%(reason)s"),
        "trainee.replace": _("%(name)s由%(reason)s替换"),
        "trainee.group": _("调到“%(group)s”"),
        "trainee.complete": _("为%(name)s办理结业"),
        "absence.enter": _("登记%(name)s缺席，事由：%(reason)s"),
        "absence.change": _("更正%(name)s缺席的事由为：%(reason)s"),
        "absence.remove": _("撤销了%(name)s的缺席登记"),
    },
    fields={
        "theme": _("主题"),
        "place": _("地点"),
        "class_head": _("班主任"),
        "least_share": _("结业所需学时比例（%）"),
        "reflection_wanted": _("结业须提交心得体会"),
        "documents": _("学习文件"),
        "form": _("形式"),
        "starts_at": _("开始"),
        "ends_at": _("结束"),
        "hours": _("学时"),
        "room": _("教室"),
        "speaker": _("主讲人"),
        "outline": _("提纲"),
        "question": _("讨论题"),
        "convener": _("召集人"),
        "group": _("小组"),
        "reason": _("事由"),
    },
)
kinds.register(
    {
        "training.announced": _("“%(class)s”的课表已发布。"),
        "training.changed": _("“%(class)s”的课程“%(session)s”有调整。"),
        "training.called_up": _("请为“%(class)s”报名，名额%(quota)s名。"),
    }
)
