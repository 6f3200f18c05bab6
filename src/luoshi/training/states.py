"""The fixed words of study: states of classes, trainees, reflections and commitments, forms of a session."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ClassState(TextChoices):
    """How far a class has come."""

    PLANNED = "planned", pgettext_lazy("training class", "筹备中")
    RUNNING = "running", pgettext_lazy("training class", "进行中")
    FINISHED = "finished", pgettext_lazy("training class", "已结束")


class SessionForm(TextChoices):
    """The forms in which a class studies."""

    READING = "reading", _("学习原文")
    GROUP_DISCUSSION = "group_discussion", _("分组讨论")
    SEMINAR = "seminar", _("专题研讨")
    VIDEO = "video", _("观看视频")
    OTHER = "other", pgettext_lazy("form of a session", "其他")


class TraineeState(TextChoices):
    """Whether a trainee takes part; who comes in for somebody else is enrolled and names whom."""

    ENROLLED = "enrolled", _("在册")
    WITHDRAWN = "withdrawn", _("已退出")
    REPLACED = "replaced", _("已替换")


class ImportKind(TextChoices):
    """What a file of a class holds."""

    TIMETABLE = "timetable", _("课表")
    ROSTER = "roster", _("学员名册")


class ImportState(TextChoices):
    """Where an import stands."""

    OPEN = "open", _("待确认")
    APPLIED = "applied", _("已导入")
    DROPPED = "dropped", _("已放弃")


class ReflectionState(TextChoices):
    """How far a reflection has come."""

    DRAFT = "draft", _("撰写中")
    HANDED_IN = "handed_in", _("已提交")
    WITHDRAWN = "withdrawn", _("已撤回")
    RETURNED = "returned", _("已退回修改")
    ON_PAPER = "on_paper", _("已交纸质稿")


HANDED_IN = frozenset({ReflectionState.HANDED_IN, ReflectionState.ON_PAPER})
"""The class has it."""


class NoteColour(TextChoices):
    """The colours of a highlight; what they mean is up to the reader."""

    YELLOW = "yellow", _("黄色")
    GREEN = "green", _("绿色")
    BLUE = "blue", _("蓝色")
    PINK = "pink", _("粉色")


class CommitmentState(TextChoices):
    """Whether the author took up a sentence of intent."""

    OFFERED = "offered", _("待本人确认")
    ACCEPTED = "accepted", _("已采纳")
    DROPPED = "dropped", _("不采纳")


class FollowUpDay(IntegerChoices):
    """How many days after the class somebody is asked once."""

    MONTH = 30, _("30天")
    QUARTER = 90, _("90天")
    HALF_YEAR = 180, _("180天")
    YEAR = 365, _("365天")


class Told(TextChoices):
    """What an author says of a commitment when asked later: about the matter, never a mark for the person."""

    DONE = "done", _("已经做成")
    GOING = "going", _("正在做")
    NOT_BEGUN = "not_begun", _("还没开始")
    GIVEN_UP = "given_up", _("不再做")


# verb → (states it starts from, state it leads to)
CLASS_MOVES: dict[str, tuple[frozenset[str], str]] = {
    "start": (frozenset({ClassState.PLANNED}), ClassState.RUNNING),
    "finish": (frozenset({ClassState.RUNNING}), ClassState.FINISHED),
    "reopen": (frozenset({ClassState.FINISHED}), ClassState.RUNNING),
}
REFLECTION_MOVES: dict[str, tuple[frozenset[str], str]] = {
    "hand_in": (
        frozenset({ReflectionState.DRAFT, ReflectionState.WITHDRAWN, ReflectionState.RETURNED}),
        ReflectionState.HANDED_IN,
    ),
    "withdraw": (frozenset({ReflectionState.HANDED_IN}), ReflectionState.WITHDRAWN),
    "return": (frozenset({ReflectionState.HANDED_IN}), ReflectionState.RETURNED),
    "record_on_paper": (
        frozenset({ReflectionState.DRAFT, ReflectionState.WITHDRAWN, ReflectionState.RETURNED}),
        ReflectionState.ON_PAPER,
    ),
    "unrecord_paper": (frozenset({ReflectionState.ON_PAPER}), ReflectionState.DRAFT),
}
COMMITMENT_MOVES: dict[str, tuple[frozenset[str], str]] = {
    "accept": (frozenset({CommitmentState.OFFERED, CommitmentState.DROPPED}), CommitmentState.ACCEPTED),
    "drop": (frozenset({CommitmentState.OFFERED, CommitmentState.ACCEPTED}), CommitmentState.DROPPED),
}
