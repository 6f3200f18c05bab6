"""Task tables that a text holds one cell a line, or one row a line."""

from __future__ import annotations

import pytest

from luoshi.engine.lexicon import load_table
from luoshi.engine.tables.columns import Column
from tests.engine.tables.documents import document, rows_of, tables

C = Column

PLAIN = """序号
工作任务
责任单位
1
改造老旧小区20个，加装电梯100台
市住建局、市财政局
2
新建口袋公园15个
市园林局
3
完善社区养老服务网络。
市民政局"""

MERGED_UNITS = """任务类型
序号
工作任务
推进单位
板块一：安居板块（住房改善）
小区改造
1
完成30个小区的雨污分流
区房管局、区水务局
2
完成6万平方米外墙修缮
3
新增充电桩800个
电梯加装
4
加装电梯90台
区房管局
板块二：绿色板块（环境提升）
5
建设滨河绿道12公里
区绿化局"""

GROUPS = """序号
重点任务
牵头单位
配合单位
完成时限
一、优化营商环境
1
推行企业开办一日办结
市市场监管局
市税务局、市公安局
2025年6月底前
2
建立惠企政策直达机制
市工信局
市财政局
2025年9月底前
二、扩大有效投资
3
推动20个重大项目开工
市发展改革委
市自然资源局
长期坚持"""

NO_NUMBERS = """重点任务
具体举措
责任单位
完成时限
优化营商环境
推行企业开办一日办结。
市市场监管局
6月底前
建立惠企政策直达机制。
市工信局
9月底前
稳定就业
开发公益性岗位500个。
市人社局
12月底前"""

LEADERS = """序号
任务内容
责任领导
责任单位
责任人
完成时限
备注
1
建成区级图书馆新馆并对外开放
李志远
区文旅局
王敏
2026年6月
2
修缮历史建筑12处
赵文
区房管局
孙立平
2026年12月
分年实施"""

TARGETS = """序号
工作任务
工作目标
责任单位
时间节点
1
培育专精特新企业
新增专精特新企业60家
市工信局
年底前
2
推进工业上楼
完成改造面积50万平方米
市自然资源局
2027年底"""

BROKEN = """序号
工作任务
牵头
单位
完成
时限
1
推进城区排水管网改造，消除易涝点18处，实施雨污
分流改造35公里，同步更新检查井。
市城管局、市水
务局
2025年11月
2
新建公共停车位3000个。
市城管局
2025年12月"""

TWO_ROW_HEADER = """序号
工作任务
责任单位
完成时限
牵头
配合
1
举办市民健身节
市体育局
市总工会
10月
2
开放学校体育场馆40所
市教育局
市体育局
7月"""

PARAGRAPHS_IN_CELL = """序号
具体措施
责任单位
1
1.建立问题清单。
2.限期整改到位。
市审计局
2
健全审计整改长效机制。
市审计局"""


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n　　"])
def test_rows_of_one_cell_a_line_are_put_together(gap: str) -> None:
    assert rows_of(PLAIN.replace("\n", gap), columns=(C.RESPONSIBLE,)) == [
        ("1", "改造老旧小区20个，加装电梯100台", "市住建局、市财政局"),
        ("2", "新建口袋公园15个", "市园林局"),
        ("3", "完善社区养老服务网络。", "市民政局"),
    ]


def test_bars_at_the_end_of_every_cell_are_no_part_of_it() -> None:
    assert rows_of(LEADERS.replace("\n", " |\n") + " |") == rows_of(LEADERS)


def test_merged_units_serve_the_rows_below_them_within_their_group() -> None:
    assert rows_of(MERGED_UNITS, columns=(C.GROUP, C.RESPONSIBLE)) == [
        ("板块一/1", "完成30个小区的雨污分流", "小区改造", "区房管局、区水务局"),
        ("板块一/2", "完成6万平方米外墙修缮", "小区改造", "区房管局、区水务局"),
        ("板块一/3", "新增充电桩800个", "小区改造", "区房管局、区水务局"),
        ("板块一/4", "加装电梯90台", "电梯加装", "区房管局"),
        ("板块二/5", "建设滨河绿道12公里", "", "区绿化局"),
    ]


