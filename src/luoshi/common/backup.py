"""Backup of an installation while it runs, and its restoration: one archive with database, files and anchor.

The database is copied as it stands at one moment; files are kept by the digest of their bytes and never change, so
whatever the copied database refers to can be collected afterwards. A list of digests lies in the archive, and nothing
is put back whose digest differs.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import subprocess
import tempfile
import zipfile
import zlib
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection

from luoshi import __version__
from luoshi.common import clock, files
from luoshi.common.backup_register import note_backup
from luoshi.common.models import StoredFile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from luoshi.common.installation import DataFolder

BLOCK = 2**20
MANIFEST = "manifest.json"
SQLITE, POSTGRES = "database.sqlite3", "database.dump"
ANCHOR = "history.anchor"


class BackupError(Exception):
    """Why a backup cannot be made or put back; `code` is put into words where it is shown."""

    def __init__(self, code: str, name: str = "") -> None:
        super().__init__(code, name)
        self.code = code
        self.name = name


@dataclass(frozen=True)
class Manifest:
    """What an archive holds: version and moment, and every member with its SHA-256."""

    version: str
    made_at: str
    members: dict[str, str]


def make_backup(target: Path) -> Manifest:
    """Write the archive; it appears under its name only when it is complete."""
    members: dict[str, str] = {}
    made_at = clock.now().isoformat(timespec="seconds")
    unfinished = target.with_name(f".{target.name}.part")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent) as folder, zipfile.ZipFile(unfinished, "w") as archive:
            unfinished.chmod(0o600)  # it holds what nobody else on this machine may read
            for name, path, method in _parts(Path(folder)):
                archive.write(path, name, compress_type=method)
                members[name] = _digest(path)
            manifest = Manifest(__version__, made_at, members)
            archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))
        unfinished.replace(target)
        note_backup(target, made_at)
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def read_manifest(archive: zipfile.ZipFile) -> Manifest:
    """The list of an archive's members; raises BackupError if this is no backup."""
    try:
        return Manifest(**json.loads(archive.read(MANIFEST)))
    except (KeyError, ValueError, TypeError) as error:
        raise BackupError("no_backup") from error


def restore_backup(source: Path, folder: DataFolder) -> Manifest:
    """Put an archive back into an empty data folder (or an empty database); checked before anything is moved in."""
    _refuse_to_overwrite(folder)
    folder.prepare()
    with zipfile.ZipFile(source) as archive, tempfile.TemporaryDirectory(dir=folder.root) as unpacked:
        manifest = read_manifest(archive)
        for name, expected in manifest.members.items():
            _unpack(archive, name, Path(unpacked), expected)
        _move_in(Path(unpacked), folder)
    return manifest


def _parts(folder: Path) -> Iterator[tuple[str, Path, int]]:
    """The members of an archive: name, where its bytes lie, and whether packing is worth while.

    The anchor first: it may hold nothing that the database in the archive has not yet. It is a copy, since the clock of
    a running server adds to the file while it is packed.
    """
    anchor = Path(settings.DATA.anchor)
    if anchor.is_file():
        yield ANCHOR, Path(shutil.copy2(anchor, folder / ANCHOR)), zipfile.ZIP_DEFLATED
    yield (*_database_copy(folder), zipfile.ZIP_DEFLATED)
    for sha256 in StoredFile.objects.order_by("pk").values_list("sha256", flat=True).iterator():
        path = files.path_of(sha256)
        if path.is_file():  # what is missing is told by `luoshi check`, and is no reason to keep the rest unsaved
            yield f"files/{sha256[:2]}/{sha256}", path, zipfile.ZIP_STORED


def _database_copy(folder: Path) -> tuple[str, Path]:
    """A copy of the database as it stands at one moment."""
    if connection.vendor == "sqlite":
        path = folder / SQLITE
        connection.ensure_connection()
        with closing(sqlite3.connect(path)) as target:
            connection.connection.backup(target)
        return SQLITE, path
    path = folder / POSTGRES
    _run_postgres("pg_dump", "--format=custom", f"--file={path}")
    return POSTGRES, path


def _run_postgres(program: str, *arguments: str) -> None:
    """One of PostgreSQL's own programs, on our database; the password goes by the environment, not by the arguments."""
    executable = shutil.which(program)
    if executable is None:
        raise BackupError("no_program", program)
    own: dict[str, Any] = connection.get_connection_params()
    places = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGPASSWORD": "password", "PGDATABASE": "dbname"}
    environment = {name: str(own[key]) for name, key in places.items() if own.get(key)}
    path = {"PATH": str(Path(executable).parent)}
    done = subprocess.run(  # noqa: S603  # a fixed program with our own arguments
        [executable, *arguments], env={**path, **environment}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupError("program_failed", done.stderr.strip().splitlines()[-1] if done.stderr.strip() else program)


def _refuse_to_overwrite(folder: DataFolder) -> None:
    if connection.vendor == "sqlite":
        if folder.database.exists():
            raise BackupError("not_empty", str(folder.root))
    elif connection.introspection.table_names():
        raise BackupError("not_empty", str(connection.settings_dict["NAME"]))


def _unpack(archive: zipfile.ZipFile, name: str, folder: Path, expected: str) -> None:
    """One member into a folder; refused if it would leave the folder or is not what the list says."""
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise BackupError("damaged", name)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with archive.open(name) as source, path.open("wb") as target:
            shutil.copyfileobj(source, target, BLOCK)
    except (KeyError, EOFError, zlib.error, zipfile.BadZipFile) as error:
        raise BackupError("damaged", name) from error
    if _digest(path) != expected:
        raise BackupError("damaged", name)


def _move_in(unpacked: Path, folder: DataFolder) -> None:
    """Files first, the database last: an installation that is there is whole."""
    if (unpacked / "files").is_dir():
        shutil.copytree(unpacked / "files", folder.files, dirs_exist_ok=True)
    if (unpacked / ANCHOR).is_file():
        shutil.copy2(unpacked / ANCHOR, folder.anchor)
    if (unpacked / SQLITE).is_file():
        (unpacked / SQLITE).replace(folder.database)
    else:
        name = str(connection.settings_dict["NAME"])
        _run_postgres("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={name}", str(unpacked / POSTGRES))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
