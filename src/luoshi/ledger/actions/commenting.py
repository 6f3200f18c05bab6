"""Remarks on a measure, and confirming a source whose words have changed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock, history
from luoshi.common.rules import require
from luoshi.common.versions import lock
from luoshi.ledger.actions import telling
from luoshi.ledger.actions.door import need
from luoshi.ledger.models import Comment, Measure, Source
from luoshi.ledger.rules import RULES, supervises

if TYPE_CHECKING:
    from luoshi.accounts.models import User

TWICE = timedelta(minutes=1)


@transaction.atomic
def add_comment(measure: Measure, *, text: str, by: User) -> Comment:
    """Say something that all who see the measure can read; the other side is told."""
    require(RULES, "comment.add", by, measure)
    measure = lock(Measure.objects.select_related("plan__owner", "accountable"), measure.pk)
    words = need(text, "text_missing", _("请填写留言。"))
    if said := measure.comments.filter(by=by, text=words, at__gte=clock.now() - TWICE).first():
        return said  # sent twice by an impatient hand
    comment = Comment.objects.create(measure=measure, by=by, at=clock.now(), text=words)
    if supervises(by, measure):
        telling.tell_unit(measure, measure.accountable, "measure.commented", who=str(by))
    else:
        telling.tell_office(measure, "measure.commented", who=str(by))
    return comment


@transaction.atomic
def settle_source(source: Source, *, by: User) -> Source:
    """Confirm that the measure still follows from its clause, whose words have changed."""
    require(RULES, "source.settle", by, source.measure)
    source = lock(Source.objects.select_related("measure"), source.pk)
    source.is_suspect, source.settled_by = False, by
    source.save()
    history.record(source.measure, "source.settle", by=by, params={"quote": source.quote[:60]})
    return source
