"""The data folder: made once, private, with a code that works once."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from luoshi.common.installation import DataFolder

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    made = DataFolder(tmp_path / "data")
    made.prepare()
    return made


def test_the_secret_key_is_made_once(folder: DataFolder) -> None:
    key = folder.secret_key()

    folder.prepare()

    assert (folder.secret_key(), len(key) > 50) == (key, True)


def test_folder_and_key_are_private(folder: DataFolder) -> None:
    modes = [path.stat().st_mode & 0o777 for path in (folder.root, folder.secret_key_file)]

    assert modes == [0o700, 0o600]


def test_the_first_code_works_once(folder: DataFolder) -> None:
    code = folder.first_code()

    tries = [folder.spend_first_code(given) for given in ("AAAA-BBBB-CCCC", f" {code.lower()} ", code)]

    assert tries == [False, True, False]


def test_looking_at_the_settings_writes_nothing(tmp_path: Path) -> None:
    DataFolder(tmp_path / "nowhere").secret_key()

    assert list(tmp_path.iterdir()) == []


def test_what_is_deleted_does_not_stay_in_the_file(folder: DataFolder) -> None:
    code = (
        "import django; django.setup(); from django.db import connection;"
        "print(connection.cursor().execute('PRAGMA secure_delete').fetchone()[0])"
    )
    embedded = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment = embedded | {"LUOSHI_DATA": str(folder.root), "DJANGO_SETTINGS_MODULE": "luoshi.settings"}

    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)

    assert done.stdout == "1\n"
