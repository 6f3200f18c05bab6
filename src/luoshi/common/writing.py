"""Statements for many rows whose values are made ready beforehand, so that the lock is held for the writing alone."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models import Field, Model

_AT_ONCE = 500
"""Rows in one statement, where a server has to be asked."""
_AS_THEY_ARE: dict[type[Field[Any, Any]], type] = {
    models.CharField: str,
    models.TextField: str,
    models.BooleanField: bool,
    models.ForeignKey: int,
    models.PositiveIntegerField: int,
    models.PositiveSmallIntegerField: int,
}
"""Values that a database takes as they are, by the kind of the field; most of a ledger is made of them."""


@dataclass(frozen=True)
class Statement:
    """One statement and the values of every row it is run for.

    `single` writes one row; `head`, one `row` for each, and `tail` write many.
    """

    single: str
    head: str
    row: str
    tail: str
    values: Sequence[tuple[Any, ...]]

    def run(self) -> None:
        """Write all rows; the caller has opened the transaction."""
        if not self.values:
            return
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.executemany(self.single, self.values)
                return
            for start in range(0, len(self.values), _AT_ONCE):  # a server parses and answers every statement
                some = self.values[start : start + _AT_ONCE]
                cursor.execute(self.head + ", ".join([self.row] * len(some)) + self.tail, [*chain(*some)])


def insertion(model: type[Model], rows: Iterable[Model]) -> Statement:
    """New rows of a model whose primary keys nobody needs to know afterwards."""
    fields = _fields(model)
    columns = ", ".join(_quoted(field) for field in fields)
    row = f"({', '.join(['%s'] * len(fields))})"
    head = f"INSERT INTO {_table(model)} ({columns}) VALUES "  # noqa: S608 - names of our own tables, quoted
    return Statement(head + row, head, row, "", _values(fields, rows))


def renewal(model: type[Model], rows: Iterable[Model], *, names: Collection[str] | None = None) -> Statement:
    """Rows that exist, with their values as they now stand: all of them, or those of the attributes named.

    The caller makes sure that nobody has changed the rows meanwhile.
    """
    fields, key = _fields(model), model._meta.pk
    if names is not None:
        fields = [field for field in fields if field.attname in names]
    table, places = _table(model), [*fields, key]
    pairs = ", ".join(f"{_quoted(field)} = %s" for field in fields)
    single = f"UPDATE {table} SET {pairs} WHERE {_quoted(key)} = %s"  # noqa: S608 - as above
    # A list of values does not know the types of the columns it is for.
    typed = ", ".join(f"{_quoted(field)} = now_.{_quoted(field)}::{field.db_type(connection)}" for field in fields)
    head = f"UPDATE {table} SET {typed} FROM (VALUES "  # noqa: S608 - as above
    named = ", ".join(_quoted(field) for field in places)
    tail = f") AS now_ ({named}) WHERE {table}.{_quoted(key)} = now_.{_quoted(key)}"
    return Statement(single, head, f"({', '.join(['%s'] * len(places))})", tail, _values(places, rows))


def _fields(model: type[Model]) -> list[Field[Any, Any]]:
    return [field for field in model._meta.concrete_fields if not field.primary_key]


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _quoted(field: Field[Any, Any]) -> str:
    return connection.ops.quote_name(str(field.column))


def _values(fields: Sequence[Field[Any, Any]], rows: Iterable[Model]) -> list[tuple[Any, ...]]:
    """What the database is given for each row, in the order of the fields."""
    used: BaseDatabaseWrapper = connections[DEFAULT_DB_ALIAS]  # looked up once, not for every value
    columns = [(field.attname, _AS_THEY_ARE.get(type(field)), field.get_db_prep_save) for field in fields]
    return [
        tuple(
            [
                value if value is None or type(value) is plain else prepared(value, used)
                for value, plain, prepared in ((getattr(row, name), plain, prep) for name, plain, prep in columns)
            ]
        )
        for row in rows
    ]
