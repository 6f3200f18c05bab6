"""Opens uploaded workbooks with the engine's own reader, which believes nothing of what a file says of its size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from luoshi.common.errors import UnmetConditionError
from luoshi.engine.errors import ReadingError
from luoshi.engine.reading import codes
from luoshi.engine.reading.source import Source
from luoshi.engine.reading.xlsx.sheet import Sheet, read_sheet
from luoshi.engine.reading.xlsx.workbook import Workbook

_BROKEN = _("这个工作簿打不开，请用WPS或Excel另存为.xlsx后再试。")
_SENTENCES = {
    codes.ENCRYPTED: _("这个工作簿设有密码，请去掉密码后另存再试。"),
    codes.TOO_MUCH_INSIDE: _("这个工作簿里的内容多得不合常理，没有读取。请删去多余的行列和工作表后另存再试。"),
    codes.HOSTILE: _("这个工作簿含有正常表格不会有的内容，没有读取。请用WPS或Excel另存为.xlsx后再试。"),
}


@dataclass(frozen=True)
class NamedSheet:
    """A sheet that is not hidden, under its name."""

    name: str
    sheet: Sheet

    def rows(self) -> dict[int, dict[int, str]]:
        """The filled cells by row and column from 0, both in order; empty rows are left out."""
        found: dict[int, dict[int, str]] = {}
        for (row, column), text in sorted(self.sheet.cells.items()):
            found.setdefault(row, {})[column] = text
        return found


def open_workbook(file: BinaryIO, *, name: str = "") -> list[NamedSheet]:
    """The sheets that show something; formulas as the value last computed, links to elsewhere not followed.

    Raises `UnmetConditionError` with one sentence: damaged, locked, hostile, or more inside than is reasonable.
    """
    try:
        workbook = Workbook(Source(name, file.read()))
        sheets = [NamedSheet(part.name, read_sheet(part.xml, workbook)) for part in workbook.sheets()]
    except ReadingError as error:
        raise UnmetConditionError("workbook_broken", _SENTENCES.get(error.code, _BROKEN)) from error
    return [found for found in sheets if found.sheet.cells]
