"""The small plan of the ledger's tests, and workbooks that units have filled in and sent back."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from luoshi.ledger.models import Part
from luoshi.ledger.states import PartRole, PlanState, State
from luoshi.summing_up.actions.batches import read_batch, start_batch
from luoshi.summing_up.queries.workbooks import parts_to_fill, unit_workbook
from luoshi.summing_up.sheets.columns import BY_NAME, COLUMNS
from luoshi.summing_up.sheets.making import FACTS_SHEET, FactName
from luoshi.summing_up.sheets.reading import read_returned
from luoshi.units.actions.units import plant
from tests.ledger.conftest import (  # noqa: F401 - fixtures are found by their names
    auditor,
    leader,
    liaison,
    measure_in,
    office_head,
    plan,
    stranger,
    supervisor,
    unit_head,
    verifier,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure, Plan
    from luoshi.summing_up.models import LedgerImport, WorkbookBatch, WorkbookChange
    from luoshi.units.models import Unit

HEADINGS = {column.name: column.heading for column in COLUMNS}


@pytest.fixture
def running(plan: Plan) -> Plan:  # noqa: F811 - the fixture imported above
    """The plan once it has been assigned."""
    plan.state = PlanState.RUNNING
    plan.save()
    return plan


@pytest.fixture
def other(city: Unit) -> Unit:
    """A second unit with parts, without anybody who could sign in."""
    return plant(city, by=None, name="市财政局")


@pytest.fixture
def supported(measure_in: Callable[..., Measure], other: Unit) -> Callable[..., Measure]:  # noqa: F811 - as above
    """Make a measure that the second unit supports."""

    def make(state: State = State.ASSIGNED, **values: object) -> Measure:
        measure = measure_in(state, **values)
        Part.objects.create(measure=measure, unit=other, printed=other.name, role=PartRole.SUPPORT, position=1)
        return measure

    return make


def workbook_of(unit: Unit, *, by: User, plan: Plan | None = None) -> bytes:  # noqa: F811 - a parameter of that name
    """What the unit gets."""
    return unit_workbook(unit, parts_to_fill(by, unit, plan), plan=plan)


def fill(
    content: bytes,
    *rows: Mapping[str, str],
    order: Sequence[str] = tuple(BY_NAME),
    headings: Mapping[str, str] | None = None,
    sheet: str = "任务",
    leave_out: int = 0,
) -> bytes:
    """The workbook saved by another program: the nth row with these cells, columns in this order, without formats."""
    returned = read_returned(BytesIO(content))
    found = returned.rows[: len(returned.rows) - leave_out]
    target = BytesIO()
    names = {**HEADINGS, **(headings or {})}
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        made = book.add_worksheet(sheet)
        made.write_row(0, 0, [names[name] for name in order])
        for line, row in enumerate(found):
            cells = {"token": row.token, "code": row.code, **row.values, **(rows[line] if line < len(rows) else {})}
            made.write_row(line + 1, 0, [cells.get(name, "") for name in order])
        facts = book.add_worksheet(FACTS_SHEET)
        for line, (name, value) in enumerate(returned.facts.items()):
            facts.write_row(line, 0, [FactName(name).label, value])
    return target.getvalue()


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture
def hand_in() -> Callable[..., WorkbookBatch]:
    """Hand files in and have them read."""

    def act(by: User, *contents: bytes) -> WorkbookBatch:
        files: list[Any] = [upload(f"{number}.xlsx", content) for number, content in enumerate(contents, 1)]
        return read_batch(start_batch(files, by=by))

    return act


@pytest.fixture
def start(
    office: Unit,
    other: Unit,
    bureau: Unit,
    supervisor: User,  # noqa: F811 - the fixture imported above
    today: date,
) -> Callable[..., LedgerImport]:
    """Upload a ledger of the office."""
    from luoshi.summing_up.actions import imports as actions

    def act(content: bytes, **values: Any) -> LedgerImport:
        return actions.start_import(upload("2026督办台账.xlsx", content), owner=office, by=supervisor, **values)

    return act


def told(batch: WorkbookBatch) -> list[tuple[str, list[str], str]]:
    """Outcome, steps and fault of every row."""
    from luoshi.summing_up.queries.batches import changes_of

    rows: list[WorkbookChange] = list(changes_of(batch))
    return [(row.outcome, [step["verb"] for step in row.steps], row.fault) for row in rows]
