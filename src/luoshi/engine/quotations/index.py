"""The index of the library on disk: segments that are never changed, and a manifest that is swapped in one step.

Added documents make a small segment; eight segments of about one size become one. A crash at any moment leaves the
last manifest and whatever it names; files that no manifest names are swept away by the next writer.
"""

from __future__ import annotations

import json
import os
import zlib
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Self

from luoshi.engine.errors import EngineError
from luoshi.engine.quotations.library import Library, batches
from luoshi.engine.quotations.locking import locked
from luoshi.engine.quotations.segments import MOST_CHARACTERS, LibraryDocument, Segment, segment_bytes, text_digest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

_MANIFEST = "manifest.json"
_LOCK = "lock"
_FORMAT = 2
_MERGED_AT_ONCE = 8
_ATTEMPTS = 5
_SMALLEST_TIER = 4096


class LibraryIndex:
    """The library's index in a folder of its own. One writer at a time; readers keep the view they opened.

    Raises `EngineError`: index_missing, index_damaged, index_format (made by another version: build it anew).
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._generation = -1
        self._library = Library(())
        self.refresh()

    @classmethod
    def create(cls, folder: Path) -> LibraryIndex:
        """Open the index in `folder`, or make an empty one there."""
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / _MANIFEST).exists():
            _write_manifest(folder, {"format": _FORMAT, "generation": 0, "next": 1, "segments": []})
        return cls(folder)

    @classmethod
    def open(cls, folder: Path) -> LibraryIndex:
        """Open the index in `folder`; it must be there."""
        return cls(folder)

    @property
    def library(self) -> Library:
        """The library as of the last `refresh`, `add` or `remove`."""
        return self._library

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files; views that were taken earlier stay readable."""
        self._library = Library(())
        self._generation = -1

    def refresh(self) -> Library:
        """Take up what other processes have written since."""
        for attempt in range(_ATTEMPTS):
            manifest = _read_manifest(self._folder)
            if manifest["generation"] == self._generation:
                break
            try:
                self._library = self._opened(manifest)
            except EngineError:  # a writer may just have swept away what this manifest named
                if attempt == _ATTEMPTS - 1 or _read_manifest(self._folder)["generation"] == manifest["generation"]:
                    raise
            else:
                self._generation = manifest["generation"]
                break
        return self._library

    def _opened(self, manifest: dict[str, Any]) -> Library:
        known = {segment.name: segment for segment in self._library.segments}
        return Library(
            tuple(
                known.get(entry["name"]) or _opened(self._folder / entry["name"], entry["size"])
                for entry in manifest["segments"]
            )
        )

    def add(self, documents: Iterable[LibraryDocument]) -> None:
        """Take documents in; one that is there under the same key is replaced, an unchanged one left alone."""
        with self._writing() as draft:
            for batch in batches(documents):
                fresh = {document.key: document for document in batch if not self._holds(document)}
                if fresh:
                    draft.drop(set(fresh))
                    draft.write(list(fresh.values()))
            draft.merge()

    def remove(self, keys: Collection[str]) -> None:
        """Take documents out; nothing of their text stays in any file of the index."""
        with self._writing() as draft:
            draft.drop(set(keys))

    def verify(self) -> None:
        """Compare all files with their checksums. Raises `EngineError` (index_damaged)."""
        for segment in self.refresh().segments:
            segment.verify()

    def _holds(self, document: LibraryDocument) -> bool:
        shelf = self._library.shelves.get(document.key)
        if shelf is None:
            return False
        shelved = self._library.shelved(shelf)
        same_names = (shelved.title, shelved.names) == (document.title, document.names)
        return (
            same_names
            and shelved.digest == text_digest(document.text)
            and self._library.segments[shelf.segment].clauses(shelf.number) == document.clauses
        )

    @contextmanager
    def _writing(self) -> Iterator[_Draft]:
        """A draft of the next manifest under the writers' lock; it counts once the block ends without an error."""
        with locked(self._folder / _LOCK):
            self.refresh()
            manifest = _read_manifest(self._folder)
            draft = _Draft(self._folder, manifest["next"], list(self._library.segments))
            try:
                yield draft
                _write_manifest(self._folder, draft.manifest(manifest["generation"] + 1))
            finally:
                self.refresh()
                _sweep(self._folder, {segment.name for segment in self._library.segments})


