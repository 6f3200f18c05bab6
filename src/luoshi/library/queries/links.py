"""Reads of links between documents, and of what a new version changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from luoshi.library.models import Change, Clause, Document, Link
from luoshi.library.queries.documents import HEAVY, documents_visible_to
from luoshi.library.rules import RULES
from luoshi.library.states import LinkState
from luoshi.library.word_differences import Piece, sides_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from luoshi.accounts.models import User

MOST_SHOWN = 100
_MARKS = re.compile(r"[()（）〔〕/、,，.．\s]")


@dataclass(frozen=True)
class ShownLink:
    """A link as one person sees it: `other` is the document at its other end, None if it is not there to be seen."""

    link: Link
    other: Document | None
    may_settle: bool


@dataclass(frozen=True)
class Sides:
    """A changed stretch with its old and its new words, word by word."""

    change: Change
    old: Sequence[Piece]
    new: Sequence[Piece]


def links_out_of(document: Document, user: User) -> list[ShownLink]:
    """What the document says of others; dropped links only for those who may take them up again."""
    may_settle = RULES["link.add"](user, document)
    rows = document.links_out.select_related("target__owner").defer(*(f"target__{name}" for name in HEAVY))
    if not may_settle:
        rows = rows.exclude(state=LinkState.DROPPED)
    return _shown(rows[:MOST_SHOWN], "target", user, may_settle=may_settle)


def links_into(document: Document, user: User) -> list[ShownLink]:
    """What other documents that the person sees say of this one."""
    rows = document.links_in.exclude(state=LinkState.DROPPED).filter(source__in=documents_visible_to(user).values("pk"))
    rows = rows.select_related("source__owner").defer(*(f"source__{name}" for name in HEAVY))
    return _shown(rows[:MOST_SHOWN], "source", user, may_settle=False)


def links_visible_to(user: User) -> QuerySet[Link]:
    """The links out of the documents that one sees."""
    return Link.objects.filter(source__in=documents_visible_to(user).values("pk"))


def options_for(user: User, text: str) -> QuerySet[Document]:
    """Documents whose title or number holds the text, for a field in which one is picked."""
    wanted = Q(title__icontains=text) | Q(doc_number__icontains=text)
    return documents_visible_to(user).filter(wanted).defer(*HEAVY).order_by("-uploaded_at")


def clauses_named(document: Document, text: str) -> tuple[list[Clause], list[str]]:
    """The clauses that somebody names (二（一）、第三条), and the names that no clause has."""
    names = [name for name in re.split(r"[；;，,、\s]+", text) if name]
    by_path: dict[str, Clause] = {}
    for clause in Clause.objects.filter(document=document).exclude(marker="").order_by("-number"):
        by_path[_MARKS.sub("", clause.path)] = clause
    found = {name: by_path.get(_MARKS.sub("", name)) for name in names}
    return [clause for clause in found.values() if clause], [name for name, clause in found.items() if clause is None]


def changes_of(link: Link) -> QuerySet[Change]:
    """What the link's source changed in its target, in the order of the old text."""
    return link.changes.select_related("clause", "new_clause").order_by("start")


def sides(changes: Iterable[Change], old: str, new: str) -> list[Sides]:
    """The changes with their words, from the old and the new text."""
    made = []
    for change in changes:
        before = old[change.start : change.end]
        after = new[change.new_start : change.new_end] if change.new_start is not None else ""
        made.append(Sides(change, *sides_of(before, after)))
    return made


def _shown(rows: Iterable[Link], end: str, user: User, *, may_settle: bool) -> list[ShownLink]:
    links = list(rows)
    ends = {getattr(link, f"{end}_id") for link in links} - {None}
    visible = set(documents_visible_to(user).filter(pk__in=ends).values_list("pk", flat=True)) if ends else set()
    return [
        ShownLink(link, getattr(link, end) if getattr(link, f"{end}_id") in visible else None, may_settle)
        for link in links
    ]
