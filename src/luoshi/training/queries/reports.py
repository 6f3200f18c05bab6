"""What the report of a class says: its course, its outcomes, what was taken up, how it was received."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from luoshi.ledger.models import Measure
from luoshi.ledger.states import State
from luoshi.training.evaluation import SCALE
from luoshi.training.models import Outcome, Reflection
from luoshi.training.queries.classes import sessions_of
from luoshi.training.queries.completion import HANDED_IN
from luoshi.training.queries.evaluations import evaluation_of, why_hidden
from luoshi.training.queries.transfer import counted_in, in_stage
from luoshi.training.states import SessionForm, TraineeState

if TYPE_CHECKING:
    from luoshi.training.models import TrainingClass

DELIVERED = (State.CLOSED, State.SIGNED_OFF, State.ARCHIVED)


@dataclass(frozen=True)
class Section:
    """A headed part: paragraphs, and a table where `head` is not empty (as many cells in every row).

    `widths` are shares of the page, one a column.
    """

    heading: str
    lines: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    widths: tuple[int, ...] = ()


@dataclass(frozen=True)
class Report:
    """The report in order; the page, the Word file and the PDF show the same."""

    title: str
    sections: tuple[Section, ...]


def report_of(training_class: TrainingClass) -> Report:
    """The report as it stands now; of persons it tells nothing, of evaluations nothing before the last."""
    sections = (
        _course(training_class),
        _timetable(training_class),
        _outcomes(training_class),
        _commitments(training_class),
        _evaluation(training_class),
    )
    return Report(_("%(title)s培训总结") % {"title": training_class.title}, sections)


def _course(training_class: TrainingClass) -> Section:
    people = training_class.trainees.aggregate(
        enrolled=Count("pk", filter=Q(state=TraineeState.ENROLLED)),
        completed=Count("pk", filter=Q(state=TraineeState.ENROLLED) & ~Q(completed_on=None)),
    )
    sums = training_class.sessions.aggregate(count=Count("pk"), hours=Sum("hours"))
    reflections = Reflection.objects.filter(trainee__training_class=training_class, state__in=HANDED_IN).count()
    facts = {
        "first": date_format(training_class.starts_on, _("Y年n月j日")),
        "last": date_format(training_class.ends_on, _("Y年n月j日")),
        "place": _("，地点：%(place)s") % {"place": training_class.place} if training_class.place else "",
        "sessions": sums["count"],
        "hours": f"{(sums['hours'] or 0):g}",
        "people": people["enrolled"],
        "completed": people["completed"],
        "reflections": reflections,
    }
    lines = [
        _("%(first)s至%(last)s%(place)s。共%(sessions)s个教学单元，%(hours)s学时。") % facts,
        _("参训%(people)s人，结业%(completed)s人，提交心得体会%(reflections)s篇。") % facts,
    ]
    names = "、".join(f"《{one.title}》" for one in training_class.documents.all())
    if names:
        lines.append(_("学习文件：%(names)s。") % {"names": names})
    return Section(_("一、基本情况"), tuple(lines))


def _timetable(training_class: TrainingClass) -> Section:
    sessions = list(sessions_of(training_class))
    forms = Counter(one.form for one in sessions)
    parts = (
        _("%(form)s%(count)s节") % {"form": form.label, "count": forms[form]} for form in SessionForm if forms[form]
    )
    rows = tuple(
        (
            timezone.localtime(one.starts_at).strftime("%m-%d %H:%M"),
            one.get_form_display(),
            one.title,
            str(one.speaker or ""),
        )
        for one in sessions
    )
    head = (_("时间"), _("形式"), _("内容"), _("主讲人")) if rows else ()
    said = _("、").join(parts) or _("还没有课程。")
    return Section(_("二、课程安排"), (said,), head, rows, (3, 3, 8, 2))


def _outcomes(training_class: TrainingClass) -> Section:
    handed_over = Outcome.objects.filter(session__training_class=training_class).exclude(handed_over_at=None)
    outcomes = handed_over.select_related("session", "group")
    lines = tuple(
        f"{one.session.title}{f'（{one.group}）' if one.group else ''}：{one.text}"
        for one in outcomes.order_by("session__starts_at", "group__position", "pk")
    )
    return Section(_("三、讨论与研讨成果"), lines or (_("还没有提交成果。"),))


def _commitments(training_class: TrainingClass) -> Section:
    accepted = counted_in(training_class).filter(in_stage("accepted"))
    counts = accepted.aggregate(
        all=Count("pk"),
        linked=Count("pk", filter=~Q(measure=None)),
        evidenced=Count("pk", filter=in_stage("evidenced")),
        discussed=Count("pk", filter=Q(reflection=None)),
        delivered=Count("pk", filter=Q(measure__state__in=DELIVERED)),
    )
    line = _("承诺事项%(all)s项，转为措施%(linked)s项，已有佐证%(evidenced)s项，已办结%(delivered)s项。") % counts
    discussed = _("其中讨论中认领%(discussed)s项。") % counts if counts["discussed"] else ""
    linked = Measure.objects.filter(pk__in=accepted.values("measure")).order_by("code")
    rows = tuple((one.code, one.text[:120], one.get_state_display()) for one in linked)
    head = (_("编号"), _("措施"), _("状态")) if rows else ()
    return Section(_("四、学用转化"), (f"{line}{discussed}",), head, rows, (3, 10, 2))


def _evaluation(training_class: TrainingClass) -> Section:
    summary = evaluation_of(training_class)
    heading = _("五、学员评价（匿名）")
    if summary.is_hidden:
        return Section(heading, (why_hidden(summary),))
    head = (pgettext("evaluation", "项目"), *(str(label) for label in SCALE.values()))
    rows = tuple((str(one.question), *(str(count) for count in one.counts)) for one in summary.tallies)
    lines = (_("收到评价%(count)s份。") % {"count": summary.answered}, *summary.advice)
    return Section(heading, lines, head, rows, (6, 2, 2, 2, 2, 2))
