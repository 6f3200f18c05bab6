"""The fixed words of this app: stages of a job, of a batch of returned workbooks, of an import; what a row would do."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class BatchState(TextChoices):
    """Where a batch of returned workbooks stands."""

    READING = "reading", _("正在读取")
    SHOWN = "shown", _("待确认")
    APPLYING = "applying", _("正在登记")
    APPLIED = "applied", _("已登记")
    DROPPED = "dropped", _("已放弃")
    FAILED = "failed", pgettext_lazy("job", "没有完成")


BUSY = frozenset({BatchState.READING, BatchState.APPLYING})


class Outcome(TextChoices):
    """What a row of a returned workbook would do."""

    FAULT = "fault", _("不能登记")
    CONFLICT = "conflict", _("其间已有改动")
    CHANGE = "change", _("将登记")
    SAME = "same", _("没有变化")


class Choice(TextChoices):
    """What is to be done with a row that conflicts with later changes."""

    NONE = "", _("未选择")
    TAKE = "take", _("按回收表登记")
    KEEP = "keep", _("保留现有")


STEP_NAMES = {
    "sign": _("签收"),
    "report": _("报送进展"),
    "extension": _("申请延期"),
    "close": _("申请办结"),
    "refuse": _("退办"),
    "milestone": _("完成时间节点"),
}
"""The steps that a row can take, as the page says them."""


class LedgerField(TextChoices):
    """What a column of an office's own ledger can hold."""

    NONE = "", _("不导入")
    KEY = "key", _("编号")
    GROUP = "group", _("所属部分")
    TEXT = "text", _("措施内容")
    AIM = "aim", _("工作目标")
    LEAD = "lead", _("牵头单位")
    RESPONSIBLE = "responsible", _("责任单位")
    SUPPORT = "support", _("配合单位")
    LEADER = "leader", _("责任领导")
    PERSON = "person", _("责任人")
    DUE = "due", _("完成时限")
    STATE = "state", _("状态")
    CLAIMED = "claimed", _("自报进度")
    PROGRESS = "progress", _("进展情况")


class TakeoverState(TextChoices):
    """Where the import of an office's own ledger stands."""

    OPEN = "open", _("待确认")
    APPLIED = "applied", pgettext_lazy("import", "已导入")
    DROPPED = "dropped", _("已放弃")


class MappingKind(TextChoices):
    """What is remembered of an earlier import."""

    COLUMN = "column", _("列")
    STATE = "state", _("状态")


class RowKind(TextChoices):
    """What a row of an office's own ledger would do."""

    FAULT = "fault", _("不能导入")
    NEW = "new", _("新增")
    CHANGED = "changed", _("更新")
    SAME = "same", _("没有变化")


NEWS_NAMES = {
    "text": _("措施内容"),
    "due": _("完成时限"),
    "state": _("状态"),
    "units": _("单位"),
    "progress": _("进展情况"),
}
"""What a row of the next version of an old ledger can change, as the page says it."""
