"""Histories in words: what happened, who did it and when, and what changed, with names in place of codes and keys."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from luoshi.common import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from django.contrib.auth.models import AbstractBaseUser

    from luoshi.common.models import Entry

    Names = dict[tuple[type[models.Model], object], str]

_POINTERS = (models.ForeignKey, models.ManyToManyField)
_LONGEST = 60
"""Characters of a value that are shown."""


@dataclass(frozen=True)
class Changed:
    """One field: its name, what it was and what it is, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Told:
    """One entry in words."""

    sentence: str
    actor: AbstractBaseUser | None
    at: datetime
    changes: tuple[Changed, ...]


def told(entries: Sequence[Entry]) -> list[Told]:
    """Entries in words, each read with its `chain`; the rows that they name are fetched once for all of them."""
    names = _names(entries)
    return [Told(words.sentence_of(entry), entry.actor, entry.at, tuple(_changes(entry, names))) for entry in entries]


def _changes(entry: Entry, names: Names) -> Iterator[Changed]:
    for name, before, after in _changed(entry):
        field = _field(entry, name)
        yield Changed(words.field_name(name), _value(field, name, before, names), _value(field, name, after, names))


def _changed(entry: Entry) -> Iterator[tuple[str, Any, Any]]:
    for name, after in entry.after.items():
        if name in entry.before and words.is_told(name):
            yield name, entry.before[name], after


def _field(entry: Entry, name: str) -> models.Field[Any, Any] | None:
    """The field of the entry's object that goes by this name, if it is one."""
    try:
        found = apps.get_model(entry.chain.subject_type)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return None
    return found if isinstance(found, models.Field) else None


def _value(field: models.Field[Any, Any] | None, name: str, value: Any, names: Names) -> str:
    if field is None or value in (None, ""):
        return _cut(words.field_value(name, value))
    if isinstance(field, _POINTERS):
        model = field.related_model
        return _cut(
            "、".join(names.get((model, key), "—") if isinstance(key, int) else key for key in _list(value)) or "—"
        )
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.DateTimeField) and (at := parse_datetime(str(value))):
        return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
    return _cut(words.field_value(name, value))


def _list(value: Any) -> list[Any]:
    """What a pointing field holds, none, one or several: keys, or names where those were recorded."""
    return value if isinstance(value, list) else [] if value in (None, "") else [value]


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _names(entries: Sequence[Entry]) -> Names:
    """The names of the rows that foreign keys point to, with one query for each kind of row."""
    wanted: dict[type[models.Model], set[object]] = defaultdict(set)
    for entry in entries:
        for name, before, after in _changed(entry):
            if isinstance(field := _field(entry, name), _POINTERS):
                keys = (key for key in (*_list(before), *_list(after)) if isinstance(key, int))
                wanted[field.related_model].update(keys)
    return {
        (model, row.pk): str(getattr(row, "name_in_history", row))
        for model, keys in wanted.items()
        for row in model._default_manager.filter(pk__in=keys)
    }
