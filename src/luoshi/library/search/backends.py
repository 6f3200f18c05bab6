"""The two indexes behind the search: FTS5 of SQLite and tsvector of PostgreSQL; one row a passage, tokens by place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from django.db import connection
from django.db.models.expressions import RawSQL

from luoshi.library.search.tokens import LONGEST_PHRASE, token

if TYPE_CHECKING:
    from collections.abc import Sequence

TABLE = "library_passage_index"
CHUNK = 400


class Backend(Protocol):
    """Keeps the tokens of passages and finds the passages that hold all phrases."""

    def insert(self, rows: Sequence[tuple[int, str]]) -> None:
        """Keep the folded words of passages (number, words)."""

    def delete(self, numbers: Sequence[int]) -> None:
        """Forget passages."""

    def overwrite(self) -> None:
        """From here on what is deleted is overwritten, where the database would leave it lying."""

    def compact(self) -> None:
        """Leave nothing behind of what was forgotten, as far as the index itself is concerned."""

    def matching(self, phrases: Sequence[str]) -> RawSQL:
        """The numbers of the passages that hold all phrases, as a subquery."""


class Sqlite:
    """A table of FTS5; a phrase is a quoted row of tokens."""

    def insert(self, rows: Sequence[tuple[int, str]]) -> None:
        sql = f"INSERT OR REPLACE INTO {TABLE} (rowid, tokens) VALUES (%s, %s)"  # noqa: S608 -- our own table's name
        with connection.cursor() as cursor:
            cursor.executemany(sql, [(number, " ".join(map(token, words))) for number, words in rows])

    def delete(self, numbers: Sequence[int]) -> None:
        _delete("rowid", numbers)

    def overwrite(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")

    def compact(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {TABLE} ({TABLE}) VALUES ('optimize')")  # noqa: S608 -- our own table's name

    def matching(self, phrases: Sequence[str]) -> RawSQL:
        query = " AND ".join(f'"{" ".join(map(token, phrase[:LONGEST_PHRASE]))}"' for phrase in phrases)
        sql = f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s"  # noqa: S608 -- our own table's name
        return RawSQL(sql, (query,))  # noqa: S611 -- the words go by parameter


class Postgres:
    """A tsvector written by ourselves, so that no dictionary and no locale has a say in what a word is."""

    def insert(self, rows: Sequence[tuple[int, str]]) -> None:
        sql = (
            f"INSERT INTO {TABLE} (passage_id, tokens) VALUES (%s, %s::tsvector) "  # noqa: S608 -- our own table
            "ON CONFLICT (passage_id) DO UPDATE SET tokens = EXCLUDED.tokens"
        )
        vectors = [
            (number, " ".join(f"{token(char)}:{place}" for place, char in enumerate(words, 1)))
            for number, words in rows
        ]
        with connection.cursor() as cursor:
            cursor.executemany(sql, vectors)

    def delete(self, numbers: Sequence[int]) -> None:
        _delete("passage_id", numbers)

    def overwrite(self) -> None:
        """Nothing to do: a vacuum takes dead rows away by itself."""

    def compact(self) -> None:
        """Nothing to do, for the same reason."""

    def matching(self, phrases: Sequence[str]) -> RawSQL:
        query = " & ".join(f"({' <-> '.join(map(token, phrase[:LONGEST_PHRASE]))})" for phrase in phrases)
        sql = f"SELECT passage_id FROM {TABLE} WHERE tokens @@ %s::tsquery"  # noqa: S608 -- our own table's name
        return RawSQL(sql, (query,))  # noqa: S611 -- the words go by parameter


def backend() -> Backend:
    """The index of the database in use."""
    return Postgres() if connection.vendor == "postgresql" else Sqlite()


def _delete(key: str, numbers: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        for at in range(0, len(numbers), CHUNK):
            chunk = list(numbers[at : at + CHUNK])
            marks = ", ".join(["%s"] * len(chunk))
            cursor.execute(f"DELETE FROM {TABLE} WHERE {key} IN ({marks})", chunk)  # noqa: S608 -- our own names
