"""Two editors of one object: lock it, compare with the version the form was opened with, tell what changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.core.exceptions import ObjectDoesNotExist

from luoshi.common import history
from luoshi.common.errors import Difference, GoneError, StaleFormError

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

    from luoshi.common.models import Versioned

M = TypeVar("M", bound="Model")


def lock(rows: QuerySet[M], pk: int) -> M:
    """The row, locked until the transaction ends; on SQLite the transaction itself is the lock.

    Raises GoneError if somebody has removed it since it was read.
    """
    try:
        return rows.select_for_update(of=("self",)).get(pk=pk)
    except ObjectDoesNotExist:
        raise GoneError from None


def check_version(subject: Versioned, seen: int | None) -> None:
    """Raise StaleFormError if the object is newer than what was seen; None means that nothing was seen."""
    if seen is None or subject.version == seen:
        return
    newer = list(history.entries_of(subject).filter(version__gt=seen))
    merged: dict[str, Difference] = {}
    for entry in newer:
        for name, after in entry.after.items():
            before = merged[name].before if name in merged else entry.before.get(name)
            merged[name] = Difference(name, before, after)
    last = newer[-1] if newer else None
    raise StaleFormError(
        by=str(last.actor) if last and last.actor else "",
        at=last.at if last else None,
        differences=tuple(merged.values()),
        version=subject.version,
    )


def next_version(subject: Versioned) -> None:
    """Count the change; called once by every action that saves a versioned object."""
    subject.version += 1
