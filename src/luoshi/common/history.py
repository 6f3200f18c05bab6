"""The history of every object: append-only entries, chained by hash per object, written together with the change."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.db import models, transaction

from luoshi.common import clock
from luoshi.common.erasing import erase_when_done
from luoshi.common.errors import StaleFormError
from luoshi.common.models import Chain, Entry
from luoshi.common.writing import Statement, insertion, renewal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from django.contrib.auth.base_user import AbstractBaseUser
    from django.db.models import QuerySet

CHUNK = 500
PURGE = "purge"


@dataclass(frozen=True)
class Change:
    """What is to be written about one object; only JSON values (see `snapshot`).

    `version` is told where the object goes on changing before its changes are written, `by` where it is not the same
    person for all that is written together.
    """

    subject: models.Model
    verb: str
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    params: Mapping[str, Any] = field(default_factory=dict)
    version: int | None = None
    by: AbstractBaseUser | None = None


@dataclass
class _Gathered:
    """Entries that wait for the end of `together`, and their chains with the heads that they will have."""

    is_first: bool
    """Whether nothing had a history before: then no chain need be looked for."""
    chains: dict[tuple[str, int], Chain] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)


_gathered: ContextVar[_Gathered | None] = ContextVar("gathered_history", default=None)


@contextmanager
def together() -> Iterator[None]:
    """Write what many actions of one transaction record in one go at the end, the same entries in the same chains.

    Until then none of it can be read; what raises leaves nothing.
    """
    if _gathered.get() is not None:
        yield
        return
    gathered = _Gathered(is_first=not Chain.objects.exists())
    token = _gathered.set(gathered)
    try:
        yield
    finally:
        _gathered.reset(token)
    Chain.objects.bulk_create([chain for chain in gathered.chains.values() if not chain.pk], batch_size=CHUNK)
    for entry in gathered.entries:
        entry.chain = entry.chain  # its primary key is known now
    _save(gathered.chains.values(), gathered.entries)


def digest(text: str) -> str:
    """What the history holds of private text: its SHA-256, never the text."""
    return hashlib.sha256(text.encode()).hexdigest()


def snapshot(subject: models.Model, names: Iterable[str]) -> dict[str, Any]:
    """The named fields as JSON values, a foreign key as its primary key."""
    named, values_of = _attributes(type(subject), tuple(names))
    return {name: _plain(value) for name, value in zip(named, values_of(subject), strict=True)}


def record(
    subject: models.Model,
    verb: str,
    *,
    by: AbstractBaseUser | None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    params: Mapping[str, Any] | None = None,
) -> Entry:
    """Write one entry, inside the transaction that makes the change; `by` is None for the clock."""
    change = Change(subject, verb, before or {}, after or {}, params or {})
    return record_many([change], by=by)[0]


def record_change(
    subject: models.Model,
    verb: str,
    *,
    by: AbstractBaseUser | None,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    params: Mapping[str, Any] | None = None,
) -> Entry | None:
    """Write the fields that differ; nothing is written where none does."""
    names = [name for name in after if before.get(name) != after[name]]
    if not names:
        return None
    return record(
        subject,
        verb,
        by=by,
        before={name: before.get(name) for name in names},
        after={name: after[name] for name in names},
        params=params,
    )


def record_many(changes: Sequence[Change], *, by: AbstractBaseUser | None) -> list[Entry]:
    """Write many entries with a bounded number of queries; several of one object keep their order."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("history is written in the transaction of the change, never after it")
    at, gathered = clock.now(), _gathered.get()
    chains = _chains_of(changes) if gathered is None else _chains_at_hand(changes, gathered)
    entries = [_appended(chains[_key(change.subject)], change, by=by, at=at) for change in changes]
    if gathered is None:
        _save(chains.values(), entries)
    else:
        gathered.entries += entries
    return entries


