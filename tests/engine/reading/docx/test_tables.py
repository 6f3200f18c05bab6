"""Tables of .docx files: merged cells, nested tables, numbers in cells."""

from __future__ import annotations

import pytest

from luoshi.engine.document import Content, Paragraph, Place, Table
from luoshi.engine.reading.docx import DocxReader
from luoshi.engine.reading.source import Source
from tests.engine.reading.docx.cases import OFFICIAL, ONE
from tests.engine.reading.docx.test_reader import BOX
from tests.tools.docx_parts import make_docx, num_pr, paragraph, run

RESTART = '<w:vMerge w:val="restart"/>'
GOES_ON = "<w:vMerge/>"


def cell(content: str = "", properties: str = "") -> str:
    inner = content if content.startswith("<") else paragraph(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def table(*rows: tuple[str, ...]) -> str:
    return "<w:tbl><w:tblPr/>" + "".join(f"<w:tr>{''.join(cells)}</w:tr>" for cells in rows) + "</w:tbl>"


def span(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


def read(body: str) -> Content:
    return DocxReader().read(Source("a.docx", make_docx(body, numbering=OFFICIAL + ONE)))


def cells(content: Content) -> list[tuple[str, int, int, int, int]]:
    tables = [block for block in content.blocks if isinstance(block, Table)]
    return [(one.span.of(content.text), one.row, one.column, one.rows, one.columns) for one in tables[0].cells]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [(cell("序号"), cell("任务")), (cell("1"), cell("植树"))],
            [("序号", 0, 0, 1, 1), ("任务", 0, 1, 1, 1), ("1", 1, 0, 1, 1), ("植树", 1, 1, 1, 1)],
        ),
        (
            [(cell("合并", span(2)),), (cell("甲"), cell("乙"))],
            [("合并", 0, 0, 1, 2), ("甲", 1, 0, 1, 1), ("乙", 1, 1, 1, 1)],
        ),
        (
            [(cell("上", RESTART), cell("甲")), (cell("", GOES_ON), cell("乙")), (cell("", GOES_ON), cell("丙"))],
            [("上", 0, 0, 3, 1), ("甲", 0, 1, 1, 1), ("乙", 1, 1, 1, 1), ("丙", 2, 1, 1, 1)],
        ),
        (
            [(cell("一", RESTART), cell("甲")), (cell("二", RESTART), cell("乙")), (cell("", GOES_ON), cell("丙"))],
            [("一", 0, 0, 1, 1), ("甲", 0, 1, 1, 1), ("二", 1, 0, 2, 1), ("乙", 1, 1, 1, 1), ("丙", 2, 1, 1, 1)],
        ),
        (
            [(cell("宽", RESTART + span(2)), cell("甲")), (cell("", GOES_ON + span(2)), cell("乙"))],
            [("宽", 0, 0, 2, 2), ("甲", 0, 2, 1, 1), ("乙", 1, 2, 1, 1)],
        ),
        (
            [(cell("左", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>"), cell("右"))],
            [("左", 0, 0, 1, 2), ("右", 0, 2, 1, 1)],
        ),
        ([(cell("", GOES_ON), cell("甲"))], [("", 0, 0, 1, 1), ("甲", 0, 1, 1, 1)]),
        (
            [(cell("大", span(1_000_000_000)), cell("右"))],
            [("大", 0, 0, 1, 63), ("右", 0, 63, 1, 1)],
        ),
        ([(cell("负", span(-5)), cell("右"))], [("负", 0, 0, 1, 1), ("右", 0, 1, 1, 1)]),
        (
            [('<w:trPr><w:gridBefore w:val="1"/></w:trPr>', cell("缩进"), cell("右"))],
            [("缩进", 0, 1, 1, 1), ("右", 0, 2, 1, 1)],
        ),
        (
            [("<w:sdt><w:sdtContent>", cell("控件"), "</w:sdtContent></w:sdt>", cell("右"))],
            [("控件", 0, 0, 1, 1), ("右", 0, 1, 1, 1)],
        ),
        (
            [('<w:trPr><w:del w:id="1" w:author="甲"/></w:trPr>', cell("删行")), (cell("留行"), cell("右"))],
            [("留行", 0, 0, 1, 1), ("右", 0, 1, 1, 1)],
        ),
    ],
)  # fmt: skip
def test_a_table_keeps_its_cells_and_merges(
    rows: list[tuple[str, ...]], expected: list[tuple[str, int, int, int, int]]
) -> None:
    assert cells(read(table(*rows))) == expected


def test_a_cell_keeps_its_lines() -> None:
    content = read(table((cell(paragraph("市财政局") + paragraph() + paragraph("市审计局")), cell("右"))))

    assert cells(content) == [("市财政局\n市审计局", 0, 0, 1, 1), ("右", 0, 1, 1, 1)]


def test_a_nested_table_gives_its_text_to_its_cell() -> None:
    nested = table((cell("甲"), cell("乙")), (cell("丙"), cell("丁")))

    content = read(table((cell(paragraph("前") + nested + paragraph("后")), cell("右"))))

    assert cells(content) == [("前\n甲\t乙\n丙\t丁\n后", 0, 0, 1, 1), ("右", 0, 1, 1, 1)]


def test_numbers_in_cells_are_part_of_the_text() -> None:
    numbered = cell(paragraph("", num_pr(1)))

    content = read(table((numbered, cell("植树")), (numbered, cell("护林"))))

    assert [text for text, *_ in cells(content)] == ["一、", "植树", "二、", "护林"]


def test_a_cell_that_goes_on_a_merge_above_is_not_counted() -> None:
    merged = table(
        (cell(paragraph("", num_pr(1)), RESTART), cell("植树")),
        (cell(paragraph("", num_pr(1)), GOES_ON), cell("护林")),
        (cell(paragraph("", num_pr(1))), cell("防火")),
    )

    assert [text for text, *_ in cells(read(merged))] == ["一、", "植树", "护林", "二、", "防火"]


def test_a_text_box_in_a_cell_stands_after_the_table() -> None:
    content = read(table((cell(paragraph(run("格") + BOX.format(paragraph("框")))), cell("右"))) + paragraph("后"))

    places = [(block.span.of(content.text), block.place) for block in content.blocks if isinstance(block, Paragraph)]
    assert places == [("框", Place.TEXT_BOX), ("后", Place.BODY)]


def test_a_table_of_one_column_is_a_frame_around_text() -> None:
    nested = table((cell("甲"), cell("乙")))
    framed = table(
        (cell("专栏1 水源保护工程"),), (cell(paragraph("", num_pr(1)) + nested, RESTART),), (cell("旧", GOES_ON),)
    )

    content = read(paragraph("前") + framed + paragraph("", num_pr(1)))

    words = [block.span.of(content.text) for block in content.blocks if isinstance(block, Paragraph)]
    assert words == ["前", "专栏1 水源保护工程", "一、", "二、"]
    assert cells(content) == [("甲", 0, 0, 1, 1), ("乙", 0, 1, 1, 1)]
