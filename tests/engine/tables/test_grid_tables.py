"""Task tables that a file holds as tables: groups, merges, pages, several measures in a cell."""

from __future__ import annotations

import pytest

from luoshi.engine.tables.columns import Column
from luoshi.engine.tables.find import find_grid_tables
from tests.engine.tables.documents import document, rows_of, tables

HEADER = ["序号", "工作任务", "责任单位", "完成时限"]
FIRST = ["1", "改造老旧小区20个", "市住建局", "2025年11月底"]
SECOND = ["2", "新建口袋公园15个", "市园林局", "2025年12月底"]
C = Column


def test_plain_rows_give_number_words_unit_and_date() -> None:
    found = rows_of([HEADER, FIRST, SECOND], columns=(C.RESPONSIBLE, C.DUE))

    assert found == [
        ("1", "改造老旧小区20个", "市住建局", "2025年11月底"),
        ("2", "新建口袋公园15个", "市园林局", "2025年12月底"),
    ]


def test_merged_units_and_dates_serve_every_row_they_cover() -> None:
    found = rows_of([HEADER, FIRST, ["2", "新建口袋公园15个", "^", "^"]], columns=(C.RESPONSIBLE, C.DUE))

    assert found[1] == ("2", "新建口袋公园15个", "市住建局", "2025年11月底")


def test_blank_cells_stay_blank() -> None:
    header = ["序号", "工作任务", "牵头单位", "配合单位"]

    found = rows_of(
        [header, ["1", "办好运动会", "市体育局", "市公安局"], ["2", "建设健身步道", "市体育局", "/"]],
        columns=(C.SUPPORT,),
    )

    assert found == [("1", "办好运动会", "市公安局"), ("2", "建设健身步道", "")]


@pytest.mark.parametrize(
    ("group", "marker"),
    [
        (["行动一：安居行动", "<", "<", "<"], "行动一"),
        (["一、安居工程（2项）", "<", "<", "<"], "一"),
        (["（一）安居工程", "", "", ""], "(一)"),
        (["", "二、安居工程", "", ""], "二"),
        (["三", "安居工程", "", ""], "三"),
        (["三", "安居工程", "<", "<"], "三"),
        (["第一部分 安居工程", "<", "<", "<"], "第一部分"),
    ],
)
def test_a_group_row_stands_over_the_rows_below_it(group: list[str], marker: str) -> None:
    found = rows_of([HEADER, group, FIRST, SECOND])

    assert found == [(f"{marker}/1", "改造老旧小区20个"), (f"{marker}/2", "新建口袋公园15个")]


def test_a_group_row_without_a_number_adds_nothing_to_the_path() -> None:
    (table,) = tables([HEADER, ["住房保障", "<", "<", "<"], FIRST])

    assert [group.words for group in table.rows[0].groups] == ["住房保障"]
    assert table.rows[0].path == "1"


def test_group_rows_nest_by_their_way_of_numbering() -> None:
    rows = [
        HEADER,
        ["一、民生", "<", "<", "<"],
        ["（一）住房", "<", "<", "<"],
        FIRST,
        ["（二）绿化", "<", "<", "<"],
        SECOND,
        ["二、产业", "<", "<", "<"],
        ["3", "建设产业园区", "市工信局", "2026年"],
    ]

    assert [path for path, _ in rows_of(rows)] == ["一/(一)/1", "一/(二)/2", "二/3"]


def test_a_group_column_with_merged_cells_names_the_group() -> None:
    (table,) = tables(
        [
            ["类别", "序号", "工作任务", "责任单位"],
            ["一、住房", "1", "改造老旧小区20个", "市住建局"],
            ["^", "2", "加装电梯100台", "市住建局"],
            ["二、绿化", "3", "新建口袋公园15个", "市园林局"],
        ]
    )

    assert [row.path for row in table.rows] == ["一/1", "一/2", "二/3"]