class _Draft:
    """The segments of the next manifest."""

    def __init__(self, folder: Path, following: int, segments: list[Segment]) -> None:
        self._folder = folder
        self._next = following
        self._segments = segments

    def manifest(self, generation: int) -> dict[str, Any]:
        entries = [{"name": one.name, "size": (self._folder / one.name).stat().st_size} for one in self._segments]
        return {"format": _FORMAT, "generation": generation, "next": self._next, "segments": entries}

    def write(self, documents: list[LibraryDocument]) -> None:
        """One more segment."""
        name = f"{self._next:08d}.seg"
        self._next += 1
        _write_whole(self._folder / name, segment_bytes(documents))
        self._segments.append(Segment.open(self._folder / name))

    def drop(self, keys: set[str]) -> None:
        """Write every segment that holds one of the documents again without it."""
        for segment in [one for one in self._segments if any(shelved.key in keys for shelved in one.documents)]:
            segment.verify()
            self._segments.remove(segment)
            kept = [document for document in segment.given() if document.key not in keys]
            if kept:
                self.write(kept)

    def merge(self) -> None:
        """Put segments of about one size together until there are fewer than eight of each."""
        while group := self._crowded_tier():
            for segment in group:
                segment.verify()
                self._segments.remove(segment)
            self.write([document for segment in group for document in segment.given()])

    def _crowded_tier(self) -> list[Segment]:
        tiers: dict[int, list[Segment]] = {}
        for segment in self._segments:
            tiers.setdefault(_tier(len(segment)), []).append(segment)
        for _, group in sorted(tiers.items()):
            if len(group) >= _MERGED_AT_ONCE:
                fitting = _fitting(group)
                if len(fitting) > 1:
                    return fitting
        return []


def _tier(characters: int) -> int:
    """0 for the smallest, one more for every eight times the size."""
    return max(0, (characters // _SMALLEST_TIER).bit_length() - 1) // 3


def _fitting(group: list[Segment]) -> list[Segment]:
    """As many of the group, the smallest first, as fit into one segment."""
    fitting: list[Segment] = []
    size = 0
    for segment in sorted(group, key=len):
        size += len(segment)
        if size > MOST_CHARACTERS:
            break
        fitting.append(segment)
    return fitting


def _opened(path: Path, size: int) -> Segment:
    try:
        actual = path.stat().st_size
    except OSError as error:
        raise EngineError("index_damaged", name=path.name) from error
    if actual != size:
        raise EngineError("index_damaged", name=path.name)
    return Segment.open(path)


def _read_manifest(folder: Path) -> dict[str, Any]:
    try:
        checksum, _, body = (folder / _MANIFEST).read_bytes().partition(b"\n")
    except OSError as error:
        raise EngineError("index_missing", name=str(folder)) from error
    if checksum != b"%08x" % zlib.crc32(body):
        raise EngineError("index_damaged", name=_MANIFEST)
    manifest: dict[str, Any] = json.loads(body)
    if manifest["format"] != _FORMAT:
        raise EngineError("index_format", name=str(folder))
    return manifest


def _write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    body = json.dumps(manifest).encode()
    _write_whole(folder / _MANIFEST, [b"%08x\n" % zlib.crc32(body), body])


def _write_whole(path: Path, pieces: Iterable[bytes]) -> None:
    """All of the file or nothing: written aside, brought to the disk, then renamed."""
    aside = path.with_suffix(".tmp")
    with aside.open("wb") as file:
        for piece in pieces:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    with suppress(PermissionError):  # Windows opens no folders
        folder = os.open(path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)


def _sweep(folder: Path, named: set[str]) -> None:
    """Delete segments that no manifest names; a file that somebody still reads may have to wait (Windows)."""
    for path in [*folder.glob("*.seg"), *folder.glob("*.tmp")]:
        if path.name not in named:
            with suppress(PermissionError, FileNotFoundError):
                path.unlink()
