"""One size of the web figures: fills a fresh database, then asks each page thirty times and prints the times."""

from __future__ import annotations

import os
import statistics
import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from luoshi.accounts.models import User

ROUNDS = 30
UNITS = 1_500
TODAY = date(2026, 11, 23)


def main(size: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "luoshi.settings"
    from luoshi.settings import DATA

    DATA.prepare()
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    from bench.databases import tell
    from bench.web_data import fill

    tell(f"{size}: writing the measures")
    supervisor, liaison, measures = fill(size, UNITS, TODAY)
    _learn_the_tables()
    tell(f"{size}: asking the pages")
    _measure_all(supervisor, liaison, measures)


def _measure_all(supervisor: User, liaison: User, measures: list[int]) -> None:
    office, unit = _signed_in(supervisor), _signed_in(liaison)
    middle = measures[len(measures) // 2]
    _print("ledger page, office", lambda: _get(office, "/ledger/"), plain=_plain_page)
    _print("ledger page, red of one unit", lambda: _get(unit, "/ledger/?light=red"), plain=_plain_page)
    _print("measure page", lambda: _get(office, f"/ledger/measures/{middle}/"), plain=_plain_measure(middle))
    _print("desk of the office", lambda: _get(office, "/"))
    _print("desk of a unit", lambda: _get(unit, "/"))
    _print("report action", _report(liaison))


def _learn_the_tables() -> None:
    """What PostgreSQL does by itself within a minute after so many rows; SQLite never does."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _print(name: str, act: Callable[[], object], *, plain: Callable[[], object] | None = None) -> None:
    from bench.databases import tell

    times, busy = _times(act)
    floor = statistics.median(_times(plain)[0]) if plain else 0.0
    figures = (statistics.median(times), sorted(times)[int(ROUNDS * 0.95)], statistics.median(busy), floor)
    tell(f"{name}: {figures[0]:.1f} ms")
    print("\t".join([name, *map(str, figures)]))


def _times(act: Callable[[], object]) -> tuple[list[float], list[float]]:
    """Milliseconds of each round, by the clock and of the processor, the database's own work counted in where it can
    be seen: a machine that others use tells by the second."""
    act()
    times, busy = [], []
    database = _process_of_the_database()
    for _ in range(ROUNDS):
        start, work = time.perf_counter(), time.process_time() + _busy(database)
        act()
        times.append((time.perf_counter() - start) * 1000)
        busy.append((time.process_time() + _busy(database) - work) * 1000)
    return times, busy


def _process_of_the_database() -> Path | None:
    """Where Linux tells what PostgreSQL's process for this connection has worked; SQLite works in our own."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        path = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    return path if path.exists() else None


def _busy(process: Path | None) -> float:
    """Seconds that it has been on a processor."""
    return int(process.read_text().split()[0]) / 1e9 if process else 0.0


def _get(client: Client, url: str) -> None:
    response = client.get(url)
    assert response.status_code == 200, (url, response.status_code)


def _signed_in(user: User) -> Client:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def _report(liaison: User) -> Callable[[], object]:
    """A report on another measure of the unit each time."""
    from luoshi.ledger.actions.reporting import Words, submit_report
    from luoshi.ledger.models import Measure
    from luoshi.ledger.states import State
    from luoshi.units.models import Unit

    unit = Unit.objects.get(posts__user=liaison)
    waiting = iter(Measure.objects.filter(accountable=unit, state=State.IN_PROGRESS)[: ROUNDS + 2])
    return lambda: submit_report(next(waiting), unit, Words(claimed=50, done="按计划推进。"), by=liaison)


def _plain_page() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM ledger_measure ORDER BY plan_id, number LIMIT 50")
        cursor.fetchall()


def _plain_measure(pk: int) -> Callable[[], None]:
    from django.db import connection

    def ask() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM ledger_measure WHERE id = %s", [pk])
            cursor.fetchall()
            cursor.execute("SELECT * FROM ledger_part WHERE measure_id = %s", [pk])
            cursor.fetchall()

    return ask


if __name__ == "__main__":
    main(int(sys.argv[1]))
