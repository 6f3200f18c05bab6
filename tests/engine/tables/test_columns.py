"""Which heading names which column."""

from __future__ import annotations

import pytest

from luoshi.engine.lexicon import load_table
from luoshi.engine.tables.columns import Column, columns_named, heading_words, settled

C = Column


@pytest.mark.parametrize(
    ("heading", "columns"),
    [
        ("序号", (C.NUMBER,)),
        ("序　号", (C.NUMBER,)),
        ("任务类型", (C.GROUP,)),
        ("重点领域", (C.GROUP,)),
        ("工作任务", (C.TASK,)),
        ("工 作\n任 务", (C.TASK,)),
        ("2025年度重点工作任务", (C.TASK,)),
        ("主要任务（共30项）", (C.TASK,)),
        ("迎检任务", (C.TASK,)),
        ("攻坚措施", (C.MEASURE,)),
        ("落地举措", (C.MEASURE,)),
        ("协助部门", (C.SUPPORT,)),
        ("具体措施", (C.MEASURE,)),
        ("工作举措：", (C.MEASURE,)),
        ("建设内容及规模", (C.MEASURE,)),
        ("2025年工作目标", (C.TARGET,)),
        ("成果形式", (C.TARGET,)),
        ("牵头\n单位", (C.LEAD,)),
        ("市级牵头部门", (C.LEAD,)),
        ("责 任 单 位", (C.RESPONSIBLE,)),
        ("推进单位", (C.RESPONSIBLE,)),
        ("主要责任部门", (C.RESPONSIBLE,)),
        ("配合单位", (C.SUPPORT,)),
        ("协办单位【区级】", (C.SUPPORT,)),
        ("包抓县领导", (C.LEADER,)),
        ("责任领导", (C.LEADER,)),
        ("联系人及电话", (C.PERSON,)),
        ("完成时限（2025年）", (C.DUE,)),
        ("计划完成时间", (C.DUE,)),
        ("备注", (C.NOTE,)),
        ("指标名称", (C.INDICATOR,)),
        ("计量单位", (C.UNIT_OF_MEASURE,)),
        ("2027年目标值", (C.VALUE,)),
        ("2024年实际", (C.VALUE,)),
        ("进展情况", (C.PROGRESS,)),
        ("牵头/配合单位", (C.LEAD, C.SUPPORT)),
        ("牵头单位及责任人", (C.LEAD, C.PERSON)),
        ("责任单位、完成时限", (C.RESPONSIBLE, C.DUE)),
        ("工作任务及措施", (C.MEASURE,)),
        ("推进城市更新", ()),
        ("市住房城乡建设局", ()),
        ("2025年12月底前", ()),
        ("", ()),
        ("各区要加快推进重点工作任务并按月报送责任单位的完成情况和责任单位", ()),
    ],
)
def test_a_heading_names_its_columns(heading: str, columns: tuple[Column, ...]) -> None:
    assert columns_named(heading) == columns


@pytest.mark.parametrize(
    ("headings", "last"),
    [
        (("序号", "指标名称", "单位"), C.UNIT_OF_MEASURE),
        (("指标", "2027年", "单位"), C.UNIT_OF_MEASURE),
        (("序号", "工作任务", "单位"), C.RESPONSIBLE),
        (("序号", "工作任务", "责任单位", "目标值", "单位"), C.UNIT_OF_MEASURE),
    ],
)
def test_a_bare_unit_heading_is_told_by_its_neighbours(headings: tuple[str, ...], last: Column) -> None:
    columns = settled(tuple(columns_named(heading) for heading in headings))

    assert columns[-1] == (last,)


def test_heading_words_are_free_of_white_space_and_remarks() -> None:
    assert heading_words(" 完成 时限\n（2025年）：") == "完成时限"


def test_every_heading_of_the_list_is_known_once_and_names_a_column() -> None:
    rows = load_table("table_headers")

    assert len({row[0] for row in rows}) == len(rows)
    assert {row[1] for row in rows} <= {column.value for column in Column}
    assert {row[2] for row in rows} == {"whole", "end"}
    assert {row[3:] for row in rows} == {(), ("weak",)}
    for words, column, *_ in rows:
        assert columns_named(words) == (Column(column),)


@pytest.mark.parametrize("name", ["table_rows", "table_verbs", "table_surnames"])
def test_word_lists_have_two_columns_and_no_word_twice(name: str) -> None:
    rows = load_table(name)

    assert all(len(row) == 2 for row in rows)
    assert len({row[0] for row in rows}) == len(rows)
