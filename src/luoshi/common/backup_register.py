"""Remembers which backups were made, so that a purge can name those that still hold what was purged."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "backups.tsv"


@dataclass(frozen=True)
class MadeBackup:
    """An archive as it was made: when and where to; it may have been moved or deleted since."""

    made_at: datetime
    path: Path

    @property
    def is_there(self) -> bool:
        """Whether the archive still lies where it was made."""
        return self.path.is_file()

    def holds(self, sha256: str) -> bool | None:
        """Whether the archive holds a stored file; None if it cannot be looked into any more."""
        try:
            with zipfile.ZipFile(self.path) as archive:
                return f"files/{sha256[:2]}/{sha256}" in archive.namelist()
        except (OSError, zipfile.BadZipFile):
            return None


def note_backup(path: Path, made_at: str) -> None:
    """Add an archive to the register of this installation."""
    with _register().open("a", encoding="utf-8") as file:
        file.write(f"{made_at}\t{path}\n")


def backups_since(moment: datetime) -> list[MadeBackup]:
    """The backups made at or after a moment, the newest first."""
    return sorted((made for made in _all() if made.made_at >= moment), key=lambda made: made.made_at, reverse=True)


def _all() -> Iterator[MadeBackup]:
    if not _register().is_file():
        return
    for line in _register().read_text(encoding="utf-8").splitlines():
        made_at, _tab, path = line.partition("\t")
        yield MadeBackup(datetime.fromisoformat(made_at), Path(path))


def _register() -> Path:
    return Path(settings.DATA.root) / NAME
