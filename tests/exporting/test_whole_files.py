"""Files are written whole or not at all."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from luoshi.exporting.whole_files import whole_file

if TYPE_CHECKING:
    from pathlib import Path

NOT_ROOT = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def fail_half_way(target: Path) -> None:
    with whole_file(target) as stream:
        stream.write(b"half")
        raise KeyboardInterrupt


def test_file_appears_when_the_block_ends(tmp_path: Path) -> None:
    target = tmp_path / "台账.csv"

    with whole_file(target) as stream:
        stream.write(b"one")
        unfinished = target.exists()

    assert (unfinished, target.read_bytes(), names(tmp_path)) == (False, b"one", ["台账.csv"])


def test_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "台账.csv"
    target.write_bytes(b"old")

    with pytest.raises(KeyboardInterrupt):
        fail_half_way(target)

    assert (target.read_bytes(), names(tmp_path)) == (b"old", ["台账.csv"])


def test_permissions_are_kept_and_otherwise_ordinary(tmp_path: Path) -> None:
    old, new, ordinary = tmp_path / "old", tmp_path / "new", tmp_path / "ordinary"
    old.write_bytes(b"old")
    old.chmod(0o640)
    ordinary.write_bytes(b"")

    for target in (old, new):
        with whole_file(target) as stream:
            stream.write(b"new")

    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    assert new.stat().st_mode == ordinary.stat().st_mode


def test_link_goes_on_pointing(tmp_path: Path) -> None:
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_bytes(b"old")
    link.symlink_to(real)

    with whole_file(link) as stream:
        stream.write(b"new")

    assert (link.is_symlink(), real.read_bytes()) == (True, b"new")


@pytest.mark.parametrize(
    ("name", "error"),
    [
        (".", IsADirectoryError),
        ("no/such/folder.csv", FileNotFoundError),
        ("长" * 200 + ".csv", OSError),
    ],
)
def test_impossible_target_is_refused_before_the_work(tmp_path: Path, name: str, error: type[OSError]) -> None:
    worked = []

    with pytest.raises(error), whole_file(tmp_path / name):
        worked.append(name)

    assert (worked, names(tmp_path)) == ([], [])


@NOT_ROOT
def test_read_only_file_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "台账.csv"
    target.write_bytes(b"old")
    target.chmod(0o444)

    with pytest.raises(PermissionError), whole_file(target):
        pass

    assert target.read_bytes() == b"old"
