"""Writes of what a session reads: passages of the library, chosen clause by clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.common import history
from luoshi.common.errors import UnmetConditionError
from luoshi.library.queries.links import clauses_named
from luoshi.training.actions.door import enter
from luoshi.training.models import Passage

if TYPE_CHECKING:
    from luoshi.accounts.models import User
    from luoshi.library.models import Document
    from luoshi.training.models import Session

MOST_PASSAGES = 200


@transaction.atomic
def add_passages(session: Session, document: Document, clauses: str, *, by: User) -> list[Passage]:
    """Add passages named as on paper (二（一）、第三条); without names the whole document."""
    enter(session.training_class, "session.change", by=by)
    if session.passages.count() >= MOST_PASSAGES:
        raise UnmetConditionError("too_many_passages", _("这节课的学习内容已达上限。"))
    found, unknown = clauses_named(document, clauses)
    if unknown:
        names = {"title": document.title, "clause": "、".join(unknown)}
        raise UnmetConditionError("no_clause", _("《%(title)s》中没有条款“%(clause)s”。") % names)
    held = set(session.passages.filter(document=document).values_list("clause", flat=True))
    wanted: list[Passage] = [
        Passage(session=session, document=document, clause=one, start=one.start, end=one.end)
        for one in found
        if one.pk not in held
    ]
    if not found and None not in held:
        wanted = [Passage(session=session, document=document)]
    if found:  # chosen clauses stand in the place of the whole document
        session.passages.filter(document=document, clause=None).delete()
    made = Passage.objects.bulk_create(wanted)
    if made:
        history.record(session, "session.passages_add", by=by, params={"title": document.title})
    return made


@transaction.atomic
def remove_passage(passage: Passage, *, by: User) -> None:
    enter(passage.session.training_class, "session.change", by=by)
    history.record(passage.session, "session.passage_remove", by=by, params={"title": passage.document.title})
    passage.delete()
