"""Writes of notes and of the place at which somebody stopped reading; the history holds digests of notes only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock, history
from luoshi.common.erasing import erase_when_done
from luoshi.common.errors import UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import check_version, lock, next_version
from luoshi.engine.anchors import anchor_of
from luoshi.library.models import Clause
from luoshi.training.models import Note, ReadingPlace
from luoshi.training.queries.notes import group_for
from luoshi.training.rules import RULES
from luoshi.training.states import NoteColour

if TYPE_CHECKING:
    from luoshi.accounts.models import User
    from luoshi.library.models import Document
    from luoshi.training.models import Group

LONGEST_QUOTE = 2_000
LONGEST_NOTE = 5_000
MOST_NOTES = 2_000
"""Notes of one person at one document."""


@transaction.atomic
def add_note(
    document: Document,
    *,
    start: int,
    end: int,
    by: User,
    quote: str = "",
    text: str = "",
    colour: str = NoteColour.YELLOW,
    is_shared: bool = False,
) -> Note:
    """Mark a stretch of a text and write something on it, or nothing.

    `quote` is what the reader saw there; if it is told it has to agree with the text.
    """
    require(RULES, "note.add", by, document)
    _check_stretch(document, start, end, quote)
    if Note.objects.filter(user=by, document=document).count() >= MOST_NOTES:
        raise UnmetConditionError("too_many_notes", _("您在这份文件上的笔记已达上限，请先整理。"))
    anchor = anchor_of(document.text, start, end)
    note = Note.objects.create(
        user=by,
        document=document,
        clause=_clause_at(document, start),
        quote=anchor.quote,
        prefix=anchor.prefix,
        suffix=anchor.suffix,
        start=start,
        end=end,
        colour=_colour(colour),
        text=_checked(text),
        group=_shared_group(document, by) if is_shared else None,
        made_at=clock.now(),
    )
    history.record(note, "note.add", by=by, after=_digests(note))
    return note


@transaction.atomic
def change_note(note: Note, *, text: str, colour: str, is_shared: bool, seen: int | None, by: User) -> Note:
    """Change what is written, the colour, and with whom it is shared."""
    require(RULES, "note.change", by, note)
    note = lock(Note.objects.select_related("document", "group"), note.pk)
    check_version(note, seen)
    before = _digests(note)
    note.text, note.colour = _checked(text), _colour(colour)
    if bool(note.group_id) != is_shared:
        note.group = _shared_group(note.document, by) if is_shared else None
    after = _digests(note)
    if before != after:
        next_version(note)
        note.save()
        history.record_change(note, "note.change", by=by, before=before, after=after)
    return note


@transaction.atomic
def remove_note(note: Note, *, by: User) -> None:
    """Remove a note; nothing of its words stays."""
    require(RULES, "note.change", by, note)
    history.record(note, "note.remove", by=by, before=_digests(note))
    note.delete()
    erase_when_done()


def keep_place(document: Document, offset: int, *, by: User) -> None:
    """Remember where to go on reading, on any device: one place for a person and a document, without time or count."""
    require(RULES, "note.keep_place", by, document)
    within = max(0, min(offset, len(document.text)))
    ReadingPlace.objects.update_or_create(user=by, document=document, defaults={"offset": within})


def _check_stretch(document: Document, start: int, end: int, quote: str) -> None:
    if not 0 <= start < end <= len(document.text) or not document.text[start:end].strip():
        raise UnmetConditionError("no_stretch", _("请先在正文中选择文字。"))
    if end - start > LONGEST_QUOTE:
        raise UnmetConditionError("long_stretch", _("一次最多标注%(most)s字，请分段标注。") % {"most": LONGEST_QUOTE})
    if quote and _squeezed(quote) != _squeezed(document.text[start:end]):
        raise UnmetConditionError("other_words", _("所选文字与正文不一致，请刷新页面后重新选择。"))


def _squeezed(words: str) -> str:
    return re.sub(r"\s+", "", words)


def _checked(text: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    if len(text) > LONGEST_NOTE:
        raise UnmetConditionError("long_note", _("一条笔记最多%(most)s字。") % {"most": LONGEST_NOTE})
    return text


def _colour(colour: str) -> str:
    if colour not in NoteColour.values:
        raise UnmetConditionError("unknown_colour", _("请选择列出的颜色。"))
    return colour


def _clause_at(document: Document, start: int) -> Clause | None:
    """The deepest clause in which the stretch begins."""
    around = Clause.objects.filter(document=document, start__lte=start, end__gt=start)
    return around.order_by("-depth", "-start").first()


def _shared_group(document: Document, by: User) -> Group:
    if group := group_for(by, document):
        return group
    raise UnmetConditionError("no_group", _("您还没有分到小组，笔记暂时只能自己看。"))


def _digests(note: Note) -> dict[str, object]:
    """What the history may hold of a private note: nothing that can be read."""
    text = history.digest(f"{note.quote}\n{note.text}")
    return {"digest": text, "colour": note.colour, "group": str(note.group or "")}


def purge_quotes(document: Document) -> None:
    """The words of a purged document go from the notes; what the readers wrote themselves stays theirs."""
    Note.objects.filter(document=document).update(quote="", prefix="", suffix="", clause=None)
