"""What is wrong with an installation: database, history, anchor, stored files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from luoshi.common import files
from luoshi.common.history_check import broken_links

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CODES = ("database", "migrations", "history", "file")


@dataclass(frozen=True)
class Fault:
    """One fault: a code (see CODES) and the place where it shows."""

    code: str
    place: str


# Further checks of later apps: each yields what it finds.
checks: list[Callable[[], Iterator[Fault]]] = []


def faults() -> Iterator[Fault]:
    """Every fault that is found; a database that is not up to date is all there is to say."""
    if pending := _pending_migrations():
        yield Fault("migrations", ", ".join(pending))
        return
    yield from _database_faults()
    for link in broken_links(settings.DATA.anchor):
        yield Fault("history", f"{link.subject_type} {link.subject_id} #{link.number} ({link.code})")
    for stored in files.missing_files():
        yield Fault("file", stored.sha256)
    for check in checks:
        yield from check()


def _pending_migrations() -> list[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _is_backwards in plan]


def _database_faults() -> Iterator[Fault]:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check(5)")
        yield from (Fault("database", line) for (line,) in cursor.fetchall() if line != "ok")