def test_a_blank_group_cell_means_the_group_above() -> None:
    (table,) = tables(
        [
            ["领域", "工作任务", "责任单位"],
            ["住房", "改造老旧小区20个", "市住建局"],
            ["", "加装电梯100台", "市住建局"],
        ]
    )

    assert [[group.words for group in row.groups] for row in table.rows] == [["住房"], ["住房"]]


def test_measures_beside_a_merged_task_are_rows_under_its_number() -> None:
    found = rows_of(
        [
            ["序号", "重点任务", "具体措施", "责任单位"],
            ["1", "优化营商环境", "推行一窗受理。", "市行政审批局"],
            ["^", "^", "压减审批时限。", "市行政审批局"],
            ["2", "扩大开放", "办好博览会。", "市商务局"],
        ]
    )

    assert found == [("1", "推行一窗受理。"), ("1", "压减审批时限。"), ("2", "办好博览会。")]


def test_a_row_whose_measure_is_blank_gives_its_task() -> None:
    rows = [["序号", "重点任务", "具体措施", "责任单位"], ["1", "办好博览会", "", "市商务局"]]

    assert rows_of(rows) == [("1", "办好博览会")]


@pytest.mark.parametrize(
    "cell",
    [
        "1.推行一窗受理。\n2.压减审批时限三成。",
        "1. 推行一窗受理。2. 压减审批时限三成。",
        "（1）推行一窗受理。\n（2）压减审批时限三成。",
        "①推行一窗受理。\n②压减审批时限三成。",
    ],
)
def test_numbered_measures_in_one_cell_are_measures_of_their_own(cell: str) -> None:
    found = rows_of([["序号", "重点任务", "具体措施", "责任单位"], ["7", "优化营商环境", cell, "市行政审批局"]])

    assert [words for _, words in found] == ["推行一窗受理。", "压减审批时限三成。"]
    assert [path[:2] for path, _ in found] == ["7/", "7/"]


@pytest.mark.parametrize(
    "cell",
    [
        "推行以下改革：1.一窗受理。2.一网通办。",
        "1.水；2.电；3.气",
        "完成3.5万亩高标准农田建设。",
    ],
)
def test_a_cell_that_is_not_numbered_from_its_beginning_is_one_measure(cell: str) -> None:
    assert len(rows_of([HEADER, ["1", cell, "市农业农村局", "2025年底"]])) == 1


def test_units_numbered_like_the_measures_go_to_each_of_them() -> None:
    found = rows_of(
        [HEADER, ["1", "1.推行一窗受理。\n2.压减审批时限。", "1.市行政审批局\n2.市司法局", "2025年底"]],
        columns=(C.RESPONSIBLE,),
    )

    assert [unit for _, _, unit in found] == ["市行政审批局", "市司法局"]


def test_a_single_number_in_the_cell_is_taken_off_and_serves_where_there_is_no_other() -> None:
    found = rows_of([["工作任务", "责任单位"], ["1.推行一窗受理。", "市行政审批局"], ["2.压减审批时限。", "市司法局"]])

    assert found == [("1", "推行一窗受理。"), ("2", "压减审批时限。")]


def test_repeated_headers_totals_notes_signatures_and_blank_rows_are_no_measures() -> None:
    rows = [
        ["2025年任务清单", "<", "<", "<"],
        HEADER,
        FIRST,
        ["", "", "", ""],
        HEADER,
        SECOND,
        ["3", "", "", ""],
        ["合计", "", "2个单位", ""],
        ["注：按月报送进展。", "<", "<", "<"],
        ["填报人：", "", "联系电话：", ""],
    ]

    assert [path for path, _ in rows_of(rows)] == ["1", "2"]


