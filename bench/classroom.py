"""A class at its desks: 60 people write for two minutes against a real server; nothing lost, and how long a save takes.

Each kind of writing is a `Desk`: it makes its request, and afterwards says whether all that was accepted is there.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench.measuring import print_figure

PEOPLE = 60
SECONDS = 120
THINK = 2.0
"""Seconds between two saves of one person, on average."""
TOKEN = "a" * 32
STARTED_WITHIN = 60


@dataclass
class Desk:
    """One person who writes a reflection: every save sends the whole text, as the page does."""

    name: str
    session: str
    url: str
    version: int
    title: str = ""
    accepted: int = 0
    refused: int = 0
    times: list[float] = field(default_factory=list)

    def write(self, line: http.client.HTTPConnection, number: int) -> None:
        """One save with a text that grows as it does while somebody writes."""
        self.title = f"{self.name}第{number}稿"
        text = "把任务分到人、把时间定到天，回到岗位后逐项核对。" * min(10 + number, 100)
        form = {"version": self.version, "title": self.title, "heading": "一、体会", "text": text}
        status, answer = self._post(line, form)
        if status == http.client.OK:
            self.version, self.accepted = answer["version"], self.accepted + 1
        else:
            self.refused += 1

    def _post(self, line: http.client.HTTPConnection, form: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        headers = {
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"sessionid={self.session}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
        }
        start = time.perf_counter()
        line.request("POST", self.url, urlencode(form), headers)
        response = line.getresponse()
        content = response.read()
        self.times.append(time.perf_counter() - start)
        is_json = response.headers.get_content_type() == "application/json"
        return response.status, json.loads(content) if is_json else {}


def run() -> None:
    """Fill an installation, serve it, let everybody write, and compare what was accepted with what is kept."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "LUOSHI_DATA": folder, "LUOSHI_LOG_LEVEL": "ERROR"}
        desks = [Desk(**one) for one in _data(environment, "fill", str(PEOPLE))]
        port = _free_port()
        command = [str(Path(sys.executable).with_name("luoshi")), "serve", "--data", folder, "--port", str(port)]
        server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        try:
            _wait_for(port)
            _everybody_writes(desks, port)
        finally:
            server.terminate()
            server.wait(timeout=30)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        busy = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
        kept = {one["url"]: one for one in _data(environment, "kept")}
    _print(desks, kept, busy)


def _everybody_writes(desks: list[Desk], port: int) -> None:
    end = time.monotonic() + SECONDS
    threads = [threading.Thread(target=_sit, args=(desk, port, end, number)) for number, desk in enumerate(desks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _sit(desk: Desk, port: int, end: float, seed: int) -> None:
    chance = random.Random(seed)
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    number = 0
    while time.monotonic() < end:
        time.sleep(chance.uniform(0.5, 1.5) * THINK)
        number += 1
        desk.write(line, number)
    line.close()


def _print(desks: list[Desk], kept: dict[str, dict[str, Any]], busy: float) -> None:
    times = sorted(took for desk in desks for took in desk.times)
    lost = sum(
        kept[desk.url]["version"] != desk.version or kept[desk.url]["title"] != desk.title or desk.refused > 0
        for desk in desks
    )
    saves = sum(desk.accepted for desk in desks)
    counted = sum(kept[desk.url]["saves"] for desk in desks)
    print(f"classroom/reflections: {len(desks)} people, {saves} saves accepted, {counted} counted afterwards, ", end="")
    print(f"median {statistics.median(times) * 1e3:.0f} ms, ", end="")
    print(f"{busy / max(len(times), 1) * 1e3:.1f} ms of the processor's time a save, start of the server counted in")
    print_figure("classroom/lost", lost + abs(saves - counted), "reflections or saves", goal="0")
    print_figure("classroom/p95", times[int(len(times) * 0.95)] * 1e3, "ms", goal="≤ 300")


def _data(environment: dict[str, str], *arguments: str) -> list[dict[str, Any]]:
    """What the child that knows the database says."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.classroom_data", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2_000:])
    told: list[dict[str, Any]] = json.loads(done.stdout)
    return told


def _free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        port: int = tried.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    end = time.monotonic() + STARTED_WITHIN
    while time.monotonic() < end:
        try:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            line.request("GET", "/")
            line.getresponse().read()
        except OSError:
            time.sleep(0.3)
        else:
            return
    raise RuntimeError("the server did not start")
