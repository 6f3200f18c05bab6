"""A class at its desks: 60 people write for two minutes against a real server; nothing lost, and how long a save takes.

Everybody saves the own reflection and writes into the live notes of the group by turns.
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
from collections import Counter
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
SAVES, NOTES = "reflections", "group notes"


@dataclass
class Desk:
    """One person: every save of the reflection sends the whole text, as the page does, every note one piece."""

    name: str
    session: str
    url: str
    version: int
    talk: str
    title: str = ""
    last: int = 0
    accepted: int = 0
    refused: int = 0
    notes: list[str] = field(default_factory=list)
    times: dict[str, list[float]] = field(default_factory=lambda: {SAVES: [], NOTES: []})

    def write(self, line: http.client.HTTPConnection, number: int) -> None:
        """One save or one note, by turns."""
        if number % 2:
            self._save(line, number)
        else:
            self._note(line, number)

    def _save(self, line: http.client.HTTPConnection, number: int) -> None:
        """A text that grows as it does while somebody writes."""
        self.title = f"{self.name}第{number}稿"
        text = "把任务分到人、把时间定到天，回到岗位后逐项核对。" * min(10 + number, 100)
        form = {"version": self.version, "title": self.title, "heading": "一、体会", "text": text}
        response, content = self._post(line, SAVES, self.url, form)
        if response.status == http.client.OK and response.headers.get_content_type() == "application/json":
            self.version, self.accepted = json.loads(content)["version"], self.accepted + 1
        else:
            self.refused += 1

    def _note(self, line: http.client.HTTPConnection, number: int) -> None:
        """A piece with a key of its own; the answer brings what the others wrote since the last one."""
        text = f"{self.name}第{number}条：先把管网长度核实清楚，再定由谁修、何时修完。"
        form = {"text": text, "key": f"{self.name}-{number}", "after": self.last}
        response, _content = self._post(line, NOTES, self.talk, form)
        if response.status == http.client.OK:
            self.last = int(response.headers["X-Luoshi-Last"])
            self.notes.append(text)
        else:
            self.refused += 1

    def _post(
        self, line: http.client.HTTPConnection, kind: str, url: str, form: dict[str, Any]
    ) -> tuple[http.client.HTTPResponse, bytes]:
        headers = {
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"sessionid={self.session}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
        }
        if kind == NOTES:
            headers |= {"Accept": "text/html", "X-Luoshi-Pieces": "1", "HX-Request": "true"}
        start = time.perf_counter()
        line.request("POST", url, urlencode(form), headers)
        response = line.getresponse()
        content = response.read()
        self.times[kind].append(time.perf_counter() - start)
        return response, content


def run() -> None:
    """Fill an installation, serve it, let everybody write, and compare what was accepted with what is kept."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "LUOSHI_DATA": folder, "LUOSHI_LOG_LEVEL": "ERROR"}
        desks = [Desk(**one) for one in _data(environment, "fill", str(PEOPLE))]
        port = free_port()
        command = [str(Path(sys.executable).with_name("luoshi")), "serve", "--data", folder, "--port", str(port)]
        server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        try:
            wait_for(port)
            _everybody_writes(desks, port)
        finally:
            server.terminate()
            server.wait(timeout=30)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        busy = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
        kept = _data(environment, "kept")
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


def _print(desks: list[Desk], kept: dict[str, Any], busy: float) -> None:
    times = [took for desk in desks for kind in desk.times.values() for took in kind]
    requests = len(times)
    saves, notes = sum(desk.accepted for desk in desks), [text for desk in desks for text in desk.notes]
    print(f"classroom: {len(desks)} people, {saves} saves and {len(notes)} notes accepted, ", end="")
    print(f"{busy / max(requests, 1) * 1e3:.1f} ms of the processor's time each, start of the server counted in")
    for kind in (SAVES, NOTES):
        own = [took for desk in desks for took in desk.times[kind]]
        print(f"classroom/{kind}: median {statistics.median(own) * 1e3:.0f} ms, p95 {_p95(own) * 1e3:.0f} ms")
    print_figure("classroom/lost", _lost(desks, kept), "saves or notes", goal="0")
    print_figure("classroom/p95", _p95(times) * 1e3, "ms", goal="≤ 300")


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def _lost(desks: list[Desk], kept: dict[str, Any]) -> int:
    """What was refused, what was accepted and is not there, what is there twice."""
    reflections = {one["url"]: one for one in kept["reflections"]}
    lost = sum(desk.refused for desk in desks)
    for desk in desks:
        there = reflections[desk.url]
        lost += abs(there["saves"] - desk.accepted) + (there["title"] != desk.title)
    accepted = Counter(text for desk in desks for text in desk.notes)
    pieces = Counter(kept["pieces"])
    return lost + (accepted - pieces).total() + (pieces - accepted).total()


def _data(environment: dict[str, str], *arguments: str) -> Any:
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
    return json.loads(done.stdout)


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        port: int = tried.getsockname()[1]
        return port


def wait_for(port: int) -> None:
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
