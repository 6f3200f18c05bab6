"""The data folder of an installation: what lies where in it, and what the first start puts there."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0/O, no 1/I: the code is copied from a screen by hand


@dataclass(frozen=True)
class DataFolder:
    """The one folder that holds database, files, keys and configuration of an installation."""

    root: Path

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> DataFolder:
        """The folder named by LUOSHI_DATA, else `.luoshi` in the home folder."""
        named = environment.get("LUOSHI_DATA")
        return cls(Path(named).expanduser().resolve() if named else Path.home() / ".luoshi")

    @property
    def database(self) -> Path:
        return self.root / "luoshi.sqlite3"

    @property
    def files(self) -> Path:
        return self.root / "files"

    @property
    def originals(self) -> Path:
        """Where the library's words are indexed for the quotation check; made anew from the database when missing."""
        return self.root / "originals"

    @property
    def anchor(self) -> Path:
        return self.root / "history.anchor"

    @property
    def configuration(self) -> Path:
        return self.root / "luoshi.env"

    @property
    def secret_key_file(self) -> Path:
        return self.root / "secret-key"

    @property
    def first_code_file(self) -> Path:
        return self.root / "first-administrator-code"

    def prepare(self) -> None:
        """Make the folder and the secret key where they are missing; nothing that is there is touched."""
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.files.mkdir(exist_ok=True, mode=0o700)
        _write_once(self.secret_key_file, secrets.token_urlsafe(64))

    def secret_key(self) -> str:
        """The key of this installation; before the first start one that lives as long as the process."""
        if self.secret_key_file.is_file():
            return self.secret_key_file.read_text(encoding="ascii").strip()
        return secrets.token_urlsafe(64)

    def first_code(self) -> str:
        """The one-time code that protects the page for the first administrator; made when first asked for."""
        code = "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))
        _write_once(self.first_code_file, code)
        return self.first_code_file.read_text(encoding="ascii").strip()

    def spend_first_code(self, given: str) -> bool:
        """Whether the code is the right one; the right one works once, also when two people send it together."""
        if not self.first_code_file.is_file():
            return False
        expected = self.first_code_file.read_text(encoding="ascii").strip()
        if not secrets.compare_digest(given.strip().upper().encode(), expected.encode()):
            return False
        try:
            self.first_code_file.unlink()
        except FileNotFoundError:
            return False
        return True


def _write_once(path: Path, text: str) -> None:
    """Write a private file unless it is there already."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text + "\n")
