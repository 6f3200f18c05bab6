"""What the library adds to the search over everything: clauses whose words were typed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luoshi.common.searching import Finder, Group, Hit, register
from luoshi.library.queries.documents import documents_visible_to
from luoshi.library.rules import RULES

if TYPE_CHECKING:
    from luoshi.accounts.models import User
    from luoshi.library.queries.search import Found


def find(user: User, text: str, limit: int) -> Group | None:
    """The best places in the documents that one sees."""
    from luoshi.library.queries.search import found_in, places_of  # a run of the clock needs no search

    if not RULES["document.list"](user):
        return None
    places = places_of(text, documents_visible_to(user))
    hits = [_hit(found) for found in found_in(text, list(places[:limit]))]
    url = f"{reverse('library:search')}?{urlencode({'q': text})}"
    return Group(_("文件"), "books", hits, places.count() if hits else 0, url)


def _hit(found: Found) -> Hit:
    url = reverse("library:document", args=[found.document.pk])
    if found.clause:
        url += f"?start={found.start}&end={found.end}#o{found.start}"
    note = " ".join(filter(None, (found.document.doc_number, found.clause.path if found.clause else "")))
    return Hit(url, found.document.title, note, [(piece.text, piece.is_hit) for piece in found.pieces])


register(Finder("library", 10, find))
