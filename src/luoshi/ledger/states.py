"""States, verbs and legal moves of a measure as tables, and the other fixed words of the ledger."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    """Where a measure stands (field.md, life cycle of a measure)."""

    PROPOSED = "proposed", _("拟立项")
    IN_REVIEW = "in_review", _("待审核")
    ASSIGNED = "assigned", _("已交办")
    SIGNED = "signed", _("已签收")
    IN_PROGRESS = "in_progress", _("办理中")
    CLOSE_REQUESTED = "close_requested", pgettext_lazy("state", "申请办结")
    VERIFYING = "verifying", _("核查中")
    CLOSED = "closed", _("已办结")
    SIGNED_OFF = "signed_off", _("已销号")
    ARCHIVED = "archived", _("已归档")
    STANDING = "standing", _("长期坚持")
    SUSPENDED = "suspended", _("中止")
    WITHDRAWN = "withdrawn", pgettext_lazy("state", "撤销")
    MERGED = "merged", _("合并")


DRAFT = frozenset({State.PROPOSED, State.IN_REVIEW})
"""Not yet shown to the units."""
AT_WORK = frozenset({State.ASSIGNED, State.SIGNED, State.IN_PROGRESS, State.STANDING})
"""The unit has to do something; clocks run."""
UNDER_CHECK = frozenset({State.CLOSE_REQUESTED, State.VERIFYING})
OPEN = AT_WORK | UNDER_CHECK
DONE = frozenset({State.CLOSED, State.SIGNED_OFF, State.ARCHIVED})
AT_REST = frozenset({State.SUSPENDED, State.WITHDRAWN, State.MERGED})
"""Grey: visible for ever, no clock runs."""


@dataclass(frozen=True)
class Move:
    """A verb, the states it starts from and the state it leads to (None: where the measure came from)."""

    verb: str
    sources: frozenset[State]
    target: State | None


MOVES = {
    move.verb: move
    for move in (
        Move("submit", frozenset({State.PROPOSED}), State.IN_REVIEW),
        Move("return_review", frozenset({State.IN_REVIEW}), State.PROPOSED),
        Move("drop", DRAFT, State.WITHDRAWN),
        Move("assign", frozenset({State.IN_REVIEW}), State.ASSIGNED),
        Move("refuse", frozenset({State.ASSIGNED}), State.IN_REVIEW),
        Move("reassign", (AT_WORK - {State.STANDING}) | {State.IN_REVIEW}, State.ASSIGNED),
        Move("sign", frozenset({State.ASSIGNED}), State.SIGNED),
        Move("start", frozenset({State.SIGNED}), State.IN_PROGRESS),
        Move("keep", frozenset({State.SIGNED, State.IN_PROGRESS}), State.STANDING),
        Move("end_standing", frozenset({State.STANDING}), State.IN_PROGRESS),
        Move("request_close", frozenset({State.IN_PROGRESS}), State.CLOSE_REQUESTED),
        Move("return_close", frozenset({State.CLOSE_REQUESTED}), State.IN_PROGRESS),
        Move("appoint_verifier", frozenset({State.CLOSE_REQUESTED}), State.VERIFYING),
        Move("return_verification", frozenset({State.VERIFYING}), State.IN_PROGRESS),
        Move("close", frozenset({State.VERIFYING}), State.CLOSED),
        Move("sign_off", frozenset({State.CLOSED}), State.SIGNED_OFF),
        Move("archive", frozenset({State.SIGNED_OFF}), State.ARCHIVED),
        Move("suspend", OPEN, State.SUSPENDED),
        Move("resume", frozenset({State.SUSPENDED}), None),
        Move("withdraw", OPEN | {State.SUSPENDED}, State.WITHDRAWN),
        Move("merge", OPEN | {State.IN_REVIEW}, State.MERGED),
    )
}


class Verb(TextChoices):
    """What people do with a measure, as the buttons say it."""

    SUBMIT = "submit", _("提交审核")
    RETURN_REVIEW = "return_review", pgettext_lazy("review", "退回修改")
    DROP = "drop", _("不立项")
    ASSIGN = "assign", _("批准交办")
    REFUSE = "refuse", _("退办")
    REASSIGN = "reassign", _("改派")
    SIGN = "sign", _("签收")
    START = "start", _("开始办理")
    KEEP = "keep", _("转为长期坚持")
    END_STANDING = "end_standing", _("结束长期坚持")
    REQUEST_CLOSE = "request_close", _("申请办结")
    RETURN_CLOSE = "return_close", _("退回重办")
    APPOINT_VERIFIER = "appoint_verifier", _("指定核查人")
    RETURN_VERIFICATION = "return_verification", pgettext_lazy("verification", "退回重办")
    CLOSE = "close", pgettext_lazy("verb", "办结")
    SIGN_OFF = "sign_off", pgettext_lazy("verb", "销号")
    ARCHIVE = "archive", pgettext_lazy("verb", "归档")
    SUSPEND = "suspend", pgettext_lazy("verb", "中止")
    RESUME = "resume", _("恢复办理")
    WITHDRAW = "withdraw", pgettext_lazy("verb", "撤销")
    MERGE = "merge", pgettext_lazy("verb", "并入")


class Light(TextChoices):
    """Computed from dates, never typed in."""

    RED = "red", _("红灯")
    YELLOW = "yellow", _("黄灯")
    GREEN = "green", _("绿灯")
    GREY = "grey", _("灰灯")


class PartRole(TextChoices):
    """What a unit is to a measure."""

    LEAD = "lead", _("牵头单位")
    RESPONSIBLE = "responsible", _("责任单位")
    SUPPORT = "support", _("配合单位")


SHORT_ROLES = {
    PartRole.LEAD: pgettext_lazy("role", "牵头"),
    PartRole.RESPONSIBLE: pgettext_lazy("role", "责任"),
    PartRole.SUPPORT: pgettext_lazy("role", "配合"),
}


class Matter(TextChoices):
    """Where a measure comes from."""

    PLAN = "plan", _("方案任务")
    INSTRUCTION = "instruction", _("领导批示")
    MEETING = "meeting", _("会议议定事项")
    COMMITMENT = "commitment", _("承诺事项")


class PlanState(TextChoices):
    """Where a plan stands."""

    DRAFT = "draft", _("拆解中")
    RUNNING = "running", _("落实中")
    ARCHIVED = "archived", pgettext_lazy("plan", "已归档")


class Cycle(TextChoices):
    """How often units report."""

    NONE = "none", _("不定期报告")
    MONTHLY = "monthly", _("每月")
    QUARTERLY = "quarterly", _("每季度首月")
    HALF_YEARLY = "half_yearly", _("每半年首月")


class DueSource(TextChoices):
    """Why a measure is due when it is."""

    TEXT = "text", _("原文载明")
    DEFAULT = "default", _("方案默认")
    HAND = "hand", _("人工设定")
    NONE = "none", _("未设定")


class Grade(TextChoices):
    """Completion at closing (scale of the Open Government Partnership)."""

    NO_EVIDENCE = "no_evidence", _("无佐证")
    NOT_STARTED = "not_started", _("未启动")
    LIMITED = "limited", _("部分完成")
    SUBSTANTIAL = "substantial", _("基本完成")
    COMPLETE = "complete", _("全部完成")


class Judgement(TextChoices):
    """The supervisor's own view beside the light."""

    NONE = "", _("未评估")
    CONFIDENT = "confident", _("有把握")
    UNSURE = "unsure", _("有风险")
    DOUBTFUL = "doubtful", _("难以完成")