@pytest.mark.parametrize(
    "pages",
    [
        ([HEADER, ["一、民生", "<", "<", "<"], FIRST], [SECOND]),
        ([HEADER, ["一、民生", "<", "<", "<"], FIRST], [HEADER, SECOND]),
        ([HEADER, ["一、民生", "<", "<", "<"], FIRST], "— 12 —", [SECOND]),
        ([HEADER, ["一、民生", "<", "<", "<"], FIRST], "续表", [HEADER, SECOND]),
    ],
)
def test_a_table_goes_on_over_pages(pages: tuple[list[list[str]] | str, ...]) -> None:
    found = tables(*pages)

    assert len(found) == 1
    assert [row.path for row in found[0].rows] == ["一/1", "一/2"]


def test_a_table_after_a_heading_is_another_one() -> None:
    found = tables([HEADER, ["一、民生", "<", "<", "<"], FIRST], "附件2\n生态任务清单", [HEADER, SECOND])

    assert [[row.path for row in table.rows] for table in found] == [["一/1"], ["2"]]


def test_the_caption_is_the_line_over_the_table() -> None:
    doc = document("附件1\n2025年重点任务分解表\n单位：万元", [HEADER, FIRST])
    (table,) = tables("附件1\n2025年重点任务分解表\n单位：万元", [HEADER, FIRST])

    assert table.caption is not None
    assert doc.words(table.caption) == "2025年重点任务分解表"


def test_roles_follow_a_header_of_two_rows() -> None:
    found = rows_of(
        [
            ["序号", "工作任务", "责任单位", "<", "完成时限"],
            ["^", "^", "牵头", "配合", "^"],
            ["1", "改造老旧小区20个", "市住建局", "市财政局", "2025年"],
        ],
        columns=(C.LEAD, C.SUPPORT, C.DUE),
    )

    assert found == [("1", "改造老旧小区20个", "市住建局", "市财政局", "2025年")]


def test_a_joint_column_stands_under_both_its_kinds() -> None:
    found = rows_of(
        [["序号", "工作任务", "牵头单位及责任人"], ["1", "改造老旧小区20个", "市住建局 王建国"]],
        columns=(C.LEAD, C.PERSON),
    )

    assert found == [("1", "改造老旧小区20个", "市住建局 王建国", "市住建局 王建国")]


@pytest.mark.parametrize(
    ("cell", "lead", "support"),
    [
        ("市住建局/市财政局、市审计局", "市住建局", "市财政局、市审计局"),
        ("市住建局\n市财政局", "市住建局", "市财政局"),
        ("市住建局、市财政局", "市住建局", "市财政局"),
        ("市住建局", "市住建局", ""),
        ("市住建局牵头，市财政局配合", "市住建局牵头，市财政局配合", "市住建局牵头，市财政局配合"),
    ],
)
def test_lead_and_support_in_one_column_are_parted(cell: str, lead: str, support: str) -> None:
    rows = [["序号", "工作任务", "牵头/配合单位"], ["1", "改造老旧小区20个", cell]]

    assert rows_of(rows, columns=(C.LEAD, C.SUPPORT)) == [("1", "改造老旧小区20个", lead, support)]


def test_two_tables_on_one_sheet_are_two() -> None:
    rows = [
        [*HEADER, ""],
        [*FIRST, ""],
        ["序号", "重点任务", "具体措施", "牵头单位", "时限"],
        ["1", "稳就业", "开发公益岗位。", "市人社局", "2025年"],
    ]

    assert [[row.path for row in table.rows] for table in tables(rows)] == [["1"], ["1"]]


def test_indicator_tables_are_no_task_tables() -> None:
    rows = [["序号", "指标名称", "单位", "2027年目标值"], ["1", "森林覆盖率", "%", "45"]]

    assert tables(rows) == ()
    (table,) = find_grid_tables(document(rows))

    assert table.header.is_of_indicators


def test_every_span_holds_what_the_document_prints() -> None:
    doc = document([HEADER, FIRST, SECOND])
    (table,) = tables([HEADER, FIRST, SECOND])

    assert all(doc.words(row.text) in doc.words(table.span) for row in table.rows)
    assert [doc.words(span) for _, span in table.rows[0].cells] == FIRST
