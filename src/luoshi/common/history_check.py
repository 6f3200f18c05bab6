"""Verifies the history: every chain link by link, and the heads that were anchored outside the database."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import groupby
from os import SEEK_END
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from luoshi.common import clock, history
from luoshi.common.models import Chain, Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

Place = tuple[str, int, int]
RE_READ = 3
"""So often a chain that looks broken is read again, since others may be writing to it meanwhile."""
_NO_GROUP: tuple[int, tuple[Entry, ...]] = (0, ())


@dataclass(frozen=True)
class BrokenLink:
    """Where the history does not hold; `code` is altered, emptied, missing, head or anchor."""

    subject_type: str
    subject_id: int
    number: int
    code: str


def write_anchor(path: Path) -> int:
    """Append the heads that changed since the last time to the anchor file; returns how many."""
    chains = list(Chain.objects.filter(anchored__lt=F("length")).order_by("pk"))
    if not chains:
        return 0
    at = clock.now().isoformat(timespec="seconds")
    lines = [json.dumps([at, c.subject_type, c.subject_id, c.length, c.head], ensure_ascii=False) for c in chains]
    if not _ends_a_line(path):
        lines.insert(0, "")
    # File first: an anchor written twice does no harm, an anchor believed written would.
    with path.open("a", encoding="utf-8") as file:
        file.write("".join(f"{line}\n" for line in lines))
    with transaction.atomic():
        for chain in chains:
            Chain.objects.filter(pk=chain.pk).update(anchored=chain.length)
    return len(chains)


def broken_links(anchor: Path) -> Iterator[BrokenLink]:
    """Every place where the history or its anchor does not hold, in the order of the chains."""
    anchored = _read_anchor(anchor)
    entries = Entry.objects.order_by("chain_id", "number").iterator(chunk_size=2000)
    chains = Chain.objects.order_by("pk").iterator(chunk_size=2000)
    groups = groupby(entries, key=lambda entry: entry.chain_id)
    chain_id, group = next(groups, _NO_GROUP)
    for chain in chains:
        if chain.pk == chain_id:
            faults = list(_check_chain(chain, group, anchored))
            chain_id, group = next(groups, _NO_GROUP)
        else:
            faults = list(_check_chain(chain, (), anchored))
        yield from _still(chain, anchored) if faults else ()
    for subject_type, subject_id, number in sorted(anchored):
        yield BrokenLink(subject_type, subject_id, number, "anchor")


def _still(chain: Chain, anchored: dict[Place, str]) -> list[BrokenLink]:
    """What is wrong with a chain when it is read again by itself: while others write, chain and entries are read at
    different moments, and what was only in between is no fault."""
    faults: list[BrokenLink] = []
    for _attempt in range(RE_READ):
        chain.refresh_from_db()
        entries = Entry.objects.filter(chain=chain, number__lte=chain.length).order_by("number")
        beyond = Entry.objects.filter(chain=chain, number__gt=chain.length)
        faults = list(_check_chain(chain, entries, anchored))
        if not faults and not beyond.exists():
            break
        if not faults:
            faults = [BrokenLink(chain.subject_type, chain.subject_id, chain.length + 1, "head")]
    return faults


def _check_chain(chain: Chain, entries: Iterable[Entry], anchored: dict[Place, str]) -> Iterator[BrokenLink]:
    """Walk one chain; every anchored place that was met and agreed is taken out of `anchored`."""
    previous, number, emptied = "", 0, 0
    for entry in entries:
        number += 1
        if code := _fault(entry, chain, number=number, previous=previous):
            yield BrokenLink(chain.subject_type, chain.subject_id, number, code)
            return
        if entry.body is None:
            emptied = number
        elif entry.verb == history.PURGE:
            emptied = 0
        place = (chain.subject_type, chain.subject_id, number)
        if anchored.get(place) == entry.hash:
            del anchored[place]
        previous = entry.hash
    if emptied:
        yield BrokenLink(chain.subject_type, chain.subject_id, emptied, "emptied")
    if (chain.length, chain.head) != (number, previous):
        yield BrokenLink(chain.subject_type, chain.subject_id, number + 1, "head")


def _fault(entry: Entry, chain: Chain, *, number: int, previous: str) -> str:
    """What is wrong with an entry at its place: nothing, a missing one before it, or an altered one."""
    if entry.number != number:
        return "missing"
    expected = history.entry_hash(
        entry, subject_type=chain.subject_type, subject_id=chain.subject_id, previous=previous
    )
    if entry.hash != expected:
        return "altered"
    if entry.body is not None and history.body_digest(entry.body) != entry.body_digest:
        return "altered"
    return ""


def _ends_a_line(path: Path) -> bool:
    """Whether the next line may simply be added; a crash may have cut the last one off."""
    if not path.is_file() or path.stat().st_size == 0:
        return True
    with path.open("rb") as file:
        file.seek(-1, SEEK_END)
        return file.read(1) == b"\n"


def _read_anchor(path: Path) -> dict[Place, str]:
    """The anchored heads; of a place anchored twice with different hashes the first counts."""
    anchored: dict[Place, str] = {}
    if not path.is_file():
        return anchored
    with path.open(encoding="utf-8") as file:
        for line in file:
            try:
                _at, subject_type, subject_id, number, head = json.loads(line)
            except ValueError:  # a line cut off by a crash; its chains were not marked and are anchored again
                continue
            anchored.setdefault((subject_type, subject_id, number), head)
    return anchored
