"""Workbooks become titles, tables and sheet headings."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from python_calamine import load_workbook

from luoshi.engine.document import Content, Document, Paragraph, Table
from luoshi.engine.errors import ReadingError
from luoshi.engine.reading import codes
from luoshi.engine.reading.registry import reader_for
from luoshi.engine.reading.source import Source
from luoshi.engine.tables.columns import Column
from luoshi.engine.tables.find import find_task_tables
from tests.engine.reading.xlsx.workbooks import by_hand, made, read

if TYPE_CHECKING:
    from pathlib import Path

HEADER = ["序号", "工作任务", "责任单位", "完成时限"]


def ledger(book: Any) -> None:
    sheet = book.add_worksheet("台账")
    sheet.merge_range("A1:D1", "2025年重点任务台账", None)
    sheet.write_row(2, 0, HEADER)
    sheet.merge_range("A4:D4", "一、民生实事", None)
    sheet.write_row(4, 0, [1.0, "改造老旧小区\n加装电梯"])
    sheet.merge_range("C5:C6", "市住建局", None)
    sheet.write_datetime(4, 3, date(2025, 6, 1), book.add_format({"num_format": "yyyy年m月"}))
    sheet.write_row(5, 0, [2, "新建口袋公园"])
    sheet.write_datetime(5, 3, date(2025, 12, 31), book.add_format({"num_format": 14}))
    sheet.write(9, 0, "注：按月更新")


def cells(content: Content) -> list[list[str]]:
    """The words of the tables' cells, row by row."""
    tables = [block for block in content.blocks if isinstance(block, Table)]
    return [
        [cell.span.of(content.text) for cell in table.cells if cell.row == row]
        for table in tables
        for row in sorted({cell.row for cell in table.cells})
    ]


def paragraphs(content: Content) -> list[tuple[str, int | None]]:
    return [(block.span.of(content.text), block.level) for block in content.blocks if isinstance(block, Paragraph)]


def test_a_ledger_keeps_its_title_cells_dates_and_line_breaks() -> None:
    content = read(made(ledger))

    assert paragraphs(content) == [("2025年重点任务台账", None)]
    assert cells(content) == [
        HEADER,
        ["一、民生实事"],
        ["1", "改造老旧小区\n加装电梯", "市住建局", "2025年6月"],
        ["2", "新建口袋公园", "2025年12月31日"],
        ["注：按月更新"],
    ]


def test_a_ledger_gives_its_measures() -> None:
    content = read(made(ledger))
    document = Document("x", "xlsx", "", content.text, content.blocks)

    (table,) = find_task_tables(document)

    found = [(row.path, document.words(row.text), row.cell(Column.RESPONSIBLE)) for row in table.rows]
    assert [(path, words) for path, words, _ in found] == [
        ("一/1", "改造老旧小区\n加装电梯"),
        ("一/2", "新建口袋公园"),
    ]
    assert [document.words(unit) for _, _, unit in found if unit] == ["市住建局", "市住建局"]


def test_several_sheets_follow_each_other_under_their_names_and_hidden_or_empty_ones_are_left_out() -> None:
    def fill(book: Any) -> None:
        for name in ("民生", "隐藏", "空", "产业"):
            sheet = book.add_worksheet(name)
            if name != "空":
                sheet.write_row(0, 0, [name, "甲"])
            if name == "隐藏":
                sheet.hide()

    content = read(made(fill))

    assert paragraphs(content) == [("民生", 1), ("产业", 1)]
    assert cells(content) == [["民生", "甲"], ["产业", "甲"]]


def test_hidden_rows_and_columns_are_kept() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["甲", "乙"])
        sheet.write_row(1, 0, ["丙", "丁"])
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_column(1, 1, None, None, {"hidden": True})

    assert cells(read(made(fill))) == [["甲", "乙"], ["丙", "丁"]]


def test_formulas_give_their_value_and_errors_their_word() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_formula(0, 0, "=1+1", None, 2)
        sheet.write_formula(0, 1, '="市"&"局"', None, "市局")
        sheet.write_formula(0, 2, "=1/0", None, "#DIV/0!")
        sheet.write_boolean(0, 3, True)

    assert cells(read(made(fill))) == [["2", "市局", "#DIV/0!", "TRUE"]]


def test_rich_text_is_one_text() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        sheet.write_rich_string(0, 0, bold, "推进", "城市更新")
        sheet.write(0, 1, "甲")

    assert cells(read(made(fill))) == [["推进城市更新", "甲"]]


