"""An office's own ledger, made and imported: what the tests of imports share."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import xlsxwriter

from luoshi.summing_up.queries.imports import plan_of

if TYPE_CHECKING:
    from luoshi.summing_up.models import LedgerImport

HEADER = (
    "序号",
    "工作任务",
    "具体措施",
    "牵头单位",
    "配合单位",
    "完成时限",
    "办理状态",
    "完成进度",
    "最新进展",
    "备注",
)
ROWS = (
    ("1", "一、教育", "新建3所小学", "市教育局", "市财政局", "2026-12-31", "办理中", "60%", "主体封顶。", ""),
    ("2", "一、教育", "改造食堂20个", "市教体局", "", "2026年6月底", "已办结", "100%", "全部完成。", ""),
    ("3", "一、教育", "走访留守儿童", "市教育局", "", "长期坚持", "持续推进", "", "", ""),
    ("4", "二、其他", "未定事项", "", "", "尽快", "", "", "", ""),
)


def ledger(*rows: tuple[Any, ...], header: tuple[str, ...] = HEADER, title: str = "2026年督办台账") -> bytes:
    """A workbook as an office keeps it: a title above, headings, rows."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("台账")
        sheet.merge_range(0, 0, 0, len(header) - 1, title)
        sheet.write_row(1, 0, header)
        for line, row in enumerate(rows, 2):
            sheet.write_row(line, 0, row)
    return target.getvalue()


def kinds(ledger_import: LedgerImport) -> list[str]:
    return [row.kind.value for row in plan_of(ledger_import).rows]


def plan_columns(made: LedgerImport) -> dict[str, str]:
    return {str(place): field for place, field in plan_of(made).columns.items()}
