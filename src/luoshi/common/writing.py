"""Statements for many rows whose values are made ready beforehand, so that the lock is held for the writing alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import DEFAULT_DB_ALIAS, connection, connections

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models import Field, Model


@dataclass(frozen=True)
class Statement:
    """One statement and the values of every row it is run for."""

    sql: str
    rows: Sequence[tuple[Any, ...]]

    def run(self) -> None:
        """Write all rows; the caller has opened the transaction."""
        if self.rows:
            with connection.cursor() as cursor:
                cursor.executemany(self.sql, self.rows)


def insertion(model: type[Model], rows: Iterable[Model]) -> Statement:
    """New rows of a model whose primary keys nobody needs to know afterwards."""
    fields = _fields(model)
    columns = ", ".join(_quoted(field) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608 - names of our own tables, quoted
    used = connections[DEFAULT_DB_ALIAS]  # looked up once, not for every value
    return Statement(sql, [_values(fields, row, used) for row in rows])


def renewal(model: type[Model], rows: Iterable[Model], *, names: Collection[str] | None = None) -> Statement:
    """Rows that exist, with their values as they now stand: all of them, or those of the attributes named.

    The caller makes sure that nobody has changed the rows meanwhile.
    """
    fields, key = _fields(model), model._meta.pk
    if names is not None:
        fields = [field for field in fields if field.attname in names]
    pairs = ", ".join(f"{_quoted(field)} = %s" for field in fields)
    sql = f"UPDATE {connection.ops.quote_name(model._meta.db_table)} SET {pairs} WHERE {_quoted(key)} = %s"  # noqa: S608 - names of our own tables, quoted
    used = connections[DEFAULT_DB_ALIAS]
    return Statement(sql, [(*_values(fields, row, used), row.pk) for row in rows])


def _fields(model: type[Model]) -> list[Field[Any, Any]]:
    return [field for field in model._meta.concrete_fields if not field.primary_key]


def _quoted(field: Field[Any, Any]) -> str:
    return connection.ops.quote_name(str(field.column))


def _values(fields: Sequence[Field[Any, Any]], row: Model, used: BaseDatabaseWrapper) -> tuple[Any, ...]:
    return tuple(field.get_db_prep_save(getattr(row, field.attname), used) for field in fields)
