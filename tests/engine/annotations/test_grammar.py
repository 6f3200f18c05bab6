"""What annotations say of units, roles, times and general rules."""

from __future__ import annotations

import pytest

from luoshi.engine.annotations.brackets import find_brackets
from luoshi.engine.annotations.grammar import read_annotation
from luoshi.engine.annotations.prose import find_prose_parts
from luoshi.engine.document import Span

LEAD, RESPONSIBLE, SUPPORT = "lead", "responsible", "support"


def roles(text: str) -> list[tuple[str, str]]:
    """Role and name of every part that the annotation gives."""
    annotation = read_annotation(text, Span(0, len(text)))
    assert annotation is not None
    return [(part.role.value, part.name) for part in annotation.parts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("（牵头单位：市教育局；配合单位：市财政局）", [(LEAD, "市教育局"), (SUPPORT, "市财政局")]),
        ("（市民政局，立行立改）", [(RESPONSIBLE, "市民政局")]),
        ("（市民政局，立行立改、长期坚持）", [(RESPONSIBLE, "市民政局")]),
        ("【牵头部门：市民政局 责任部门：市残联】", [(LEAD, "市民政局"), (RESPONSIBLE, "市残联")]),
        ("牵头单位：市教育局  参与单位：市财政局", [(LEAD, "市教育局"), (SUPPORT, "市财政局")]),
        ("(责任单位:市水利局,各县(区)人民政府)", [(RESPONSIBLE, "市水利局"), (RESPONSIBLE, "各县(区)人民政府")]),
        ("（市教育局牵头，市财政局配合）", [(LEAD, "市教育局"), (SUPPORT, "市财政局")]),
        ("（市教育局牵头，市财政局按职责分工负责）", [(LEAD, "市教育局"), (RESPONSIBLE, "市财政局")]),
        ("（市教育局牵头会同市财政局、市水利局负责）", [(LEAD, "市教育局"), (RESPONSIBLE, "市财政局"), (RESPONSIBLE, "市水利局")]),
        ("（市教育局、市财政局按职责分工负责）", [(RESPONSIBLE, "市教育局"), (RESPONSIBLE, "市财政局")]),
        ("部门分工：市教育局牵头，各镇、各部门配合。", [(LEAD, "市教育局"), (SUPPORT, "各镇"), (SUPPORT, "各部门")]),
        ("（牵头单位为市教育局，配合单位为市财政局、各县区政府）", [
            (LEAD, "市教育局"), (SUPPORT, "市财政局"), (SUPPORT, "各县区政府"),
        ]),
        ("责任单位是市水利局，完成时限为2026年6月底前。", [(RESPONSIBLE, "市水利局")]),
        ("（市教育局、财政局按职责分工负责，各镇人民政府结合实际落实）", [
            (RESPONSIBLE, "市教育局"), (RESPONSIBLE, "财政局"), (RESPONSIBLE, "各镇人民政府"),
        ]),
        ("分管副镇长：李某；责任站所：农技站", [(RESPONSIBLE, "农技站")]),
        ("（市税务局；完成时限：2026年9月30日）", [(RESPONSIBLE, "市税务局")]),
        ("（协同部门：各二级党组织）", [(SUPPORT, "各二级党组织")]),
        ("（市教育局、市财政局等市有关部门和各县政府负责）", [
            (RESPONSIBLE, "市教育局"), (RESPONSIBLE, "市财政局"), (RESPONSIBLE, "各县政府"),
        ]),
        ("（机场指挥部、石泉、云岭、滨川市政府、省农垦局负责）", [
            (RESPONSIBLE, "机场指挥部"), (RESPONSIBLE, "石泉"), (RESPONSIBLE, "云岭"), (RESPONSIBLE, "滨川市政府"),
            (RESPONSIBLE, "省农垦局"),
        ]),
        ("（示范区、高新区党工委和管委会）", [(RESPONSIBLE, "示范区"), (RESPONSIBLE, "高新区党工委和管委会")]),
        ("（经开区管委会、原州区政府、如东县政府负责）", [
            (RESPONSIBLE, "经开区管委会"), (RESPONSIBLE, "原州区政府"), (RESPONSIBLE, "如东县政府"),
        ]),
        ("（责任部门：信息中心，5月底前上线新系统）", [(RESPONSIBLE, "信息中心")]),
        ("（市审批局、市直有关部门、单位负责）", [(RESPONSIBLE, "市审批局"), (RESPONSIBLE, "市直有关部门、单位")]),
        ("整改责任单位：市财政局、市审计局", [(RESPONSIBLE, "市财政局"), (RESPONSIBLE, "市审计局")]),
        ("（市教育局、市财政局。逗号前为牵头单位，下同）", [(RESPONSIBLE, "市教育局"), (RESPONSIBLE, "市财政局")]),
        ("（市政务服务便民热线、市工商联）", [(RESPONSIBLE, "市政务服务便民热线"), (RESPONSIBLE, "市工商联")]),
        ("（门诊部牵头，各临床、医技科室配合）", [(LEAD, "门诊部"), (SUPPORT, "各临床、医技科室")]),
        ("（保护处；省苗圃站配合）", [(RESPONSIBLE, "保护处"), (SUPPORT, "省苗圃站")]),
        ("（农业农村部、水利部牵头负责）", [(LEAD, "农业农村部"), (LEAD, "水利部")]),
        ("（市商务局、市农业农村局分别牵头）", [(LEAD, "市商务局"), (LEAD, "市农业农村局")]),
        ("（由市教育局牵头，市财政局等部门配合）", [(LEAD, "市教育局"), (SUPPORT, "市财政局")]),
        ("（责任单位：市教育局（牵头）、市财政局）", [(LEAD, "市教育局"), (RESPONSIBLE, "市财政局")]),
        ("（省农业农村厅）", [(RESPONSIBLE, "省农业农村厅")]),
        ("（各设区市人民政府，省直有关单位）", [(RESPONSIBLE, "各设区市人民政府"), (RESPONSIBLE, "省直有关单位")]),
        ("负责人：教务处", [(RESPONSIBLE, "教务处")]),
        ("负责人：教务处、科研院", [(RESPONSIBLE, "教务处"), (RESPONSIBLE, "科研院")]),
        ("负责人：人事处（主任：周敏）", [(RESPONSIBLE, "人事处")]),
        ("（责任单位：招商一局；负责人：行政审批局）", [(RESPONSIBLE, "招商一局"), (RESPONSIBLE, "行政审批局")]),
        ("（责任单位：招商一局；负责人：李新处）", [(RESPONSIBLE, "招商一局")]),
        ("（科技教育司、信息化司负责，2027年底前完成）", [(RESPONSIBLE, "科技教育司"), (RESPONSIBLE, "信息化司")]),
        ("（推进单位：市城管局；适用范围：全市）", [(RESPONSIBLE, "市城管局")]),
        ("（主办单位：市司法局；协办单位：市法院）", [(LEAD, "市司法局"), (SUPPORT, "市法院")]),
        ("责任单位 市教育局、市财政局", [(RESPONSIBLE, "市教育局"), (RESPONSIBLE, "市财政局")]),
        ("牵头单位 市教育局  配合单位 市财政局 市审计局", [(LEAD, "市教育局"), (SUPPORT, "市财政局"), (SUPPORT, "市审计局")]),
        ("【责任单位】市教育局", [(RESPONSIBLE, "市教育局")]),
        ("（责任单位：市教育局、市财政局等；各区政府）", [
            (RESPONSIBLE, "市教育局"), (RESPONSIBLE, "市财政局"), (RESPONSIBLE, "各区政府"),
        ]),
        ("（主体责任单位：各县区政府，行业主管单位：市住建局）", [
            (RESPONSIBLE, "各县区政府"), (RESPONSIBLE, "市住建局"),
        ]),
        ("（全国总工会、共青团中央）", [(RESPONSIBLE, "全国总工会"), (RESPONSIBLE, "共青团中央")]),
        ("（牵头领导：李某，牵头单位：市教育局）", [(LEAD, "市教育局")]),
        ("（教育、民政、财政部门按职责分工负责）", [
            (RESPONSIBLE, "教育"), (RESPONSIBLE, "民政"), (RESPONSIBLE, "财政部门"),
        ]),
        ("（民政部门牵头，教育、财政部门配合）", [(LEAD, "民政部门"), (SUPPORT, "教育"), (SUPPORT, "财政部门")]),
        ("（司法部等国务院相关部门按职责分工负责）", [(RESPONSIBLE, "司法部")]),
        ("（局机关党委、各科室、人事股室负责）", [
            (RESPONSIBLE, "局机关党委"), (RESPONSIBLE, "各科室"), (RESPONSIBLE, "人事股室"),
        ]),
        ("（牵头领导：李某；责任单位：市教育局）", [(RESPONSIBLE, "市教育局")]),
        ("（市教育局牵头督导，市财政局参与，各区县政府负责落实）", [
            (LEAD, "市教育局"), (SUPPORT, "市财政局"), (RESPONSIBLE, "各区县政府"),
        ]),
        ("（市教育局牵头，会同市财政局、市审计局实施）", [
            (LEAD, "市教育局"), (RESPONSIBLE, "市财政局"), (RESPONSIBLE, "市审计局"),
        ]),
        ("（牵头单\n位：市教\n育局；配\n合单位：人力资源社\n会保障局）", [(LEAD, "市教育局"), (SUPPORT, "人力资源社会保障局")]),
        ("（责任单位：市教育局\n市财政局）", [(RESPONSIBLE, "市教育局"), (RESPONSIBLE, "市财政局")]),
        ("（市教育局负责，\n市财\n政局配合）", [(RESPONSIBLE, "市教育局"), (SUPPORT, "市财政局")]),
        ("（责 任单位：市水利局 市民政局）", [(RESPONSIBLE, "市水利局"), (RESPONSIBLE, "市民政局")]),
        ("（市水利局牵 头，市民政局配 合）", [(LEAD, "市水利局"), (SUPPORT, "市民政局")]),
    ],
)  # fmt: skip
def test_units_and_roles_are_read(text: str, expected: list[tuple[str, str]]) -> None:
    assert roles(text) == expected


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("（5月底取得成效并持续推进，牵头单位：市审批局）", ["5月底取得成效并持续推进，"]),
        ("（五月底取得成效并持续推进，牵头单位：市审批局）", ["五月底取得成效并持续推进，"]),
        ("（市教育局牵头，十二月底前完成）", ["十二月底前完成"]),
        ("（市教育局牵头，2027年6月底前完成）", ["2027年6月底前完成"]),
        ("（责任单位：市教育局；完成时限：2026年12月）", ["2026年12月"]),
        ("（责任单位：市教育局。2026年底前完成）", ["2026年底前完成"]),
        ("（市教育局负责，长期坚持）", ["长期坚持"]),
        ("（2026年底前完成）", ["2026年底前完成"]),
        ("（持续推进）", ["持续推进"]),
        ("（市粮储局，汛期前到位）", ["汛期前到位"]),
        ("（市教育局牵头，3月底前提前下达，9月底前基本发放完毕）", ["3月底前提前下达", "9月底前基本发放完毕"]),
        ("（长期任务，市教育局负责）", ["长期任务"]),
        ("（市教育局负责，长期）", ["长期"]),
        ("完成时限：2026年9月底前，以后每年开展", ["2026年9月底前，以后每年开展"]),
        ("（市教育局、市财政局）", []),
        ("（持 续推进，牵头单位：市水利局）", ["持 续推进，"]),
    ],
)
def test_times_are_told_from_units(text: str, times: list[str]) -> None:
    annotation = read_annotation(text, Span(0, len(text)))

    assert annotation is not None
    assert [span.of(text) for span in annotation.times] == times


