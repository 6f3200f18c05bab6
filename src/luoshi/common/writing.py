"""Statements for many rows whose values are made ready beforehand, so that the lock is held for the writing alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models import Field, Model

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
    """What writes many rows of one table, and the values of each.

    `single` writes one row. A server would parse and answer each of thousands: it takes them in one go as `copied`,
    after `before` and followed by `after` where rows that exist are renewed.
    """

    single: str
    before: str
    copied: str
    after: str
    values: Sequence[tuple[Any, ...]]

    def run(self) -> None:
        """Write all rows; the caller has opened the transaction."""
        if not self.values:
            return
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.executemany(self.single, self.values)
                return
            if self.before:
                cursor.execute(self.before)
            with cursor.copy(self.copied) as sent:
                for row in self.values:
                    sent.write_row(row)
            if self.after:
                cursor.execute(self.after)


def insertion(model: type[Model], rows: Iterable[Model]) -> Statement:
    """New rows of a model whose primary keys nobody needs to know afterwards."""
    fields, table = _fields(model), _table(model)
    columns = ", ".join(_quoted(field) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    single = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608 - names of our own tables, quoted
    return Statement(single, "", f"COPY {table} ({columns}) FROM STDIN", "", _values(fields, rows))


def renewal(model: type[Model], rows: Iterable[Model], *, names: Collection[str] | None = None) -> Statement:
    """Rows that exist, with their values as they now stand: all of them, or those of the attributes named.

    The caller makes sure that nobody has changed the rows meanwhile.
    """
    fields, key = _fields(model), model._meta.pk
    if names is not None:
        fields = [field for field in fields if field.attname in names]
    table, places = _table(model), [*fields, key]
    new = connection.ops.quote_name(f"{model._meta.db_table}_now")
    columns, is_meant = ", ".join(_quoted(field) for field in places), f"WHERE {table}.{_quoted(key)} ="
    to_single = ", ".join(f"{_quoted(field)} = %s" for field in fields)
    to_new = ", ".join(f"{_quoted(field)} = {new}.{_quoted(field)}" for field in fields)
    return Statement(
        single=f"UPDATE {table} SET {to_single} {is_meant} %s",  # noqa: S608 - as above
        before=f"CREATE TEMPORARY TABLE {new} AS SELECT {columns} FROM {table} WITH NO DATA",  # noqa: S608 - as above
        copied=f"COPY {new} ({columns}) FROM STDIN",
        after=f"UPDATE {table} SET {to_new} FROM {new} {is_meant} {new}.{_quoted(key)}; DROP TABLE {new}",  # noqa: S608 - as above
        values=_values(places, rows),
    )


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
