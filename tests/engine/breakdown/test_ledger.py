"""What of a document becomes a measure, with which words, units, dates and path."""

from __future__ import annotations

from datetime import date

import pytest

from luoshi.engine import break_down, read_bytes
from luoshi.engine.findings import Doubt, Measure, Role

HEAD = "滨川市2026年民生工作方案\n滨政发〔2026〕5号\n各县（区）人民政府：\n为做好民生工作，制定本方案。\n"


def measures(body: str, *, head: str = HEAD) -> tuple[Measure, ...]:
    """The measures of a plan with this body."""
    return break_down(read_bytes((head + body).encode(), name="plan.txt")).measures


def told(body: str) -> list[tuple[str, str, list[str]]]:
    """Path, words and units of each measure."""
    return [(measure.clause, measure.text, [part.name for part in measure.parts]) for measure in measures(body)]


def test_item_ends_before_its_bracket() -> None:
    body = "一、重点任务\n（一）新建学校。新建3所小学。（责任单位：市教育局）\n（二）疏浚河道。（市水利局负责）"

    assert told(body) == [
        ("一/(一)", "新建学校。新建3所小学。", ["市教育局"]),
        ("一/(二)", "疏浚河道。", ["市水利局"]),
    ]


def test_paragraph_with_several_brackets_gives_several_measures() -> None:
    body = "一、重点任务\n（一）服务群众。设立窗口。（市审批局负责）延长时间。（市医保局负责）"

    assert told(body) == [("一/(一)", "服务群众。设立窗口。", ["市审批局"]), ("一/(一)", "延长时间。", ["市医保局"])]


def test_labelled_lines_belong_to_the_item_above() -> None:
    body = "一、重点任务\n1．改造管网。\n牵头单位：市住建局\n参与单位：市财政局\n完成时限：2026年9月底前\n2．新建泵站。\n牵头单位：市水利局"

    found = measures(body)

    assert [measure.text for measure in found] == ["改造管网。", "新建泵站。"]
    assert found[0].units(Role.LEAD) == ("市住建局",)
    assert found[0].units(Role.SUPPORT) == ("市财政局",)
    assert found[0].due == (date(2026, 9, 30),)


def test_one_bracket_on_its_own_line_serves_each_sub_item() -> None:
    body = "一、重点任务\n1.完善预案\n（1）修订预案。\n（2）组织演练。\n（责任单位：市应急局）"

    assert told(body) == [("一/1/(1)", "修订预案。", ["市应急局"]), ("一/1/(2)", "组织演练。", ["市应急局"])]


def test_bracket_of_a_heading_serves_what_stands_under_it() -> None:
    body = "一、教育（牵头单位：市教育局）\n1.新建学校，改善条件。\n2.培训教师。（市人社局负责）"

    assert told(body) == [("一/1", "新建学校，改善条件。", ["市教育局"]), ("一/2", "培训教师。", ["市人社局"])]


def test_several_paragraphs_of_an_item_end_in_one_bracket() -> None:
    body = "一、重点任务\n1.推广模式。\n示范引领。建设示范点。\n逐步推开。总结经验。（责任单位：市商务局）"

    assert told(body) == [("一/1", "推广模式。\n示范引领。建设示范点。\n逐步推开。总结经验。", ["市商务局"])]


def test_paragraphs_under_a_heading_are_measures_of_their_own() -> None:
    body = "一、支持企业\n加大培训。组织技能培训。（市人社局负责）\n减轻负担。落实减税政策。（市税务局负责）"

    assert [path for path, _, _ in told(body)] == ["一", "一"]


def test_heading_line_is_no_part_of_the_words() -> None:
    body = "一、保障措施\n（一）加强组织领导\n建立联席会议制度，定期调度进展。"

    assert told(body) == [("一/(一)", "建立联席会议制度，定期调度进展。", [])]


@pytest.mark.parametrize(
    "heading", ["指导思想", "总体要求", "基本原则", "工作目标", "总体要求和目标", "适用范围", "主要指标"]
)
def test_aims_and_scope_ask_for_nothing(heading: str) -> None:
    body = f"一、{heading}\n推进改造，完善制度，加强管理。\n二、重点任务\n（一）新建学校。完善设施。"

    assert [path for path, _, _ in told(body)] == ["二/(一)"]


