"""What is due by time in study: related clauses, the end of evaluations, the questions some time after a class."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from luoshi.common.jobs import Job, register
from luoshi.training.actions.evaluating import close_due
from luoshi.training.actions.follow_ups import ask_due
from luoshi.training.queries.relating import not_compared

if TYPE_CHECKING:
    from datetime import datetime


def _relate(_now: datetime) -> int:
    if not not_compared().exists():
        return 0
    from luoshi.training.actions.relating import relate_new_documents  # what compares is dear to load for nothing

    return relate_new_documents()


register(
    Job("training.relate", timedelta(minutes=1), _relate),
)
register(Job("training.close_evaluations", timedelta(hours=6), close_due))
register(Job("training.follow_ups", timedelta(hours=6), ask_due))