def test_group_lines_leads_supports_and_dates() -> None:
    assert rows_of(GROUPS, columns=(C.LEAD, C.SUPPORT, C.DUE)) == [
        ("一/1", "推行企业开办一日办结", "市市场监管局", "市税务局、市公安局", "2025年6月底前"),
        ("一/2", "建立惠企政策直达机制", "市工信局", "市财政局", "2025年9月底前"),
        ("二/3", "推动20个重大项目开工", "市发展改革委", "市自然资源局", "长期坚持"),
    ]


def test_a_missing_support_unit_stays_missing() -> None:
    text = GROUPS.replace("市工信局\n市财政局", "市工信局")

    assert [support for _, _, support in rows_of(text, columns=(C.SUPPORT,))] == [
        "市税务局、市公安局",
        "",
        "市自然资源局",
    ]


def test_a_table_without_numbers_is_read_by_the_looks_of_its_lines() -> None:
    assert rows_of(NO_NUMBERS, columns=(C.TASK, C.RESPONSIBLE, C.DUE)) == [
        ("", "推行企业开办一日办结。", "优化营商环境", "市市场监管局", "6月底前"),
        ("", "建立惠企政策直达机制。", "优化营商环境", "市工信局", "9月底前"),
        ("", "开发公益性岗位500个。", "稳定就业", "市人社局", "12月底前"),
    ]


def test_leaders_people_and_notes() -> None:
    assert rows_of(LEADERS, columns=(C.LEADER, C.RESPONSIBLE, C.PERSON, C.DUE, C.NOTE)) == [
        ("1", "建成区级图书馆新馆并对外开放", "李志远", "区文旅局", "王敏", "2026年6月", ""),
        ("2", "修缮历史建筑12处", "赵文", "区房管局", "孙立平", "2026年12月", "分年实施"),
    ]


def test_a_last_column_with_an_unknown_heading_is_a_column() -> None:
    text = "序号\n工作任务\n责任单位\n考核方式\n" + "\n".join(
        f"{number}\n{task}\n{unit}\n平时抽查"
        for number, (task, unit) in enumerate(
            [("推进医养结合试点", "市卫生健康委"), ("建设托育机构8家", "市民政局"), ("办好老年大学", "市教育局")], 1
        )
    )

    assert rows_of(text, columns=(C.RESPONSIBLE, C.UNKNOWN)) == [
        ("1", "推进医养结合试点", "市卫生健康委", "平时抽查"),
        ("2", "建设托育机构8家", "市民政局", "平时抽查"),
        ("3", "办好老年大学", "市教育局", "平时抽查"),
    ]


def test_page_numbers_between_rows_are_left_out() -> None:
    assert rows_of(PLAIN.replace("\n2\n", "\n— 7 —\n2\n")) == rows_of(PLAIN)


def test_targets_stand_beside_the_task() -> None:
    assert rows_of(TARGETS, columns=(C.TARGET, C.RESPONSIBLE, C.DUE)) == [
        ("1", "培育专精特新企业", "新增专精特新企业60家", "市工信局", "年底前"),
        ("2", "推进工业上楼", "完成改造面积50万平方米", "市自然资源局", "2027年底"),
    ]


def test_headings_sentences_and_unit_names_broken_over_two_lines() -> None:
    first, second = rows_of(BROKEN, columns=(C.LEAD, C.DUE))

    assert first == (
        "1",
        "推进城区排水管网改造，消除易涝点18处，实施雨污\n分流改造35公里，同步更新检查井。",
        "市城管局、市水\n务局",
        "2025年11月",
    )
    assert second == ("2", "新建公共停车位3000个。", "市城管局", "2025年12月")


def test_the_lower_row_of_a_header_takes_its_parents_place() -> None:
    assert rows_of(TWO_ROW_HEADER, columns=(C.LEAD, C.SUPPORT, C.DUE)) == [
        ("1", "举办市民健身节", "市体育局", "市总工会", "10月"),
        ("2", "开放学校体育场馆40所", "市教育局", "市体育局", "7月"),
    ]


def test_numbered_paragraphs_of_one_cell_are_measures_with_its_unit() -> None:
    assert rows_of(PARAGRAPHS_IN_CELL, columns=(C.RESPONSIBLE,)) == [
        ("1/1", "建立问题清单。", "市审计局"),
        ("1/2", "限期整改到位。", "市审计局"),
        ("2", "健全审计整改长效机制。", "市审计局"),
    ]


