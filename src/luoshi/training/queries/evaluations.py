"""What may be shown of the evaluation of a class, the same on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from luoshi.training.evaluation import LEAST_ANSWERS, summary_of
from luoshi.training.models import EvaluationBox

if TYPE_CHECKING:
    from luoshi.training.evaluation import Summary
    from luoshi.training.models import TrainingClass


def evaluation_of(training_class: TrainingClass) -> Summary:
    """The answers counted, once no more can come."""
    box = EvaluationBox.objects.filter(training_class=training_class).first()
    return summary_of(box.answers if box else [], is_open=training_class.evaluation_closed_at is None)


def why_hidden(summary: Summary) -> str:
    """The sentence in place of results that are not shown."""
    if summary.is_open:
        return _("评价还没有截止，截止后统计，不足%(count)s份不显示。") % {"count": LEAST_ANSWERS}
    return _("收到的评价不足%(count)s份，为保护匿名不予显示。") % {"count": LEAST_ANSWERS}
