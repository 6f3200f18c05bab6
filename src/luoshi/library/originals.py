"""The words of the library on disk, indexed for the quotation check: one index for each unit that keeps documents.

What somebody may read by a post goes by the unit that keeps it, so the indexes of the units within reach are exactly
what may be searched for that post. What was opened to a person besides, a document here and there, is indexed in
memory one by one: the rest of that unit's library stays closed. The database stays the only original: an index that is
missing or damaged is made anew.
"""

from __future__ import annotations

import shutil
import threading
from collections import OrderedDict
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from luoshi.engine.errors import EngineError
from luoshi.engine.quotations import Library, LibraryDocument, LibraryIndex
from luoshi.library.models import Document
from luoshi.library.states import ReadingState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from luoshi.engine.quotations.segments import Segment

MOST_OPEN = 64
"""Indexes that a process keeps open at once."""
CHUNK = 100

_open: OrderedDict[Path, LibraryIndex] = OrderedDict()
_guard = threading.Lock()


def library_of(owners: Iterable[int], *, single: Iterable[tuple[int, int]] = ()) -> Library:
    """The documents that these units keep, as of now, and `single` ones beside them, by number and version."""
    segments: list[Segment] = []
    with _guard:
        for owner in sorted(set(owners)):
            segments.extend(_segments_of(_folder(owner)))
        for number, version in sorted(set(single)):
            segments.extend(_segments_alone(number, version))
    return _composed(tuple(segments))


def remember(number: int) -> None:
    """Take a document up as it stands; one that is purged meanwhile does not stay."""
    document = Document.objects.filter(pk=number, state=ReadingState.READY).first()
    if document is None:
        return
    _add(document.owner_id, _originals([document]))
    if not Document.objects.filter(pk=number, state=ReadingState.READY).exists():
        forget(document.owner_id, number)


def forget(owner: int, number: int) -> None:
    """Take a document out: nothing of its words stays in any file."""
    folder = _folder(owner)
    if folder.is_dir():
        with _writable(folder) as index:
            index.remove([str(number)])
    with _guard:
        _composed.cache_clear()
        _segments_alone.cache_clear()


def settle() -> int:
    """Bring every index into accord with the database; returns how many documents were added or taken out."""
    wanted: dict[int, set[str]] = {}
    rows = Document.objects.filter(state=ReadingState.READY).order_by("pk")
    for owner, number in rows.values_list("owner_id", "pk"):
        wanted.setdefault(owner, set()).add(str(number))
    kept = {int(path.name): path for path in _root().glob("*") if path.name.isdecimal()}
    return sum(_settle_one(owner, wanted.get(owner, set())) for owner in sorted({*wanted, *kept}))


def _settle_one(owner: int, wanted: set[str]) -> int:
    with _writable(_folder(owner)) as index:
        held = set(index.library.shelves)
        if gone := held - wanted:
            index.remove(gone)
        missing = sorted(int(key) for key in wanted - held)
        if missing:
            index.add(_originals(_read(missing)))
    # A purge may have come in between; its own removal came too early then, this one does not.
    still = set(Document.objects.filter(pk__in=missing, state=ReadingState.READY).values_list("pk", flat=True))
    for number in set(missing) - still:
        forget(owner, number)
    return len(gone) + len(missing)


def _read(numbers: list[int]) -> Iterator[Document]:
    for start in range(0, len(numbers), CHUNK):
        yield from Document.objects.filter(pk__in=numbers[start : start + CHUNK]).defer("blocks", "findings")


def _originals(documents: Iterable[Document]) -> Iterator[LibraryDocument]:
    for document in documents:
        clauses = document.clauses.exclude(path="").order_by("start").values_list("start", "path")
        names = (document.doc_number,) if document.doc_number else ()
        yield LibraryDocument(str(document.pk), document.title, document.text, tuple(clauses), names)


def _add(owner: int, documents: Iterable[LibraryDocument]) -> None:
    with _writable(_folder(owner)) as index:
        index.add(documents)


def _writable(folder: Path) -> LibraryIndex:
    """The index, opened for one write; one that cannot be read is begun anew, and `settle` fills it."""
    try:
        return LibraryIndex.create(folder)
    except EngineError:
        shutil.rmtree(folder, ignore_errors=True)
        return LibraryIndex.create(folder)


def _segments_of(folder: Path) -> tuple[Segment, ...]:
    """What an index holds now; nothing where there is none, or none that can be read, until it is made anew."""
    try:
        index = _open.pop(folder, None) or LibraryIndex.open(folder)
        segments = index.refresh().segments
    except EngineError:
        return ()
    _open[folder] = index
    while len(_open) > MOST_OPEN:
        _open.popitem(last=False)[1].close()
    return segments


@lru_cache(maxsize=64)
def _segments_alone(number: int, version: int) -> tuple[Segment, ...]:
    """One document by itself; its version only tells when it has to be read anew."""
    rows = Document.objects.filter(pk=number, version=version, state=ReadingState.READY).defer("blocks", "findings")
    return Library.of(_originals(rows)).segments


@lru_cache(maxsize=8)
def _composed(segments: tuple[Segment, ...]) -> Library:
    """Kept, because a library reads its titles only once."""
    return Library(segments)


def _folder(owner: int) -> Path:
    return _root() / str(owner)


def _root() -> Path:
    return Path(settings.DATA.originals)