def test_units_listed_one_a_line_make_one_cell() -> None:
    text = "序号\n工作任务\n责任单位\n1\n推进医养结合试点。\n市卫生健康委、\n市民政局、\n市医保局\n2\n建设托育机构8家。\n市卫生健康委"

    assert rows_of(text, columns=(C.RESPONSIBLE,))[0][2] == "市卫生健康委、\n市民政局、\n市医保局"


def test_a_header_in_one_line_over_rows_parted_by_spaces() -> None:
    text = "序号 工作任务 责任单位 完成时限\n1 推进医养结合试点 市卫生健康委 6月底\n2 建设托育机构8家 市民政局 9月底"

    assert rows_of(text, columns=(C.RESPONSIBLE, C.DUE)) == [
        ("1", "推进医养结合试点", "市卫生健康委", "6月底"),
        ("2", "建设托育机构8家", "市民政局", "9月底"),
    ]


def test_letters_of_a_heading_may_be_spaced() -> None:
    text = "序号 工 作 任 务 牵头负责部门\n1 推进医养结合试点 市卫生健康委\n2 建设托育机构8家 市民政局"

    assert rows_of(text, columns=(C.LEAD,)) == [
        ("1", "推进医养结合试点", "市卫生健康委"),
        ("2", "建设托育机构8家", "市民政局"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "序号\t工作任务\t责任单位\n一、民生\t\t\n1\t推进医养结合试点\t市卫生健康委\n2\t建设托育机构8家\t",
        (
            "| 序号 | 工作任务 | 责任单位 |\n|---|:--|---|\n| 一、民生 | | |\n"
            "| 1 | 推进医养结合试点 | 市卫生健康委 |\n| 2 | 建设托育机构8家 | |"
        ),
        "序号\t工作任务\t责任单位\n一、民生\n1\t推进医养结合试点\t市卫生健康委\n2\t建设托育机构8家",
    ],
)
def test_rows_parted_by_tabs_or_bars(text: str) -> None:
    assert rows_of(text, columns=(C.RESPONSIBLE,)) == [
        ("一/1", "推进医养结合试点", "市卫生健康委"),
        ("一/2", "建设托育机构8家", "市卫生健康委"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        (
            "类别 | 序号 | 实事内容 | 责任单位 | 市领导 | 举报电话 |\n一、民生 | 1 | 建设托育机构8家 | 市民政局 | 王某 | 110 |\n"
            "2 | 新建老年食堂12处 | 市商务局 | 李某 | 110 | |"
        ),
        "类别 | 序号 | 实事内容 | 责任单位 | 市领导 |\n一、民生 | 1 | 建设托育机构8家 | 市民政局 | 王某 |\n2 | 新建老年食堂12处 | 市商务局 | 李某 |",
    ],
)
def test_cells_merged_at_the_left_are_missing_between_bars(text: str) -> None:
    assert rows_of(text, columns=(C.RESPONSIBLE,)) == [
        ("一/1", "建设托育机构8家", "市民政局"),
        ("一/2", "新建老年食堂12处", "市商务局"),
    ]


def test_cells_merged_on_both_sides_are_missing_between_bars() -> None:
    text = "序号 | 工作任务 | 进展情况 | 责任单位 |\n1 | 建设托育机构8家。 | 已建3家。 | 市民政局 |\n新增托位900个。 | 已增200个。 | ||"

    assert rows_of(text, columns=(C.RESPONSIBLE,)) == [
        ("1", "建设托育机构8家。", "市民政局"),
        ("1", "新增托位900个。", "市民政局"),
    ]


def test_two_headings_that_look_like_one_broken_in_two() -> None:
    text = "序号 任务 目标 牵头单位 责任单位 时限\n1 建设口袋公园 新增12处 市园林局 各区 9月底\n2 修缮步道 完成8公里 市园林局 市城管局 11月底"

    assert rows_of(text, columns=(C.TARGET, C.LEAD, C.DUE)) == [
        ("1", "建设口袋公园", "新增12处", "市园林局", "9月底"),
        ("2", "修缮步道", "完成8公里", "市园林局", "11月底"),
    ]


