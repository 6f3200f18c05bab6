"""Workbooks for the tests: made by a library, and made by hand where no library makes them."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import xlsxwriter

from luoshi.engine.reading.source import Source
from luoshi.engine.reading.xlsx.reader import XlsxReader

if TYPE_CHECKING:
    from collections.abc import Callable

    from luoshi.engine.document import Content

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Override PartName="/xl/workbook.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<sheets><sheet name="甲" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/>'
        '<Relationship Id="rId2" Type="http://x/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    ),
    "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}"/>',
}


def made(fill: Callable[[Any], None]) -> bytes:
    """The bytes of a workbook that `fill` fills (it gets XlsxWriter's workbook)."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    fill(book)
    book.close()
    return target.getvalue()


def by_hand(sheet: str, **parts: str) -> bytes:
    """A workbook whose only sheet holds this XML; `parts` replaces others (`strings`, `workbook`)."""
    names = {"strings": "xl/sharedStrings.xml", "workbook": "xl/workbook.xml"}
    files = _PARTS | {names[key]: value for key, value in parts.items()}
    files["xl/worksheets/sheet1.xml"] = (
        sheet if sheet.startswith("<!") else f'<worksheet xmlns="{_MAIN}">{sheet}</worksheet>'
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return target.getvalue()


def read(data: bytes) -> Content:
    return XlsxReader().read(Source("台账.xlsx", data))
