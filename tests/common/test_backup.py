"""Backup while the system runs, and its restoration into an empty folder."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from luoshi.common import files
from luoshi.common.backup import BackupError, make_backup, restore_backup
from luoshi.common.history_check import write_anchor
from luoshi.common.installation import DataFolder
from luoshi.common.integrity import Fault, faults

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

    from luoshi.units.models import UnitImport


@pytest.fixture
def archive(unit_import: UnitImport, settings: SettingsWrapper, tmp_path: Path) -> Path:
    write_anchor(settings.DATA.anchor)
    make_backup(tmp_path / "backup.zip")
    return tmp_path / "backup.zip"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own way of copying")
@pytest.mark.django_db(transaction=True)
def test_a_restored_installation_holds_what_was_saved(archive: Path, unit_import: UnitImport, tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "new")

    manifest = restore_backup(archive, folder)

    with closing(sqlite3.connect(folder.database)) as database:
        names = database.execute("SELECT name FROM units_unitimport").fetchall()
    stored = folder.files / unit_import.file.sha256[:2] / unit_import.file.sha256
    assert names == [("单位.xlsx",)]
    assert stored.read_bytes() == files.path_of(unit_import.file.sha256).read_bytes()
    assert set(manifest.members) >= {"database.sqlite3", "history.anchor"}


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
@pytest.mark.django_db(transaction=True)
def test_nobody_else_on_the_machine_reads_it(archive: Path) -> None:
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own way of copying")
@pytest.mark.django_db(transaction=True)
def test_damaged_packing_is_told_in_a_sentence(archive: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(archive) as whole:
        member = whole.getinfo("database.sqlite3")
    content = bytearray(archive.read_bytes())
    start = member.header_offset + 30 + len("database.sqlite3")
    content[start : start + 200] = b"\xff" * 200
    archive.write_bytes(bytes(content))

    with pytest.raises(BackupError, match="damaged"):
        restore_backup(archive, DataFolder(tmp_path / "new"))


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own way of copying")
@pytest.mark.django_db(transaction=True)
def test_nothing_is_overwritten(archive: Path, tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "new")
    restore_backup(archive, folder)

    with pytest.raises(BackupError, match="not_empty"):
        restore_backup(archive, folder)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own way of copying")
@pytest.mark.django_db(transaction=True)
def test_a_changed_backup_is_refused_and_leaves_no_database(archive: Path, tmp_path: Path) -> None:
    changed = tmp_path / "changed.zip"
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content + b"!" if name.startswith("files/") else content)
    folder = DataFolder(tmp_path / "new")

    with pytest.raises(BackupError, match="damaged"):
        restore_backup(changed, folder)

    assert not folder.database.exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the database of the tests is not empty on a server")
def test_a_file_that_is_no_backup_is_refused(tmp_path: Path, db: None) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("a.txt", "a")

    with pytest.raises(BackupError, match="no_backup"):
        restore_backup(tmp_path / "x.zip", DataFolder(tmp_path / "new"))


@pytest.mark.django_db(transaction=True)
def test_a_check_names_the_missing_file(unit_import: UnitImport) -> None:
    shutil.rmtree(files.path_of(unit_import.file.sha256).parent)

    assert list(faults()) == [Fault("file", unit_import.file.sha256)]


@pytest.mark.skipif(connection.vendor == "sqlite", reason="PostgreSQL's own way of copying")
@pytest.mark.django_db(transaction=True)
def test_a_backup_on_postgresql_holds_its_dump(unit_import: UnitImport, tmp_path: Path) -> None:
    manifest = make_backup(tmp_path / "backup.zip")

    with zipfile.ZipFile(tmp_path / "backup.zip") as archive:
        dump = archive.read("database.dump")
    assert (dump[:5], "database.dump" in manifest.members) == (b"PGDMP", True)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="PostgreSQL's own way of copying")
def test_a_database_with_tables_is_not_overwritten(tmp_path: Path, db: None) -> None:
    with pytest.raises(BackupError, match="not_empty"):
        restore_backup(tmp_path / "backup.zip", DataFolder(tmp_path / "new"))
