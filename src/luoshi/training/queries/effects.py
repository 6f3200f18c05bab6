"""The four levels on which training can have an effect, each with the source that it really has here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from luoshi.training.models import Outcome, Question, Reflection
from luoshi.training.queries.evaluations import evaluation_of, why_hidden
from luoshi.training.queries.transfer import STAGES
from luoshi.training.states import HANDED_IN, TraineeState

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    from luoshi.training.models import TrainingClass
    from luoshi.training.queries.transfer import Cell, Transfer


@dataclass(frozen=True)
class Effect:
    """One level: its name, where its facts come from, and what they say."""

    number: int
    name: str
    source: str
    lines: tuple[str, ...]
    cells: tuple[tuple[_StrOrPromise, Cell], ...] = ()


def effects_of(training_class: TrainingClass, transfer: Transfer) -> tuple[Effect, ...]:
    """Reaction, learning, behaviour, results; nobody is tested and nobody is scored."""
    numbers = {cell.stage: (STAGES[cell.stage], cell) for cell in transfer.total.cells}
    return (
        Effect(1, _("反应：学员怎样看这期培训"), _("来源：匿名评价"), _reaction(training_class)),
        Effect(
            2,
            _("学习：留下了什么"),
            _("来源：提交的心得、讨论和研讨成果（只计篇数，不测验个人）"),
            _learning(training_class),
        ),
        Effect(
            3,
            _("行为：打算变成工作没有"),
            _("来源：承诺事项、关联的措施、采纳以后提交的佐证材料"),
            (),
            (numbers["accepted"], numbers["linked"], numbers["evidenced"]),
        ),
        Effect(
            4,
            _("成效：核实了什么"),
            _("来源：采纳以后作出的核查结论，以及下面列出的方案指标"),
            (),
            (numbers["verified"],),
        ),
    )


def _reaction(training_class: TrainingClass) -> tuple[str, ...]:
    summary = evaluation_of(training_class)
    if summary.is_hidden:
        return (why_hidden(summary),)
    good = (
        _("%(question)s：很好或较好%(good)s份，共%(all)s份。")
        % {"question": one.question, "good": sum(one.counts[:2]), "all": sum(one.counts)}
        for one in summary.tallies
    )
    return tuple(good)


def _learning(training_class: TrainingClass) -> tuple[str, ...]:
    enrolled = training_class.trainees.filter(state=TraineeState.ENROLLED)
    reflections = Reflection.objects.filter(trainee__in=enrolled.values("pk"), state__in=HANDED_IN).count()
    sessions = training_class.sessions.aggregate(
        discussions=Count("pk", filter=Q(form="group_discussion")), seminars=Count("pk", filter=Q(form="seminar"))
    )
    facts = {
        "people": enrolled.count(),
        "reflections": reflections,
        "outcomes": Outcome.objects.filter(session__training_class=training_class).count(),
        "questions": Question.objects.filter(session__training_class=training_class).exclude(answer="").count(),
        **sessions,
    }
    return (
        _("%(people)s名学员提交心得体会%(reflections)s篇。") % facts,
        _("%(discussions)s次分组讨论、%(seminars)s次专题研讨，形成成果%(outcomes)s份，答复提问%(questions)s个。")
        % facts,
    )
