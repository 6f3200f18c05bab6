"""Reads of notes: the own ones and those shared with the own groups, each at its place in the text that is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from luoshi.engine.anchors import Anchor, find_anchor
from luoshi.library.models import Link
from luoshi.library.queries.documents import HEAVY
from luoshi.library.states import LinkKind, LinkState
from luoshi.training.models import Group, Note, ReadingPlace, Trainee
from luoshi.training.queries.reports import Report, Section
from luoshi.training.states import TraineeState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from luoshi.accounts.models import User
    from luoshi.library.models import Document

VERSIONS_BACK = 8
"""How many earlier versions of a document notes are taken over from."""


@dataclass(frozen=True)
class ShownNote:
    """A note as one person sees it in one text; `start` is None where its words are no longer there."""

    note: Note
    start: int | None
    end: int | None
    is_own: bool
    is_exact: bool = True

    @property
    def is_orphaned(self) -> bool:
        return self.start is None


def notes_visible_to(user: User) -> QuerySet[Note]:
    """One's own notes, and those that were shared with a group to which one belongs."""
    return Note.objects.filter(Q(user=user) | Q(group__in=groups_of(user).values("pk")))


def own_notes(user: User) -> QuerySet[Note]:
    """One's own notes, document by document in the order of the text."""
    rows = Note.objects.filter(user=user).select_related("document", "clause", "group")
    return rows.defer(*(f"document__{name}" for name in HEAVY)).order_by("document", "start", "pk")


def groups_of(user: User) -> QuerySet[Group]:
    """The groups in which one takes part."""
    mine = Trainee.objects.filter(user=user, state=TraineeState.ENROLLED).exclude(group=None)
    return Group.objects.filter(pk__in=mine.values("group"))


def group_for(user: User, document: Document) -> Group | None:
    """The group with which a note on the document is shared: of a class that studies it, else of the latest class."""
    groups = groups_of(user).order_by("-training_class__starts_on", "-pk")
    studied = Q(training_class__documents=document) | Q(training_class__sessions__passages__document=document)
    return groups.filter(studied).first() or groups.first()


def notes_on(document: Document, user: User) -> list[ShownNote]:
    """The notes at a document and at its earlier versions, in the order of this text; those without a place last."""
    versions = [document.pk, *_earlier(document.pk)]
    rows = notes_visible_to(user).filter(document__in=versions).select_related("user", "clause", "group")
    shown = [_placed(note, document, user) for note in rows]
    return sorted(shown, key=lambda one: (one.start is None, one.start or 0, one.note.pk))


def place_of(user: User, document: Document) -> int:
    """The offset at which the person stopped reading, 0 if nowhere."""
    found = ReadingPlace.objects.filter(user=user, document=document).values_list("offset", flat=True).first()
    return found or 0


def _placed(note: Note, document: Document, user: User) -> ShownNote:
    is_own = note.user_id == user.pk
    if note.document_id == document.pk and document.text.startswith(note.quote, note.start) and note.quote:
        return ShownNote(note, note.start, note.end, is_own)
    place = find_anchor(document.text, Anchor(note.quote, note.prefix, note.suffix), near=note.start)
    if place is None:
        return ShownNote(note, None, None, is_own)
    return ShownNote(note, place.span.start, place.span.end, is_own, place.is_exact)


def _earlier(document: int) -> list[int]:
    """The documents that this one supersedes, step by step."""
    found: list[int] = []
    layer: Iterable[int] = [document]
    while layer and len(found) < VERSIONS_BACK:
        links = Link.objects.filter(source__in=layer, kind=LinkKind.SUPERSEDES, state=LinkState.CONFIRMED)
        layer = [pk for pk in links.values_list("target", flat=True) if pk and pk not in found and pk != document]
        found += layer
    return found


def notes_report(user: User) -> Report:
    """One's own notes as a paper: a part for each document, the words marked and what is written on them."""
    sections: dict[int, list[str]] = {}
    titles: dict[int, str] = {}
    for note in own_notes(user):
        titles.setdefault(note.document_id, note.document.title)
        place = f"（{note.clause.path}）" if note.clause and note.clause.path else ""
        quote = f"“{note.quote}”{place}" if note.quote else _("（所标注的文件内容已清除）")
        sections.setdefault(note.document_id, []).append(quote)
        sections[note.document_id].extend(note.text.splitlines())
    made = tuple(Section(f"《{titles[key]}》", tuple(lines)) for key, lines in sections.items())
    return Report(_("学习笔记"), made or (Section(_("还没有笔记。")),))