@pytest.mark.parametrize(
    "text", ["（含服务中心）", "（一期）", "（详见附件1）", "（以下简称专班）", "（不需上级部门转报）"]
)
def test_other_brackets_say_nothing(text: str) -> None:
    assert read_annotation(text, Span(0, len(text))) is None


def test_score_is_an_annotation_without_parts() -> None:
    annotation = read_annotation("（0.5分）", Span(0, 6))

    assert annotation is not None
    assert annotation.parts == ()


@pytest.mark.parametrize(
    "text",
    [
        "（市教育局、市财政局负责。列第一位者为牵头单位，下同）",
        "（责任单位：市教育局、市财政局，排在首位的为牵头单位，下同）",
        "责任单位：市教育局、市财政局(除标注“分别牵头”外,列第一位为牵头或汇总单位,下同)",
    ],
)
def test_first_leads_rule_is_learned_and_leaves_the_list_alone(text: str) -> None:
    annotation = read_annotation(text, Span(0, len(text)))

    assert annotation is not None
    assert annotation.first_leads
    assert [part.name for part in annotation.parts] == ["市教育局", "市财政局"]


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("（市教育局负责。以下均需各县区政府落实，不再列出）", ["各县区政府"]),
        ("（市教育局负责。具体任务均涉及相关县（区）人民政府，不再做分工，下同）", ["相关县（区）人民政府"]),
        ("（市教育局负责。各县区政府均为责任单位，不再逐一列出）", ["各县区政府"]),
    ],
)
def test_standing_rule_names_its_units_apart(text: str, standing: list[str]) -> None:
    annotation = read_annotation(text, Span(0, len(text)))

    assert annotation is not None
    assert [part.name for part in annotation.standing] == standing
    assert [part.name for part in annotation.parts] == ["市教育局"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("完善制度。由市水利局牵头，市财政局、市住建局配合，制定巡查办法。", [(LEAD, "市水利局"), (SUPPORT, "市财政局"), (SUPPORT, "市住建局")]),
        ("市水利局牵头，市财政局参与，制定巡查办法。", [(LEAD, "市水利局"), (SUPPORT, "市财政局")]),
        ("由市水利局负责，市财政局配合，疏浚河道。", [(RESPONSIBLE, "市水利局"), (SUPPORT, "市财政局")]),
        ("巡查办法交由石泉县牵头落实。", [(LEAD, "石泉县")]),
        ("专班牵头各成员单位，对标要求完善政策。", []),
        ("建立由多部门牵头的协调机制，统筹推进。", []),
    ],
)  # fmt: skip
def test_prose_form_gives_units(text: str, expected: list[tuple[str, str]]) -> None:
    parts = find_prose_parts(text, Span(0, len(text)))

    assert [(part.role.value, part.name) for part in parts] == expected


