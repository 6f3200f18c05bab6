"""A new installation's tables, made at once, are the tables that the migrations make one after another."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MAKE = """
import os, sys
os.environ["LUOSHI_DATA"] = sys.argv[1]
os.environ["DJANGO_SETTINGS_MODULE"] = "luoshi.settings"
os.environ.pop("DATABASE_URL", None)
import django; django.setup()
from django.core.management import call_command
from luoshi.common.first_schema import make_tables
if sys.argv[2] == "at once":
    assert make_tables() and not make_tables()
call_command("migrate", verbosity=0)
"""


def described(folder: Path, way: str) -> dict[str, dict[str, list[str]] | dict[str, int] | list[str]]:
    """Tables with their columns, keys and indexes, in no order, and the rows that there are from the beginning."""
    folder.mkdir()
    subprocess.run([sys.executable, "-c", MAKE, str(folder), way], check=True, timeout=300)
    (path,) = folder.rglob("*.sqlite3")
    with sqlite3.connect(path) as known:
        tables = [row[0] for row in known.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            "columns": {table: _rows(known, f"PRAGMA table_info({table})", skip=1) for table in tables},
            "keys": {table: _rows(known, f"PRAGMA foreign_key_list({table})", skip=2) for table in tables},
            "indexes": _indexes(known),
            "checks": {table: _checks(known, table) for table in tables},
            "profiles": _rows(known, "SELECT * FROM ledger_clockprofile", skip=1),
            "types": _rows(known, "SELECT app_label, model FROM django_content_type"),
            "applied": _rows(known, "SELECT app, name FROM django_migrations"),
        }


def _rows(known: sqlite3.Connection, sql: str, *, skip: int = 0) -> list[str]:
    return sorted(json.dumps(row[skip:]) for row in known.execute(sql))


def _indexes(known: sqlite3.Connection) -> list[str]:
    """What each index is on; Django's own names of them are digests that say nothing."""
    found = known.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index'").fetchall()
    return sorted(
        json.dumps(
            [table, _rows(known, f"PRAGMA index_info('{name}')", skip=2), (sql or "").startswith("CREATE UNIQUE")]
        )
        + (sql.partition(" WHERE ")[2] if sql else "")
        for name, table, sql in found
    )


def _checks(known: sqlite3.Connection, table: str) -> int:
    ((sql,),) = known.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", [table])
    return str(sql).count(" CHECK (")


def test_a_new_installation_has_the_tables_of_all_migrations(tmp_path: Path) -> None:
    at_once, in_turn = (described(tmp_path / way.replace(" ", "_"), way) for way in ("at once", "in turn"))

    assert len(at_once["applied"]) > 70
    assert at_once == in_turn
