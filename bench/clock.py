"""`luoshi tick` from cron over a library of 50,000 clauses, and the first page of linked reading of a fresh server.

Every run of the clock is a process of its own: what it costs when nothing is new is what cron costs all day.
"""

from __future__ import annotations

import http.client
import os
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.classroom import free_port, wait_for
from bench.measuring import print_figure

TURNS = 5


def run() -> None:
    """Fill a library once, let the clock make what is made once, then take the times."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "LUOSHI_DATA": folder, "LUOSHI_LOG_LEVEL": "ERROR"}
        _data(environment, "fill")
        _tick(environment)
        idle = [_tick(environment) for _ in range(TURNS)]
        _data(environment, "one")
        new = _tick(environment)
        first, second = _first_pages(environment)
    processor, wall = (statistics.median(times) for times in zip(*idle, strict=True))
    print_figure("tick, nothing new, every job due: processor", processor, "s", goal="≤ 1 on an idle machine")
    print_figure("tick, nothing new, every job due: on the clock", wall, "s")
    print_figure("tick, one document of 50 clauses new: processor", new[0], "s")
    print_figure("linked reading, first page of a fresh server", first * 1e3, "ms")
    print_figure("linked reading, the page after it", second * 1e3, "ms")


def _data(environment: dict[str, str], verb: str) -> list[str]:
    command = [sys.executable, "-m", "bench.clock_data", verb]
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout.split()


def _tick(environment: dict[str, str]) -> tuple[float, float]:
    """Processor and clock seconds of one run with every job due."""
    _make_all_due(Path(environment["LUOSHI_DATA"], "luoshi.sqlite3"))
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([_luoshi(), "tick"], env=environment, check=True, capture_output=True)
    wall, used = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime, wall


def _make_all_due(database: Path) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute("DELETE FROM common_tickrun")
    connection.close()


def _first_pages(environment: dict[str, str]) -> tuple[float, float]:
    address, session = _data(environment, "page")
    port = free_port()
    command = [_luoshi(), "serve", "--web-only", "--port", str(port)]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        return _seconds(line, address, session), _seconds(line, address, session)
    finally:
        server.terminate()
        server.wait(timeout=30)


def _seconds(line: http.client.HTTPConnection, address: str, session: str) -> float:
    start = time.perf_counter()
    line.request("GET", address, headers={"Cookie": f"sessionid={session}"})
    response = line.getresponse()
    content = response.read()
    if response.status != http.client.OK or "共同的几个词".encode() not in content:
        raise RuntimeError(f"{response.status} {content[:200]!r}")
    return time.perf_counter() - start


def _luoshi() -> str:
    return str(Path(sys.executable).with_name("luoshi"))
