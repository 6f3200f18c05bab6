"""Turns a plain-text document into a workbook: one line a row."""

from __future__ import annotations

from io import BytesIO

import xlsxwriter


def as_xlsx(text: str) -> bytes:
    """The lines in one column under a header, the bracket at a line's end in a second."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("台账")
        sheet.write_row(0, 0, ["序号", "工作任务", "责任单位"])
        for number, line in enumerate(text.splitlines(), 1):
            words, _, units = line.partition("（")
            sheet.write_row(number, 0, [number, words, units.rstrip("）")])
    return target.getvalue()
