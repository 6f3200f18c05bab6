"""Uploaded workbooks are read within bounds; what cannot be read gets one sentence."""

from __future__ import annotations

import tracemalloc
from io import BytesIO

import pytest

from luoshi.common.errors import UnmetConditionError
from luoshi.common.workbooks import open_workbook
from tests.engine.reading.xlsx.workbooks import by_hand, made


def test_sheets_come_with_their_rows() -> None:
    content = made(lambda book: book.add_worksheet("单位").write_row(2, 1, ["市教育局", 7]))

    (sheet,) = open_workbook(BytesIO(content))

    assert (sheet.name, sheet.rows()) == ("单位", {2: {1: "市教育局", 2: "7"}})


def test_two_far_cells_cost_no_more_than_two_cells() -> None:
    far = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData>'
    content = by_hand(far)
    tracemalloc.start()

    (sheet,) = open_workbook(BytesIO(content))

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (len(sheet.rows()), peak < 2**20) == (2, True)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04 broken", "打不开"),
        (by_hand('<!DOCTYPE a [<!ENTITY b "c">]><worksheet>&b;</worksheet>'), "正常表格不会有"),
        (by_hand("<sheetData>" + "<row><c><v>1</v></c></row>" * 200_001 + "</sheetData>"), "多得不合常理"),
    ],
    ids=["broken", "entities", "too many rows"],
)
def test_what_cannot_be_read_gets_one_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(UnmetConditionError, match=sentence):
        open_workbook(BytesIO(content))
