"""Headers of grids: one row or several, with titles above, with merges lost."""

from __future__ import annotations

import pytest

from luoshi.engine.document import Table
from luoshi.engine.tables.columns import Column
from luoshi.engine.tables.grid import grid_of
from luoshi.engine.tables.header import Header, find_header
from tests.engine.tables.documents import Rows, document

C = Column
BODY = ["1", "推进老旧小区改造", "市住建局", "市财政局", "2025年底"]


def header_of(rows: Rows) -> Header | None:
    doc = document(rows)
    table = doc.blocks[0]
    assert isinstance(table, Table)
    return find_header(grid_of(table, doc.text))


@pytest.mark.parametrize(
    ("rows", "columns", "bottom"),
    [
        ([["序号", "工作任务", "牵头单位", "配合单位", "完成时限"], BODY], "number task lead support due", 1),
        (
            [["2025年重点任务清单", "<", "<", "<", "<"], ["序号", "任务", "牵头", "配合", "时限"], BODY],
            "number task lead support due",
            2,
        ),
        (
            [["序号", "工作任务", "责任单位", "<", "完成时限"], ["^", "^", "牵头", "配合", "^"], BODY],
            "number task lead support due",
            2,
        ),
        (
            [["序号", "工作任务", "责任单位", "", "完成时限"], ["", "", "牵头单位", "配合单位", ""], BODY],
            "number task lead support due",
            2,
        ),
        (
            [["序号", "任务内容", "完成时限", "<", "责任单位"], ["^", "^", "2025年", "2026年", "^"], BODY],
            "number task due due responsible",
            2,
        ),
        (
            [["序号", "工作任务", "牵头", "<", "时限"], ["^", "^", "单位", "责任人", "^"], BODY],
            "number task lead person due",
            2,
        ),
        ([["类别", "重点任务", "具体措施", "责任单位", "督导组意见"], BODY], "group task measure responsible -", 1),
        ([["序号", "项目名称", "建设内容", "责任单位", "总投资"], BODY], "number task measure responsible other", 1),
    ],
)
def test_a_header_says_what_each_column_holds(rows: Rows, columns: str, bottom: int) -> None:
    header = header_of(rows)

    assert header is not None
    assert " ".join(kinds[0].value if kinds else "-" for kinds in header.kinds) == columns
    assert header.bottom == bottom


@pytest.mark.parametrize(
    "rows",
    [
        [["甲", "乙"], ["丙", "丁"]],
        [["推进老旧小区改造，完成年度任务", "市住建局"], ["建设口袋公园", "市园林局"]],
        [["姓名", "性别"], ["张三", "男"]],
        [["工作任务"], ["推进老旧小区改造"]],
    ],
)
def test_a_table_without_headings_has_no_header(rows: Rows) -> None:
    assert header_of(rows) is None


@pytest.mark.parametrize(
    ("headings", "tasks", "indicators"),
    [
        (["序号", "工作任务", "责任单位"], True, False),
        (["重点任务", "完成时限"], True, False),
        (["序号", "指标名称", "单位", "2027年目标值"], False, True),
        (["指标", "属性", "责任单位"], False, True),
        (["序号", "考核内容", "分值", "责任单位"], False, False),
        (["工作任务", "备注"], False, False),
        (["序号", "事项名称", "备注"], False, False),
        (["序号", "中央主管部门", "许可事项名称", "实施机关", "设定和实施依据"], False, False),
        (["序号", "改革事项", "主要内容", "责任单位"], True, False),
        (["时间", "内容", "地点"], False, False),
        (["姓名", "工作单位", "联系电话"], False, False),
        (["责任单位", "工作任务"], True, False),
    ],
)
def test_task_tables_are_told_from_indicator_tables(headings: list[str], tasks: bool, indicators: bool) -> None:
    header = header_of([headings, ["1"] * len(headings)])

    assert (header is not None and header.is_of_tasks, header is not None and header.is_of_indicators) == (
        tasks,
        indicators,
    )


@pytest.mark.parametrize(
    ("headings", "main", "names"),
    [
        (["序号", "工作任务", "责任单位"], 1, ()),
        (["序号", "重点任务", "具体措施", "责任单位"], 2, (1,)),
        (["领域", "重点任务", "工作举措", "牵头单位"], 2, (0, 1)),
        (["类别", "重点任务", "任务内容", "牵头单位"], 2, (0, 1)),
    ],
)
def test_the_words_of_the_measure_stand_in_the_innermost_column(
    headings: list[str], main: int, names: tuple[int, ...]
) -> None:
    header = header_of([headings, ["1", "二", "三", "四"][: len(headings)]])

    assert header is not None
    assert (header.main, header.names) == (main, names)
