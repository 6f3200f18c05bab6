"""Backups and checks of a server that is being written to: each backup is whole by itself."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

from tests.test_crash import INSPECT, PREPARE, environment, port, run, server, wait_for, write

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

__all__ = ["environment", "port", "server"]
WRITES, WRITERS, BACKUPS = 100_000, 3, 2
TICK = """
from luoshi.cli.serving import open_installation
open_installation("")
from django.conf import settings
from luoshi.common.history_check import write_anchor
import time
until = time.monotonic() + 6
while time.monotonic() < until:
    write_anchor(settings.DATA.anchor)
    time.sleep(0.02)
"""


def test_a_backup_of_a_busy_server_is_whole(
    environment: dict[str, str],  # the fixtures imported above
    port: int,  # as above
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    session, root = run(PREPARE, environment).split()
    server = request.getfixturevalue("server")  # as above
    wait_for(port)
    answered: list[str] = []
    writers = [
        threading.Thread(target=write, args=(port, session, root, range(n, WRITES, WRITERS), answered))
        for n in range(WRITERS)
    ]
    anchoring = threading.Thread(target=run, args=(TICK, environment))
    for thread in (*writers, anchoring):
        thread.start()
    while len(answered) < 10:
        time.sleep(0.01)

    there_before, archives = [], [tmp_path / f"{number}.zip" for number in range(BACKUPS)]
    for archive in archives:
        there_before.append(set(answered))
        luoshi(environment, "backup", str(archive))
    luoshi(environment, "check")  # says nothing is wrong, although others write meanwhile
    os.killpg(server.pid, signal.SIGKILL)  # the writers end with it
    for thread in (*writers, anchoring):
        thread.join()

    assert len(there_before[0]) < len(there_before[-1]) < len(answered)
    for number, (archive, names) in enumerate(zip(archives, there_before, strict=True)):
        folder = environment | {"LUOSHI_DATA": str(tmp_path / f"restored{number}")}
        luoshi(folder, "restore", str(archive))
        found = dict(line.split(" ", 1) for line in run(INSPECT, folder).splitlines())
        assert (found["FAULTS"], found["HALF"]) == ("[]", "[]")
        assert names - set(found["NAMES"].split(",")) == set()


def luoshi(environment: dict[str, str], *words: str) -> None:  # a parameter of that name
    done = subprocess.run(
        [sys.executable, "-m", "luoshi", *words], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