def test_rows_of_a_drawn_table() -> None:
    text = (
        "┌──┬──────┬────┐\n│序号│工作任务    │责任单位│\n├──┼──────┼────┤\n│1   │改造老旧管网│市水务局│\n"
        "│    │            │市财政局│\n├──┼──────┼────┤\n│2   │新建泵站3座 │市水利局│\n└──┴──────┴────┘"
    )

    assert rows_of(text, columns=(C.RESPONSIBLE,)) == [
        ("1", "改造老旧管网", "市水务局"),
        ("2", "新建泵站3座", "市水利局"),
    ]


def test_rows_parted_by_bars_whose_cells_hold_line_breaks() -> None:
    text = "工作任务 | 责任单位 | 完成时限 |\n推进医养结合试点，\n建设托育机构8家。 | 市卫生健康委 | 6月底 |\n办好老年大学。 |\n市教育局 | 9月底 |"

    assert rows_of(text, columns=(C.RESPONSIBLE, C.DUE)) == [
        ("", "推进医养结合试点，\n建设托育机构8家。", "市卫生健康委", "6月底"),
        ("", "办好老年大学。", "市教育局", "9月底"),
    ]


@pytest.mark.parametrize(
    "after",
    [
        "附件2\n名词解释",
        "三、工作要求\n（一）加强领导。各单位要高度重视，压实责任。",
        "各责任单位要按月报送进展情况，重大事项及时报告。",
        "信息公开属性：主动公开\n某市人民政府办公室",
        "某市人民政府关于加强防汛工作的通知\n各区人民政府：\n为做好防汛工作，现通知如下。",
        "注：本表由市发展改革委解释。",
        "（此件公开发布）",
    ],
)
def test_the_text_after_a_table_is_no_row(after: str) -> None:
    assert rows_of(f"{PLAIN}\n{after}") == rows_of(PLAIN)


def test_repeated_headers_and_a_second_table() -> None:
    header = "序号\n工作任务\n责任单位\n"
    text = f"{PLAIN}\n{header}4\n建设体育公园3个\n市体育局\n附件2\n重点项目清单\n{GROUPS}"

    assert [[row.path for row in table.rows] for table in tables(text)] == [
        ["1", "2", "3", "4"],
        ["一/1", "一/2", "二/3"],
    ]


def test_the_line_over_the_header_is_the_caption_and_no_heading() -> None:
    text = f"附件\n2025年度重点工作任务\n{PLAIN}"
    (table,) = tables(text)

    assert table.caption is not None
    assert document(text).words(table.caption) == "2025年度重点工作任务"
    assert table.rule == "table.flattened"


@pytest.mark.parametrize("heading", ["民生实事", "实施路径"])
def test_the_one_unknown_column_beside_who_and_when_tells_what(heading: str) -> None:
    text = f"序号\n\n{heading}\n\n责任单位\n\n完成时限\n\n1\n\n新建幼儿园2所。\n\n县教育局\n\n县代建中心\n\n9月底前\n\n2\n\n改造农贸市场。\n\n县商务局\n\n12月底前\n"
    (table,) = tables(text)

    assert [row.text.of(document(text).text) for row in table.rows] == ["新建幼儿园2所。", "改造农贸市场。"]


@pytest.mark.parametrize(
    "text",
    [
        "主要任务\n工作目标\n到2025年，基本建成综合交通体系。",
        "责任单位\n市发展改革委\n完成时限\n2025年底",
        "一、工作任务\n推进老旧小区改造。\n责任单位：市住建局",
        "序号\n指标名称\n单位\n目标值\n1\n森林覆盖率\n%\n45",
        "序号\n工作任务\n责任单位",
        "",
    ],
)
def test_other_lines_are_no_task_table(text: str) -> None:
    assert tables(text) == ()


@pytest.mark.parametrize(
    "text", [f"序号\n工作任务\n责任单位\n{'x' * 9}\n" * 4000, "序号\n工作任务\n责任单位\n" + "（“、" * 90_000]
)
def test_hostile_lines_are_given_up(text: str) -> None:
    assert tables(text) == ()


def test_the_words_that_end_a_table_are_of_two_kinds() -> None:
    assert {row[1] for row in load_table("table_ends")} == {"start", "heading"}