@dataclass(frozen=True)
class Prepared:
    """Entries made before the transaction that writes them, with the chains as they stood."""

    lengths: Mapping[int, int]
    chains: Statement
    entries: Statement

    def write(self) -> None:
        """Append the entries, inside the transaction that makes the changes.

        Raises `StaleFormError` if one of the chains has grown since.
        """
        for start in range(0, len(self.lengths), CHUNK):
            wanted = dict(list(self.lengths.items())[start : start + CHUNK])
            locked = Chain.objects.select_for_update().order_by("pk").filter(pk__in=wanted)
            if dict(locked.values_list("pk", "length")) != wanted:
                raise StaleFormError(by="", at=None)
        self.chains.run()
        self.entries.run()


def prepare_many(changes: Sequence[Change], *, by: AbstractBaseUser | None) -> Prepared:
    """Make the entries of many changes ready, outside of any lock; `record_many` is for all that is not so much."""
    at = clock.now()
    if _gathered.get() is not None:
        record_many(changes, by=by)
        return Prepared({}, renewal(Chain, []), insertion(Entry, []))
    chains = _chains_of(changes)
    lengths = {chain.pk: chain.length for chain in chains.values()}
    entries = [_appended(chains[_key(change.subject)], change, by=by, at=at) for change in changes]
    return Prepared(lengths, renewal(Chain, chains.values(), names=("length", "head")), insertion(Entry, entries))


def entries_of(subject: models.Model) -> QuerySet[Entry]:
    """The object's history, oldest first, with its chain and the people who acted."""
    subject_type, subject_id = _key(subject)
    return (
        Entry.objects.filter(chain__subject_type=subject_type, chain__subject_id=subject_id)
        .select_related("actor", "chain")
        .order_by("number")
    )


def last_entries(subjects: Sequence[models.Model]) -> dict[int, Entry]:
    """The newest entry of each object of one kind, by its primary key, with one query."""
    if not subjects:
        return {}
    subject_type, _subject_id = _key(subjects[0])
    chains = Chain.objects.filter(subject_type=subject_type, subject_id__in=[subject.pk for subject in subjects])
    newest = Entry.objects.filter(chain__in=chains, number=models.F("chain__length"))
    return {entry.chain.subject_id: entry for entry in newest.select_related("chain", "actor")}


def purge(subject: models.Model, *, by: AbstractBaseUser, reason: str) -> Entry:
    """Empty every body of the object's history and leave a tombstone; the chain stays whole."""
    entries_of(subject).update(body=None)
    erase_when_done()
    return record(subject, PURGE, by=by, params={"reason": reason})


def purge_words(
    subject: models.Model, is_meant: Callable[[str], bool], *, by: AbstractBaseUser, reason: str
) -> Entry | None:
    """Empty only the bodies of the object's history in which a text is meant; None if there is none."""
    bodies = entries_of(subject).exclude(body=None).values_list("pk", "body")
    meant = [pk for pk, body in bodies if any(is_meant(text) for text in _texts(body))]
    if not meant:
        return None
    Entry.objects.filter(pk__in=meant).update(body=None)
    erase_when_done()
    return record(subject, PURGE, by=by, params={"reason": reason})


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for inner in value.values() for text in _texts(inner))
    elif isinstance(value, list):
        yield from (text for inner in value for text in _texts(inner))


def entry_hash(entry: Entry, *, subject_type: str, subject_id: int, previous: str) -> str:
    """The hash that binds an entry to its object, its place, its content and the entry before it."""
    return _sha256(
        [
            subject_type,
            subject_id,
            entry.number,
            entry.verb,
            entry.actor_id,
            entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
            entry.version,
            entry.body_digest,
            previous,
        ]
    )


def body_digest(body: Mapping[str, Any]) -> str:
    """The digest of an entry's body in canonical JSON (sorted keys, no spaces)."""
    return _sha256(body)


