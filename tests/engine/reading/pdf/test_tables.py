"""Ruled tables."""

from __future__ import annotations

import pytest

from tests.engine.reading.pdf.typeset import paragraphs_of, read_pdf, tables_of, typeset

HEAD = "table.header([序号], [工作任务], [牵头单位])"


def test_cells_keep_their_places() -> None:
    body = (
        "前文。\n#table(columns: (2cm, 6cm, 4cm), [类别], table.cell(colspan: 2)[任务], "
        "table.cell(rowspan: 2)[水运], [疏浚航道3条], [市港航局], [新建码头2座], [市港航局])\n后文。"
    )

    content = read_pdf(typeset(body))

    assert tables_of(content) == [
        [
            (0, 0, 1, 1, "类别"),
            (0, 1, 1, 2, "任务"),
            (1, 0, 2, 1, "水运"),
            (1, 1, 1, 1, "疏浚航道3条"),
            (1, 2, 1, 1, "市港航局"),
            (2, 1, 1, 1, "新建码头2座"),
            (2, 2, 1, 1, "市港航局"),
        ]
    ]
    assert paragraphs_of(content) == ["前文。", "后文。"]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("开展航道普查，建立一河一档，年底前完成归档。", "开展航道普查，建立一河一档，年底前完成归档。"),
        ("市港航局 \\ 市水务局", "市港航局\n市水务局"),
        ("1．开展航道普查，建立档案。 \\ 2．归档。", "1．开展航道普查，建立档案。\n2．归档。"),
    ],
)
def test_wrapped_words_of_a_cell_are_joined(cell: str, expected: str) -> None:
    content = read_pdf(typeset(f"#table(columns: (2cm, 5cm), [1], [{cell}])"))

    assert tables_of(content)[0][1] == (0, 1, 1, 1, expected)


def test_table_goes_on_over_pages_without_its_repeated_head() -> None:
    rows = ", ".join(f"[{number}], [完成第{number}项航道管护任务并报送情况], [市港航局]" for number in range(1, 41))

    content = read_pdf(typeset(f"#table(columns: (2cm, 7cm, 4cm), {HEAD}, {rows})\n后文。"))

    (table,) = tables_of(content)
    assert [cell[4] for cell in table if cell[1] == 0] == ["序号", *(str(number) for number in range(1, 41))]
    assert {cell[2:4] for cell in table} == {(1, 1)}
    assert paragraphs_of(content) == ["后文。"]


def test_row_broken_by_the_page_is_whole() -> None:
    task = "".join(f"第{number}步完成河段清淤；" for number in range(60)) + "全部完成。"

    content = read_pdf(typeset(f"#v(16cm)\n#table(columns: (2cm, 5cm, 4cm), {HEAD}, [1], [{task}], [市港航局])"))

    assert tables_of(content)[0][3:] == [(1, 0, 1, 1, "1"), (1, 1, 1, 1, task), (1, 2, 1, 1, "市港航局")]


def test_group_cell_goes_on_over_the_page() -> None:
    rows = ", ".join(f"[{number}], [完成管护任务]" for number in range(1, 31))

    body = f"#table(columns: (3cm, 2cm, 7cm), [类别], [序号], [任务], table.cell(rowspan: 30)[水运], {rows})"

    (table,) = tables_of(read_pdf(typeset(body)))
    assert [cell for cell in table if cell[1] == 0] == [(0, 0, 1, 1, "类别"), (1, 0, 30, 1, "水运")]


def test_tables_of_different_columns_stay_apart() -> None:
    content = read_pdf(
        typeset(
            "#table(columns: (3cm, 3cm), [甲], [乙])\n#pagebreak()\n#table(columns: (2cm, 2cm, 2cm), [一], [二], [三])"
        )
    )

    assert [len(table) for table in tables_of(content)] == [2, 3]


def test_table_without_outer_borders_is_whole() -> None:
    body = "#table(columns: (3cm, 3cm, 3cm), stroke: (x, y) => (left: if x > 0 {1pt}, top: 1pt, bottom: 1pt), [甲], [乙], [丙], [丁], [戊], [己])"

    assert [cell[4] for cell in tables_of(read_pdf(typeset(body)))[0]] == ["甲", "乙", "丙", "丁", "戊", "己"]


def test_lines_that_are_no_table_change_nothing() -> None:
    body = "#line(length: 100%)\n#underline[标题]\n#line(length: 5cm, angle: 90deg)\n正文。"

    assert tables_of(read_pdf(typeset(body))) == []