def test_nested_brackets_come_back_as_the_outermost() -> None:
    text = "甲（乙〔丙〕（丁））戊【己】（庚"

    assert [span.of(text) for span in find_brackets(text, Span(0, len(text)))] == ["（乙〔丙〕（丁））", "【己】"]


@pytest.mark.parametrize(
    "text",
    ["（" * 300_000, "）" * 300_000, "（市局，" * 100_000, "牵头，" * 200_000, "由" * 300_000, "责任单位为，" * 50_000],
)
def test_hostile_text_is_read_to_its_end(text: str) -> None:
    span = Span(0, len(text))

    annotation = read_annotation(text, span)

    assert find_prose_parts(text, span) == ()
    assert annotation is None or len(annotation.parts) <= 100_000


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("划定保护区。市水利局牵头，市财政局、市审计局等按职责分工负责。", [
            (LEAD, "市水利局"), (RESPONSIBLE, "市财政局"), (RESPONSIBLE, "市审计局"),
        ]),
        ("划定保护区。市水利局牵头，市财政局，各区县政府负责。", [
            (LEAD, "市水利局"), (RESPONSIBLE, "市财政局"), (RESPONSIBLE, "各区县政府"),
        ]),
        ("由市水利局负责划定保护区。", []),
        ("市水利局牵头抓总的机制要完善。", []),
    ],
)  # fmt: skip
def test_last_sentence_may_name_the_units(words: str, expected: list[tuple[str, str]]) -> None:
    parts = find_prose_parts(words, Span(0, len(words)))

    assert [(part.role.value, part.name) for part in parts] == expected


