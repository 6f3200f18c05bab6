"""The index of the full-text search: FTS5 on SQLite, tsvector with GIN on PostgreSQL."""

from __future__ import annotations

from typing import Any

from django.db import migrations

MAKE = {
    "sqlite": ("CREATE VIRTUAL TABLE library_passage_index USING fts5(tokens, tokenize = 'ascii')",),
    "postgresql": (
        "CREATE TABLE library_passage_index (passage_id bigint PRIMARY KEY, tokens tsvector NOT NULL)",
        "CREATE INDEX library_passage_tokens ON library_passage_index USING gin (tokens)",
    ),
}


def make(_apps: Any, schema_editor: Any) -> None:
    """Make the table of the vendor; what is in the library already is put in by `reindex`."""
    for statement in MAKE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(_apps: Any, schema_editor: Any) -> None:
    schema_editor.execute("DROP TABLE library_passage_index")


class Migration(migrations.Migration):
    dependencies = [("library", "0002_names_passages_changes")]

    operations = [migrations.RunPython(make, drop)]