class ReportState(TextChoices):
    """Where a report stands."""

    DRAFT = "draft", _("草稿")
    WAITING = "waiting", _("待审签")
    SUBMITTED = "submitted", _("已报送")
    RETURNED = "returned", _("已退回")


class Decision(TextChoices):
    """The answer to something that was asked for."""

    OPEN = "open", _("待决定")
    GRANTED = "granted", _("同意")
    DENIED = "denied", _("不同意")


class SlipColour(TextChoices):
    """The three colours of an urging slip."""

    BLUE = "blue", _("蓝色提醒单")
    YELLOW = "yellow", _("黄色督办单")
    RED = "red", _("红色督办单")


class PointFinding(TextChoices):
    """What the verifier has found of an acceptance point."""

    OPEN = "open", _("未核查")
    FULFILLED = "fulfilled", _("已达到")
    UNFULFILLED = "unfulfilled", _("未达到")


class JobState(TextChoices):
    """Where something that is made in the background stands."""

    WAITING = "waiting", _("排队中")
    RUNNING = "running", _("正在生成")
    DONE = "done", pgettext_lazy("job", "已完成")
    FAILED = "failed", pgettext_lazy("job", "没有完成")


class ExportKind(TextChoices):
    """As what the ledger is given out."""

    XLSX = "xlsx", _("Excel工作簿")
    CSV = "csv", _("CSV文件")
