"""The figures of returned workbooks on one database: a plan of 50 units with 100 measures each, all reported on."""

from __future__ import annotations

import os
import threading
import time
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from luoshi.accounts.models import User
    from luoshi.summing_up.models import WorkbookBatch
    from luoshi.units.models import Unit

UNITS, ROWS = 50, 100
_PAUSE = 0.02


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "luoshi.settings"
    from luoshi.settings import DATA

    DATA.prepare()
    import django

    django.setup()
    from django.core.management import call_command
    from django.urls import reverse

    from bench.databases import tell

    call_command("migrate", verbosity=0)
    reverse("notices:inbox")  # a server that has answered anybody knows its addresses
    tell("writing the measures")
    by, units = _fill()
    start = time.perf_counter()
    went = [_workbook(unit, by) for unit in units]
    _print(f"{UNITS} workbooks made", time.perf_counter() - start, "s")
    _measure([_filled(content) for content in went], by)


def _measure(came: list[bytes], by: User) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from luoshi.summing_up.actions import batches

    uploads = [SimpleUploadedFile(f"{number}.xlsx", content) for number, content in enumerate(came)]
    batch = batches.start_batch(uploads, by=by)
    read = _timed("read and compared", lambda: batches.read_batch(batch))
    assert batch.counts["change"] == UNITS * ROWS, batch.counts
    begun = batches.begin_applying(batch, by=by)
    applied = _timed("registered", lambda: batches.apply_batch(begun))
    _check(begun)
    _print("all of it", read + applied, "s", "≤ 20")


def _timed(name: str, act: Callable[[], object]) -> float:
    """How long it takes, and the longest that another writer and another reader waited meanwhile."""
    from bench.databases import tell

    others = [_Other("writer", _write), _Other("reader", _read)]
    for other in others:
        other.start()
    start = time.perf_counter()
    act()
    seconds = time.perf_counter() - start
    for other in others:
        other.stop()
    _print(f"{UNITS * ROWS} rows {name}", seconds, "s")
    tell(f"{name}: {seconds:.1f} s")
    for other in others:
        _print(f"while {name}: longest wait of another {other.kind}", other.longest, "s", "≤ 2")
    return seconds


class _Other(threading.Thread):
    """Somebody who works at the same time, again and again, on a connection of the own."""

    def __init__(self, kind: str, act: Callable[[], None]) -> None:
        super().__init__(daemon=True)
        self.kind, self.act, self.longest = kind, act, 0.0
        self._ended = threading.Event()

    def run(self) -> None:
        from django.db import connection

        while not self._ended.is_set():
            start = time.perf_counter()
            self.act()
            self.longest = max(self.longest, time.perf_counter() - start)
            time.sleep(_PAUSE)
        connection.close()

    def stop(self) -> None:
        self._ended.set()
        self.join()


def _write() -> None:
    """What anybody does all day: a step of a measure that no workbook speaks of, with its history."""
    from luoshi.accounts.models import User
    from luoshi.ledger.actions.drafting import edit_measure
    from luoshi.ledger.models import Measure

    measure = Measure.objects.get(code="W-001")
    edit_measure(measure, aim=str(time.perf_counter()), by=User.objects.get(username="office"))


def _read() -> None:
    from luoshi.ledger.models import Measure

    list(Measure.objects.select_related("plan")[:50])


def _check(batch: WorkbookBatch) -> None:
    from luoshi.common.history_check import broken_links
    from luoshi.ledger.models import Report

    assert batch.state == "applied", batch.sentence
    assert Report.objects.filter(from_workbook=True).count() == UNITS * ROWS
    assert list(broken_links(Path("nowhere"))) == []


def _fill() -> tuple[User, list[Unit]]:
    from bench.web_data import fill
    from luoshi.common import clock
    from luoshi.ledger.models import Measure, Part, Plan
    from luoshi.units.models import Unit

    by, _liaison, _numbers = fill(0, UNITS, clock.today())
    from luoshi.ledger.actions.plans import built_in_profile
    from luoshi.ledger.states import Cycle, Matter, PartRole, PlanState, State

    office = by.posts.get().unit
    profile = built_in_profile(Matter.PLAN)
    plan = Plan.objects.create(
        owner=office, name="工作方案", code="W", profile=profile, cycle=Cycle.MONTHLY, state=PlanState.RUNNING
    )
    units = list(Unit.objects.filter(name__startswith="第").order_by("pk"))
    rows = [
        Measure(
            plan=plan,
            number=number,
            code=f"W-{number:03}",
            text=f"推进第{number}项建设，按期完成改造任务并组织验收。",
            accountable=units[(number - 2) % UNITS],
            state=State.SIGNED if number % 4 else State.ASSIGNED,
            state_since=clock.now(),
            next_report_on=clock.today(),
        )
        for number in range(1, UNITS * ROWS + 2)
    ]
    made = Measure.objects.bulk_create(rows)
    parts = [
        Part(measure=row, unit=row.accountable, printed="", role=PartRole.LEAD, is_accountable=True)
        for row in made
        if row.number > 1
    ]
    Part.objects.bulk_create(parts)
    return by, units


def _workbook(unit: Unit, by: User) -> bytes:
    from luoshi.summing_up.queries.workbooks import parts_to_fill, unit_workbook

    return unit_workbook(unit, parts_to_fill(by, unit, None), plan=None)


def _filled(content: bytes) -> bytes:
    """As another program saves it: every row signed and reported on, every tenth with an obstacle."""
    import xlsxwriter

    from luoshi.summing_up.sheets.columns import COLUMNS
    from luoshi.summing_up.sheets.reading import read_returned

    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("任务")
        sheet.write_row(0, 0, [column.heading for column in COLUMNS])
        for line, row in enumerate(read_returned(BytesIO(content)).rows, 1):
            cells = {"token": row.token, "code": row.code, "sign": "是", "done": f"第{line}项已完成主体工程。"}
            cells |= {"claimed": "60", "obstacle": "用地未批。" if line % 10 == 0 else ""}
            sheet.write_row(line, 0, [cells.get(column.name, "") for column in COLUMNS])
    return target.getvalue()


def _print(figure: str, value: float, unit: str, goal: str = "") -> None:
    print(f"{figure}\t{value}\t{unit}\t{goal}")


if __name__ == "__main__":
    main()
