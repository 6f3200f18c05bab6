"""Files to read and a way to run the command."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from luoshi.wording import activate
from tests.breakdowns import PLAN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Run = "Callable[..., subprocess.CompletedProcess[str]]"


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Tests see the default language and a wide screen, whatever machine they run on."""
    for name in ("LUOSHI_LANG", "LUOSHI_DEBUG", "LANG", "LC_ALL", "LC_MESSAGES", "FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "160")
    activate("zh")
    yield
    activate("zh")


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A small plan with one measure, the only file of its folder."""
    folder = tmp_path / "来文"
    folder.mkdir()
    path = folder / "河道方案.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run `luoshi` as a process of its own in the test's folder."""

    def run(*words: object, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command(*words),
            cwd=tmp_path,
            env={**os.environ, "PYTHONUTF8": "1", **variables},
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=120,
        )

    return run


def command(*words: object) -> list[str]:
    return [sys.executable, "-m", "luoshi", *map(str, words)]
