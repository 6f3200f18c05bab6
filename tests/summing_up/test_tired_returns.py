"""Workbooks as they really come back: edited by many hands, filtered, merged, hidden, copied from a neighbour."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter

from luoshi.ledger.models import Extension
from luoshi.ledger.states import State
from luoshi.summing_up.actions.batches import apply_batch, begin_applying
from luoshi.summing_up.queries.imports import plan_of
from luoshi.summing_up.sheets.reading import read_returned
from luoshi.summing_up.states import RowKind
from tests.summing_up.conftest import HEADINGS, fill, told, workbook_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure
    from luoshi.summing_up.models import LedgerImport, WorkbookBatch
    from luoshi.units.models import Unit

ORDER = ("token", "code", "done", "claimed", "due_wanted", "extension_reason")
REPORT: Mapping[str, Any] = {"done": "主体结构封顶。", "claimed": "60"}
CHANGE = ("change", ["report"], "")


@dataclass
class Edited:
    """What somebody does to a sheet before sending it back; `cells` by the name of the column, for the first row."""

    cells: Mapping[str, Any] = field(default_factory=lambda: REPORT)
    sheet: str = "任务"
    above: int = 0
    hidden_rows: bool = False
    hidden_columns: bool = False
    filtered: bool = False
    merged: bool = False
    day_format: str = ""
    more_sheets: bool = False

    def save(self, content: bytes) -> bytes:
        """The workbook that goes back."""
        target = BytesIO()
        with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
            sheet = book.add_worksheet(self.sheet)
            sheet.write_row(self.above, 0, [HEADINGS[name] for name in ORDER])
            rows = read_returned(BytesIO(content)).rows
            for line, row in enumerate(rows, self.above + 1):
                given = self.cells if line == self.above + 1 else {}
                self._write(book, sheet, line, {"token": row.token, "code": row.code, **given})
            self._touch(book, sheet, len(rows))
        return target.getvalue()

    def _write(self, book: Any, sheet: Any, line: int, cells: Mapping[str, Any]) -> None:
        for column, name in enumerate(ORDER):
            value = cells.get(name, "")
            if isinstance(value, tuple):
                sheet.write_formula(line, column, value[0], None, value[1])
            elif isinstance(value, date):
                sheet.write_datetime(line, column, value, book.add_format({"num_format": self.day_format}))
            else:
                sheet.write(line, column, value)
        if self.hidden_rows:
            sheet.set_row(line, None, None, {"hidden": True})

    def _touch(self, book: Any, sheet: Any, count: int) -> None:
        if self.hidden_columns:
            sheet.set_column(0, 1, None, None, {"hidden": True})
        if self.filtered:
            sheet.autofilter(self.above, 0, self.above + count, len(ORDER) - 1)
            sheet.filter_column(2, "x == Blanks")
        if self.merged:
            sheet.merge_range(self.above + 1, 2, self.above + count, 2, self.cells["done"])
        if self.more_sheets:
            book.add_worksheet("Sheet2").write_row(0, 0, ("联系人", "电话"))
            book.add_worksheet("汇总").write_row(0, 0, ("合计", 3))


@pytest.mark.parametrize(
    "edited",
    [
        Edited(),
        Edited(cells={"done": ('="主体结构"&"封顶。"', "主体结构封顶。"), "claimed": ("=30+30", 60)}),
        Edited(cells={"done": "主体结构封顶。", "claimed": 0.6}),
        Edited(cells={"done": "主体结构封顶。", "claimed": "６０％"}),
        Edited(hidden_rows=True),
        Edited(hidden_columns=True),
        Edited(filtered=True),
        Edited(sheet="七月-教育局（报）"),
        Edited(more_sheets=True),
        Edited(above=4),
    ],
    ids=["plain", "formulas", "share", "full width", "rows hid", "columns hid", "filter", "renamed", "sheets", "title"],
)
def test_a_report_is_read_whatever_was_done_to_its_sheet(
    edited: Edited,
    measure_in: Callable[..., Measure],
    bureau: Unit,
    supervisor: User,
    hand_in: Callable[..., WorkbookBatch],
) -> None:
    for _time in range(2):
        measure_in(State.IN_PROGRESS)

    batch = hand_in(supervisor, edited.save(workbook_of(bureau, by=supervisor)))

    assert told(batch) == [CHANGE, ("same", [], "")]


@pytest.mark.parametrize(
    ("given", "day_format"),
    [("2027年3月31日", ""), ("2027.3.31", ""), ("２０２７-３-３１", ""), (date(2027, 3, 31), "yyyy/m/d"), (46477, "")],
)
def test_a_day_is_read_however_the_cell_holds_it(
    given: object,
    day_format: str,
    measure_in: Callable[..., Measure],
    bureau: Unit,
    supervisor: User,
    hand_in: Callable[..., WorkbookBatch],
) -> None:
    measure_in(State.IN_PROGRESS)
    asked = Edited(cells={"due_wanted": given, "extension_reason": "雨季影响"}, day_format=day_format)

    batch = hand_in(supervisor, asked.save(workbook_of(bureau, by=supervisor)))

    apply_batch(begin_applying(batch, by=supervisor))

    assert Extension.objects.get().due_wanted == date(2027, 3, 31)


def test_a_cell_merged_over_several_rows_counts_for_each_of_them(
    measure_in: Callable[..., Measure], bureau: Unit, supervisor: User, hand_in: Callable[..., WorkbookBatch]
) -> None:
    for _time in range(2):
        measure_in(State.IN_PROGRESS)

    batch = hand_in(supervisor, Edited(merged=True).save(workbook_of(bureau, by=supervisor)))

    assert [outcome for outcome, _verbs, _fault in told(batch)] == ["change", "change"]


def test_a_row_copied_from_a_neighbours_workbook_is_not_the_own_units_to_fill(
    supported: Callable[..., Measure],
    measure_in: Callable[..., Measure],
    bureau: Unit,
    other: Unit,
    supervisor: User,
    liaison: User,
    hand_in: Callable[..., WorkbookBatch],
) -> None:
    supported(State.IN_PROGRESS)
    neighbours = fill(workbook_of(other, by=supervisor), {"sign": "是"})

    batch = hand_in(liaison, neighbours)

    assert [(outcome, bool(fault)) for outcome, _verbs, fault in told(batch)] == [("fault", True)]


def test_one_broken_file_among_a_hundred_holds_up_none(
    measure_in: Callable[..., Measure], bureau: Unit, supervisor: User, hand_in: Callable[..., WorkbookBatch]
) -> None:
    for _time in range(99):
        measure_in(State.IN_PROGRESS)
    went = workbook_of(bureau, by=supervisor)
    parts = [_only(went, line) for line in range(99)]

    batch = hand_in(supervisor, *parts[:50], b"PK\x03\x04 broken", *parts[50:])

    assert (batch.files.exclude(fault="").count(), batch.counts["change"]) == (1, 99)


def test_a_ledger_with_titles_two_rows_of_headings_and_a_sum_below_is_understood(
    start: Callable[..., LedgerImport],
) -> None:
    rows = plan_of(start(_own_ledger())).rows

    assert [(row.kind, row.row.text, row.row.units, str(row.row.due_on)) for row in rows] == [
        (RowKind.NEW, "新建3所小学", (("lead", "市教育局"), ("support", "市财政局")), "2026-12-31"),
        (RowKind.NEW, "改造食堂20个", (("lead", "市教育局"), ("support", "市财政局")), "2026-06-30"),
        (RowKind.NEW, "走访留守儿童", (("lead", "市财政局"),), "None"),
    ]


def _own_ledger() -> bytes:
    """As an office prints it: two titles, headings of two rows, units merged over rows, a sum and a signature below."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("台账")
        sheet.merge_range(0, 0, 0, 5, "附件2")
        sheet.merge_range(1, 0, 1, 5, "滨川市2026年民生实事督办台账")
        for column, heading in enumerate(("序号", "具体措施")):
            sheet.merge_range(2, column, 3, column, heading)
        sheet.merge_range(2, 2, 2, 3, "责任分工")
        sheet.write_row(3, 2, ("牵头单位", "配合单位"))
        sheet.merge_range(2, 4, 3, 4, "完成时限")
        sheet.merge_range(2, 5, 3, 5, "完成进度")
        sheet.write_row(4, 0, (1, "新建3所小学", "", "", "2026年12月底", 0.6))
        sheet.write_row(5, 0, (2, "改造食堂20个", "", "", "2026.6.30", "100%"))
        sheet.write_row(6, 0, (3, "走访留守儿童", "市财政局", "", "长期坚持", ""))
        sheet.merge_range(4, 2, 5, 2, "市教育局")
        sheet.merge_range(4, 3, 5, 3, "市财政局")
        sheet.merge_range(7, 0, 7, 1, "合计：3项")
        sheet.write_row(8, 0, ("总计", "", "", "", "", "60%"))
        sheet.write(9, 0, "填表人：何静　　联系电话：0000-1234567")
    return target.getvalue()


def _only(content: bytes, line: int) -> bytes:
    """The workbook of which all rows but one were deleted, and that one filled in."""
    row = read_returned(BytesIO(content)).rows[line]
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("任务")
        sheet.write_row(0, 0, [HEADINGS[name] for name in ORDER])
        sheet.write_row(1, 0, [{"token": row.token, "code": row.code, **REPORT}.get(name, "") for name in ORDER])
    return target.getvalue()