def test_empty_rows_and_columns_are_left_out_and_merged_cells_shrink_with_them() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(5, 3, ["甲", "乙"])
        sheet.merge_range(9, 3, 14, 3, "丙", None)
        sheet.write(9, 4, "丁")
        sheet.write(14, 4, "戊")

    content = read(made(fill))

    (table,) = (block for block in content.blocks if isinstance(block, Table))
    placed = [(cell.span.of(content.text), cell.row, cell.column, cell.rows) for cell in table.cells]
    assert placed == [("甲", 0, 0, 1), ("乙", 0, 1, 1), ("丙", 1, 0, 2), ("丁", 1, 1, 1), ("戊", 2, 1, 1)]


def test_a_sheet_of_single_cells_is_text() -> None:
    def fill(book: Any) -> None:
        book.add_worksheet().write_column(0, 0, ["一、总体要求", "坚持稳中求进。"])

    assert paragraphs(read(made(fill))) == [("一、总体要求", None), ("坚持稳中求进。", None)]


def test_the_claimed_range_of_a_sheet_is_not_believed() -> None:
    sheet = (
        '<dimension ref="A1:XFD1048576"/><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>甲</t></is></c><c r="B1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576" t="str"><v>乙</v></c></row></sheetData>'
        '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    )

    assert paragraphs(read(by_hand(sheet))) == [("甲", None)]


def test_cells_without_references_stand_one_after_the_other() -> None:
    sheet = "<sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c><c><v>4</v></c></row></sheetData>"

    assert cells(read(by_hand(sheet))) == [["1", "2"], ["3", "4"]]


def test_dates_in_iso_form_keep_their_day() -> None:
    sheet = '<sheetData><row><c t="d"><v>2025-06-30T00:00:00</v></c><c t="d"><v>2025-06-30</v></c></row></sheetData>'

    assert cells(read(by_hand(sheet))) == [["2025-06-30", "2025-06-30"]]


def test_words_and_merged_ranges_agree_with_another_reader() -> None:
    sheet = load_workbook(BytesIO(made(ledger))).get_sheet_by_index(0)

    theirs = [str(value).removesuffix(".0") for row in sheet.to_python() for value in row if value != ""]
    ours = [text for row in cells(read(made(ledger))) for text in row]
    dates = {"2025-06-01": "2025年6月", "2025-12-31": "2025年12月31日"}
    assert [dates.get(words, words) for words in theirs] == ["2025年重点任务台账", *ours]


def test_escapes_line_ends_and_phonetic_guides() -> None:
    strings = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        "<si><t>甲_x000D_\n乙</t></si><si><r><t>丙</t></r><rPh><t>bing</t></rPh><r><t>丁</t></r></si></sst>"
    )
    sheet = '<sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>9</v></c></row></sheetData>'

    assert cells(read(by_hand(sheet, strings=strings))) == [["甲\n乙", "丙丁"]]


def test_a_workbook_without_words_has_no_text() -> None:
    with pytest.raises(ReadingError) as caught:
        read(made(lambda book: book.add_worksheet()))

    assert caught.value.code == codes.NO_TEXT


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (by_hand("<sheetData><row><c><v>1</v></c></row></sheetData>")[:600], codes.DAMAGED),
        (by_hand("<sheetData><row><c><v>1</v></row>"), codes.DAMAGED),
        (by_hand('<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'), codes.HOSTILE),
        (by_hand("<sheetData/>", strings='<!DOCTYPE x [<!ENTITY a "b">]><sst/>'), codes.HOSTILE),
        (by_hand("<sheetData>" + "<c><v>1</v></c>" * 200_001 + "</sheetData>"), codes.TOO_MUCH_INSIDE),
        (
            by_hand(
                "<sheetData>" + '<c t="s"><v>0</v></c>' * 1000 + "</sheetData>",
                strings=f"<sst><si><t>{'甲' * 32_000}</t></si></sst>",
            ),
            codes.TOO_MUCH_INSIDE,
        ),
        (by_hand("<x/>" * 6_000_001), codes.TOO_MUCH_INSIDE),
    ],
)
def test_bad_workbooks_are_refused_by_cause(data: bytes, code: str) -> None:
    with pytest.raises(ReadingError) as caught:
        read(data)

    assert caught.value.code == code


def test_a_workbook_is_told_by_content() -> None:
    assert reader_for(Source("名单.docx", made(ledger))).format == "xlsx"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_workbook_saved_by_another_program_reads_alike(tmp_path: Path) -> None:
    first = tmp_path / "ledger.xlsx"
    first.write_bytes(made(ledger))

    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            str(tmp_path / "saved"),
            str(first),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )

    assert cells(read((tmp_path / "saved" / "ledger.xlsx").read_bytes())) == cells(read(first.read_bytes()))
