"""kill -9 of the server in the middle of 500 writes: nothing half-done, and everything that was answered is there."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

WRITES, WRITERS, KILLED_AFTER = 500, 4, 150
PREPARE = """
from luoshi.cli.serving import bring_up_to_date, open_installation
folder = open_installation("")
bring_up_to_date()
from luoshi.units.actions.welcome import make_first_administrator
user, root = make_first_administrator(code=folder.first_code(), organisation="滨川市", level=3, username="admin",
                                      name="周明", password="correct horse battery")
from tests.browser.conftest import session_of
print(session_of(user), root.pk)
"""
SERVE = """
if __name__ == "__main__":  # the server's own processes load this file again
    from luoshi.cli.serving import serve

    serve("", host="127.0.0.1", port={port}, workers=1, with_jobs=True)
"""
INSPECT = """
from luoshi.cli.serving import open_installation
open_installation("")
from luoshi.common.history import entries_of
from luoshi.common.integrity import faults
from luoshi.units.models import Unit
print("FAULTS", list(faults()))
print("HALF", [u.name for u in Unit.objects.all() if not u.path or entries_of(u).count() < 1])
print("NAMES", ",".join(Unit.objects.exclude(parent=None).values_list("name", flat=True)))
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "LUOSHI_TEST_POSTGRES"}}
    own = {"LUOSHI_DATA": str(tmp_path / "data"), "DJANGO_SETTINGS_MODULE": "luoshi.settings", "LUOSHI_LANG": "zh"}
    return {**kept, **own}


@pytest.fixture
def port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        number: int = listener.getsockname()[1]
    return number


@pytest.fixture
def server(environment: dict[str, str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A server in a process group of its own, so that all its processes die at once."""
    process = subprocess.Popen([sys.executable, "-c", SERVE.format(port=port)], env=environment, start_new_session=True)
    yield process
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def test_a_killed_server_leaves_nothing_half_done(
    environment: dict[str, str], port: int, request: pytest.FixtureRequest
) -> None:
    session, root = run(PREPARE, environment).split()
    server = request.getfixturevalue("server")
    wait_for(port)
    answered: list[str] = []
    writers = [
        threading.Thread(target=write, args=(port, session, root, range(n, WRITES, WRITERS), answered))
        for n in range(WRITERS)
    ]
    for writer in writers:
        writer.start()
    while len(answered) < KILLED_AFTER and any(writer.is_alive() for writer in writers):
        time.sleep(0.01)

    os.killpg(server.pid, signal.SIGKILL)
    for writer in writers:
        writer.join()

    found = dict(line.split(" ", 1) for line in run(INSPECT, environment).splitlines())
    assert (found["FAULTS"], found["HALF"]) == ("[]", "[]")
    assert set(answered) - set(found["NAMES"].split(",")) == set()
    assert KILLED_AFTER <= len(answered) < WRITES


def run(script: str, environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environment,
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
        finally:
            connection.close()
    pytest.fail("the server did not start")


def write(port: int, session: str, root: str, numbers: range, answered: list[str]) -> None:
    """Add units one after the other; a name is noted once its redirect has come. Ends when the server is gone."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Cookie": f"sessionid={session}"}
    try:
        connection.request("GET", f"/units/{root}/add/", headers=headers)
        page = connection.getresponse()
        cookie = re.search(r"csrftoken=(\w+)", page.getheader("Set-Cookie") or "")
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.read().decode())
        assert cookie
        assert token
        headers["Cookie"] += f"; csrftoken={cookie[1]}"
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        for number in numbers:
            facts = {"name": f"第{number}局", "level": "3", "kind": "department", "csrfmiddlewaretoken": token[1]}
            connection.request("POST", f"/units/{root}/add/", urlencode(facts), headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status == 302:
                answered.append(facts["name"])
    except (OSError, http.client.HTTPException):
        return
    finally:
        connection.close()
