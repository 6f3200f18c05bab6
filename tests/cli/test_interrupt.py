"""Ctrl-C and a polite end leave nothing half-written behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import command

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")


@pytest.fixture(autouse=True)
def heed_interrupts() -> Iterator[None]:
    """What a shell starts in the background ignores Ctrl-C, and so would the processes that it starts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def wait_until_writing(folder: Path) -> None:
    for _ in range(15_000):
        if any(path.name.startswith(".luoshi-") for path in folder.iterdir()):
            return
        time.sleep(0.002)
    pytest.fail("the ledger was never begun")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("jobs", [1, 2])
def test_end_by_signal_leaves_nothing(plan: Path, tmp_path: Path, number: int, code: int, jobs: int) -> None:
    for copy in range(1_500):
        shutil.copy(plan, plan.with_stem(f"方案{copy}"))
    (tmp_path / "临时").mkdir()
    words = command("breakdown", plan.parent, "-o", tmp_path / "台账.xlsx", "--jobs", jobs)

    with subprocess.Popen(
        words,
        env={**os.environ, "TMPDIR": str(tmp_path / "临时"), "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    ) as process:
        wait_until_writing(tmp_path)
        os.killpg(process.pid, number)
        _out, said = process.communicate(timeout=60)

    assert process.returncode == code
    assert sorted(path.name for path in tmp_path.iterdir()) == ["临时", "来文"]
    assert list((tmp_path / "临时").iterdir()) == []
    assert said == ("已中断，没有留下未写完的文件。\n" if number == signal.SIGINT else "")