def test_a_line_that_says_only_unit_names_one_and_no_unit_of_measure() -> None:
    office, money = "单位：市林业局、各林场", "单位：万元"

    found = read_annotation(office, Span(0, len(office)))

    assert found is not None
    assert [part.name for part in found.parts] == ["市林业局", "各林场"]
    assert read_annotation(money, Span(0, len(money))) is None


def test_how_far_a_document_goes_names_no_unit() -> None:
    assert read_annotation("（此件发至乡）", Span(0, 7)) is None


@pytest.mark.parametrize("words", ["负责人：张三", "负责人：李新处", "责任人：王建会", "联系人：教务处王东"])
def test_person_in_charge_is_no_unit(words: str) -> None:
    annotation = read_annotation(words, Span(0, len(words)))

    assert annotation is not None
    assert annotation.parts == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("会议要求，市教育局牵头开展校车安全检查，9月底前完成。", [(LEAD, "市教育局")]),
        ("农业农村办牵头对全镇山塘进行排查；应急管理站储备物资。", [(LEAD, "农业农村办")]),
        ("各级干部牵头开展调研。", []),
        (
            "改造管网，牵头单位为市水利局、配合单位为市财政局。各镇要加快进度。",
            [(LEAD, "市水利局"), (SUPPORT, "市财政局")],
        ),
        ("成立由分管市领导牵头，市直有关部门参与的治水专班，限期整改。", []),
        ("没有牵头单位的，责任单位为牵头单位，牵头单位是第一责任人。", []),
    ],
)
def test_unit_that_leads_in_prose(text: str, expected: list[tuple[str, str]]) -> None:
    parts = find_prose_parts(text, Span(0, len(text)))

    assert [(part.role.value, part.name) for part in parts] == expected