def test_annotated_goal_is_a_measure_all_the_same() -> None:
    body = "一、主要目标\n1.城镇新增就业1万人。\n责任单位：市人社局\n二、重点任务\n2.新建学校。\n责任单位：市教育局"

    assert [path for path, _, _ in told(body)] == ["一/1", "二/2"]


def test_preamble_signature_and_procedure_ask_for_nothing() -> None:
    body = "一、重点任务\n（一）新建学校。完善设施。\n本方案自印发之日起施行。\n滨川市人民政府\n2026年3月2日\n（此件公开发布）"

    assert [text for _, text, _ in told(body)] == ["新建学校。完善设施。"]


@pytest.mark.parametrize(
    "text",
    [
        "关于表扬先进单位的通报\n各县区：\n为树立典型，决定予以通报表扬。\n附件\n名单\n1.大力推进改革的县。\n2.推动开放的区。",
        "滨川市专项资金管理办法\n第一章 总则\n第一条 为规范管理，制定本办法。\n第二条 单位应当建立台账。",
        "关于放假的通知\n各单位：\n现将安排通知如下，请认真执行。\n2026年3月2日",
    ],
)
def test_document_that_asks_for_nothing_gives_an_empty_ledger(text: str) -> None:
    assert measures(text, head="") == ()


def test_first_unit_leads_from_the_rule_onward() -> None:
    body = (
        "一、重点任务\n（一）新建学校。（市教育局、市住建局负责。列第一位者为牵头单位，下同）\n"
        "（二）疏浚河道。（市水利局、市财政局负责）\n（三）培训干部。（市委组织部负责）"
    )

    found = measures(body)

    assert [measure.units(Role.LEAD) for measure in found] == [("市教育局",), ("市水利局",), ("市委组织部",)]
    assert [measure.units(Role.SUPPORT) for measure in found] == [("市住建局",), ("市财政局",), ()]


def test_standing_rule_holds_for_later_measures_of_its_section() -> None:
    body = (
        "一、教育\n（一）新建学校。（市教育局负责。以下均需各县区政府落实，不再列出）\n（二）培训教师。（市人社局负责）\n"
        "二、水利\n（三）疏浚河道。（市水利局负责）"
    )

    assert [units for _, _, units in told(body)] == [["市教育局"], ["市人社局", "各县区政府"], ["市水利局"]]


def test_text_printed_twice_counts_once() -> None:
    body = "一、重点任务\n（一）新建学校。（市教育局负责）\n"

    assert len(measures(body + HEAD + body)) == 1


def test_ids_stay_when_an_item_is_inserted() -> None:
    before = measures("一、重点任务\n（一）新建学校。（市教育局负责）\n（二）疏浚河道。（市水利局负责）")
    after = measures(
        "一、重点任务\n（一）修缮校舍。（市教育局负责）\n（二）新建学校。（市教育局负责）\n（三）疏浚河道。（市水利局负责）"
    )

    assert [measure.id for measure in before] == [measure.id for measure in after][1:]


def test_findings_stand_in_the_text() -> None:
    text = HEAD + "一、重点任务\n（一）新建学校。2026年9月底前新建3所。（责任单位：市教育局）"

    document = read_bytes(text.encode(), name="plan.txt")
    measure = break_down(document).measures[0]

    assert document.words(measure.span) == measure.text
    assert [document.words(part.span) for part in measure.parts] == ["市教育局"]
    assert [document.words(span) for span in measure.annotations] == ["（责任单位：市教育局）"]
    assert all(finding.rule for finding in (*measure.parts, *measure.deadlines, *measure.targets))


@pytest.mark.parametrize(
    ("annotation", "doubts"),
    [
        ("（牵头单位：市教育局）", ()),
        ("（市教育局负责）", (Doubt.NO_LEAD,)),
        ("（市教育局、市财政局牵头）", (Doubt.SEVERAL_LEADS,)),
        ("", (Doubt.NO_UNIT,)),
        ("（牵头单位：老张）", (Doubt.UNIT_UNKNOWN,)),
    ],
)
def test_doubts_are_told(annotation: str, doubts: tuple[Doubt, ...]) -> None:
    found = measures(f"一、重点任务\n（一）新建学校并完善设施，改善办学条件。{annotation}")

    assert found[0].doubts == doubts
    assert (found[0].confidence < 1.0) == bool(set(doubts) & {Doubt.NO_UNIT, Doubt.UNIT_UNKNOWN})