def _appended(chain: Chain, change: Change, *, by: AbstractBaseUser | None, at: datetime) -> Entry:
    """The next entry of a chain, not yet saved; moves the chain's head in memory."""
    body = {"params": dict(change.params), "before": dict(change.before), "after": dict(change.after)}
    entry = Entry(
        chain=chain,
        number=chain.length + 1,
        verb=change.verb,
        actor_id=actor.pk if (actor := change.by or by) else None,
        at=at,
        version=getattr(change.subject, "version", None) if change.version is None else change.version,
        body=body,
        body_digest=body_digest(body),
    )
    entry.hash = entry_hash(entry, subject_type=chain.subject_type, subject_id=chain.subject_id, previous=chain.head)
    chain.length, chain.head = entry.number, entry.hash
    return entry


def _save(chains: Iterable[Chain], entries: Sequence[Entry]) -> None:
    Entry.objects.bulk_create(entries, batch_size=CHUNK)
    # A hundred times quicker than `bulk_update`, and the rows are known to be there.
    changed = ["length", "head"]
    Chain.objects.bulk_create(
        chains, batch_size=CHUNK, update_conflicts=True, unique_fields=["id"], update_fields=changed
    )


def _chains_at_hand(changes: Sequence[Change], gathered: _Gathered) -> dict[tuple[str, int], Chain]:
    """The chains of all objects as they will stand when what has been gathered is written."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for subject_type, subject_id in {_key(change.subject) for change in changes} - gathered.chains.keys():
        wanted[subject_type].add(subject_id)
    for subject_type, ids in sorted(wanted.items()):
        known = Chain.objects.select_for_update().order_by("pk").filter(subject_type=subject_type, subject_id__in=ids)
        found = {} if gathered.is_first else {chain.subject_id: chain for chain in known}
        for subject_id in sorted(ids):
            chain = found.get(subject_id) or Chain(subject_type=subject_type, subject_id=subject_id)
            gathered.chains[subject_type, subject_id] = chain
    return gathered.chains


def _chains_of(changes: Sequence[Change]) -> dict[tuple[str, int], Chain]:
    """The chains of all objects; in a transaction locked in one order, so that no two writers wait for each other."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for change in changes:
        subject_type, subject_id = _key(change.subject)
        wanted[subject_type].add(subject_id)
    chains: dict[tuple[str, int], Chain] = {}
    for subject_type in sorted(wanted):
        ids = sorted(wanted[subject_type])
        for start in range(0, len(ids), CHUNK):
            chains.update(_some_chains(subject_type, ids[start : start + CHUNK]))
    return chains


def _some_chains(subject_type: str, ids: list[int]) -> dict[tuple[str, int], Chain]:
    locked = Chain.objects.order_by("pk").filter(subject_type=subject_type, subject_id__in=ids)
    if transaction.get_connection().in_atomic_block:
        locked = locked.select_for_update()
    found = {chain.subject_id: chain for chain in locked}
    if missing := [subject_id for subject_id in ids if subject_id not in found]:
        new = [Chain(subject_type=subject_type, subject_id=subject_id) for subject_id in missing]
        # Somebody may write the first entry at the same moment: theirs or ours, one chain stands afterwards.
        Chain.objects.bulk_create(new, ignore_conflicts=True)
        found = {chain.subject_id: chain for chain in locked.all()}
    return {(subject_type, subject_id): chain for subject_id, chain in found.items()}


def _key(subject: models.Model) -> tuple[str, int]:
    return subject._meta.label_lower, int(subject.pk)


@lru_cache
def _attributes(
    model: type[models.Model], names: tuple[str, ...]
) -> tuple[tuple[str, ...], Callable[[models.Model], Iterable[object]]]:
    """The names, and what reads the attributes that hold them; what is no field is an attribute itself."""
    known = {field.name: field.attname for field in model._meta.concrete_fields}
    attributes = [known.get(name, name) for name in names]
    if len(attributes) > 1:
        return names, attrgetter(*attributes)
    return names, lambda subject: [getattr(subject, attribute) for attribute in attributes]


_PLAIN_ALREADY = frozenset({type(None), bool, int})


def _plain(value: object) -> Any:
    if type(value) in _PLAIN_ALREADY:
        return value
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (Decimal, float)):
        return str(value)  # a float would not come back from every database as it went in
    if isinstance(value, str):
        return value.replace("\x00", "")
    return value


def _sha256(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
