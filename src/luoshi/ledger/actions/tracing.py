"""A measure's place in a superior document: the words there that ask for it, beside its words in its own plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.common import history
from luoshi.common.errors import UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import lock, next_version
from luoshi.ledger.actions.door import need_reason
from luoshi.ledger.models import Measure, Source
from luoshi.ledger.rules import RULES
from luoshi.library.digests import digest_of
from luoshi.library.models import Clause

if TYPE_CHECKING:
    from luoshi.accounts.models import User
    from luoshi.library.models import Document


@transaction.atomic
def trace_to(measure: Measure, document: Document, *, words: str, by: User) -> Source:
    """Note that words of a document ask for the measure; they have to stand there as they are given."""
    locked = lock(Measure.objects.select_related("plan__owner"), measure.pk)
    require(RULES, "measure.edit", by, locked)
    start = document.text.find(words) if words else -1
    if start < 0:
        raise UnmetConditionError("words_not_there", _("文件中没有这段文字，请照原文选取。"))
    inside = Clause.objects.filter(document=document, start__lte=start, end__gte=start).order_by("start", "depth")
    source = Source.objects.create(
        measure=locked,
        document=document,
        clause=inside.last(),
        quote=words,
        start=start,
        end=start + len(words),
        digest=digest_of(words),
    )
    history.record(locked, "measure.trace", by=by, params={"name": document.title})
    return source


@transaction.atomic
def note_local(measure: Measure, *, reason: str, by: User) -> Measure:
    """Note that no superior document asks for the measure, and why it is taken up all the same."""
    locked = lock(Measure.objects.select_related("plan__owner"), measure.pk)
    require(RULES, "measure.edit", by, locked)
    locked.local_reason = need_reason(reason)[:300]
    next_version(locked)
    locked.save(update_fields=["local_reason", "version"])
    history.record(locked, "measure.local", by=by, params={"reason": locked.local_reason})
    return locked
