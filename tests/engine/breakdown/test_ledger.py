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
    "heading",
    [
        "指导思想",
        "总体要求",
        "基本原则",
        "工作目标",
        "总体要求和目标",
        "适用范围",
        "主要指标",
        "建设水利强市的重大战略意义",
        "问题整改落实情况",
    ],
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
        "滨川市突发事件应急预案\n一、总则\n（一）编制目的\n为规范应急工作，提高能力。\n二、处置\n（一）及时上报信息。",
        "[ 发布机构 ]\n滨川市水利局\n[ 主题分类 ]\n其他\n关于放假的通知\n各单位：\n现将安排通知如下。",
        "关于放假的通知\n各单位：\n现将安排通知如下，请认真执行。\n2026年3月2日",
        "关于印发方案的通知\n各镇：\n《滨湖区清淤方案》已经区政府同意，现予印发，请遵照执行。\n2026年3月2日",
        "关于开展检查的通知\n各镇：\n一、检查重点\n（一）物资是否储备充足。\n（二）通道是否畅通。\n2026年3月2日",
        "关于同意设立示范区的批复\n滨湖区政府：\n一、同意设立滨湖水利示范区，规划面积8平方公里。\n2026年3月2日",
        "关于开展督导的通知\n各镇：\n一、督导方式：听取汇报、实地查看。\n二、保障目标\n确保安全度汛。\n2026年3月2日",
        "关于召开评审会的通知\n各单位：\n市林业局牵头起草了《防火规划》，时间另定。\n附件：\n\n1.会议名单\n\n2.《防火规划（初稿）》（含指标、图件）\n\n2026年3月2日",
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


@pytest.mark.parametrize(
    "line",
    [
        "责任单位：市教育局、市财政局",
        "\n责任单位：市教育局、市财政局",
        "\n责任单位 市教育局 市财政局",
        "【责任单位】市教育局、市财政局",
        "\n【责任单位】市教育局、市财政局",
        "\n（市教育局、市财政局负责）",
        "——市教育局、市财政局",
    ],
)
def test_units_follow_on_the_same_line_or_the_next(line: str) -> None:
    assert told(f"一、任务\n1.完善制度，改善条件。{line}\n2.培训乡村教师。") == [
        ("一/1", "完善制度，改善条件。", ["市教育局", "市财政局"]),
        ("一/2", "培训乡村教师。", []),
    ]


def test_heading_followed_by_units_alone_is_itself_the_measure() -> None:
    body = "一、预期目标\n（一）地区生产总值增长7%以上\n责任单位：市发改委\n（二）税收增长5%\n责任单位：市税务局"

    assert told(body) == [
        ("一/(一)", "地区生产总值增长7%以上", ["市发改委"]),
        ("一/(二)", "税收增长5%", ["市税务局"]),
    ]


def test_numbers_behind_brackets_in_one_paragraph_are_measures_of_their_own() -> None:
    body = "一、改革\n1.深化改革。(1)推行登记。(市审批局负责)(2)完善名录。(市司法局负责)(3)开放查询。(市档案馆负责)"

    assert [(path, units) for path, _, units in told(body)] == [
        ("一/1/(1)", ["市审批局"]),
        ("一/1/(2)", ["市司法局"]),
        ("一/1/(3)", ["市档案馆"]),
    ]


@pytest.mark.parametrize(
    "rule",
    [
        "各责任单位中排第一位的为牵头单位。",
        "请认真落实，责任单位列首位的为牵头单位。",
        "未明确牵头单位的，第一责任单位为牵头单位。",
    ],
)
def test_rule_in_the_covering_notice_lets_the_first_lead(rule: str) -> None:
    notice = f"关于印发教育工作要点的通知\n各县区：\n现将要点印发给你们。{rule}\n滨川市教育局\n2026年3月2日\n"
    plan = "教育工作要点\n一、任务\n1.新建学校，改善条件。（市教育局、市财政局负责）"

    found = measures(notice + plan, head="")

    assert found[0].units(Role.LEAD) == ("市教育局",)
    assert found[0].units(Role.SUPPORT) == ("市财政局",)


def test_note_at_the_foot_lets_the_first_lead_above_it() -> None:
    body = "一、任务\n1.新建学校，改善条件。（市教育局、市财政局负责）\n注：排在首位的责任单位为牵头单位。"

    assert measures(body)[0].units(Role.LEAD) == ("市教育局",)


@pytest.mark.parametrize(
    "rule",
    [
        "\n（以下任务均需各县区政府落实，不再单列）",
        "（以下任务均涉及各县区政府，不再逐一列出）",
        "\n以下任务均由各县区政府负责，不再重复列出。",
    ],
)
def test_standing_rule_may_stand_at_the_heading(rule: str) -> None:
    body = f"一、任务{rule}\n（一）新建学校。（市教育局负责）\n（二）疏浚河道。（市水利局负责）"

    assert [units for _, _, units in told(body)] == [["市教育局", "各县区政府"], ["市水利局", "各县区政府"]]


@pytest.mark.parametrize(
    "foot",
    [
        "特此通知。\n滨川市人民政府\n2026年3月2日",
        "滨川市人民政府     2026年3月2日",
        "附件：任务清单\n滨川市人民政府\n2026年3月2日\n（本文有删减）",
        "滨川市人民政府\n2026年3月2日\n来源：  作者：  编辑：李某\n扫一扫在手机打开当前页",
        "出席：李某\n列席：市教育局王某",
    ],
)
def test_foot_belongs_to_no_measure(foot: str) -> None:
    body = f"一、任务\n（一）新建学校。完善设施。\n{foot}\n"

    assert [text for _, text, _ in told(body)] == ["新建学校。完善设施。"]


def test_notice_without_numbers_asks_by_its_paragraphs() -> None:
    text = (
        "关于做好防寒工作的紧急通知\n各县区：\n近日将有寒潮。现紧急通知如下：\n"
        "要加强值守。各单位要严格执行值班制度，确保通讯畅通。\n请各县区备足融雪物资，及时除雪除冰。\n特此通知。\n"
    )

    assert [(measure.clause, measure.text[:6]) for measure in measures(text, head="")] == [
        ("", "要加强值守。"),
        ("", "请各县区备足"),
    ]


def test_letter_asks_by_its_items_and_its_closing() -> None:
    body = "一、请市公安局维护秩序，严查隐患。\n二、请市供电公司检修线路。\n请于6月1日前函复我局落实情况。"

    assert [path for path, _, _ in told(body)] == ["一", "二", ""]


@pytest.mark.parametrize(
    "item",
    ["将名单通过网络投票，结果作为参考。", "年均救助残疾儿童5000人。", "每年举办教师培训。", "请市供电公司检修线路。"],
)
def test_numbered_item_asks_unless_it_reports(item: str) -> None:
    assert [text for _, text, _ in told(f"一、任务\n1.{item}\n2.新建一批学校。")] == [item, "新建一批学校。"]


@pytest.mark.parametrize(
    "item", ["截至6月底，全市开工72个项目。", "部分项目进度滞后。", "本表所称企业，是指在市内登记的企业。"]
)
def test_numbered_item_that_reports_asks_for_nothing(item: str) -> None:
    assert [text for _, text, _ in told(f"一、有关事项\n1.{item}\n2.新建一批学校。")] == ["新建一批学校。"]


@pytest.mark.parametrize("line", ["牵头领导：李某", "责任领导：李某、王某", "包保领导：李某", "联系人：王某"])
def test_lines_that_name_persons_are_no_part_of_the_words(line: str) -> None:
    body = f"一、任务\n1.新建学校，改善条件。\n{line}\n责任单位：市教育局"

    assert told(body) == [("一/1", "新建学校，改善条件。", ["市教育局"])]


def test_sentence_with_a_bracket_is_a_measure_above_its_items() -> None:
    body = (
        "一、任务\n（一）继续压减各类行政许可事项和证明材料。（市政府办公室负责）\n具体措施：\n"
        "1.2026年底前公布清单。（市司法局负责）"
    )

    assert told(body) == [
        ("一/(一)", "继续压减各类行政许可事项和证明材料。", ["市政府办公室"]),
        ("一/(一)/1", "2026年底前公布清单。", ["市司法局"]),
    ]


@pytest.mark.parametrize(
    ("paragraph", "count"),
    [
        ("现将《滨川市水利工作方案》印发给你们，请结合实际，认真贯彻执行。", 0),
        (
            "经市政府同意，现将方案转发给你们。各县区要制定本地方案，于2026年3月15日前报市水利局备案，每季度报送进展情况。",
            1,
        ),
        ("为贯彻会议精神，按照市委要求，结合实际，现就有关事项通知如下：", 0),
    ],
)
def test_covering_notice_asks_if_it_demands_more_than_to_be_carried_out(paragraph: str, count: int) -> None:
    text = f"关于印发水利工作方案的通知\n各县区：\n{paragraph}\n滨川市水利局\n2026年3月2日\n"

    assert len(measures(text, head="")) == count


def test_labelled_lines_between_a_heading_and_its_items_serve_the_items() -> None:
    body = (
        "一、设施建设滞后\n整改目标：补齐短板，确保达标。\n责任单位：市住建局\n整改时限：2026年9月底前\n整改措施：\n"
        "1.加快二期工程建设。\n2.开展管网排查。"
    )

    found = measures(body)

    assert [(measure.clause, measure.units(Role.RESPONSIBLE), measure.due) for measure in found] == [
        ("一/1", ("市住建局",), (date(2026, 9, 30),)),
        ("一/2", ("市住建局",), (date(2026, 9, 30),)),
    ]


@pytest.mark.parametrize("marks", ["（1）（2）", "①②"])
def test_bracket_of_the_last_fine_item_serves_its_neighbours(marks: str) -> None:
    half = len(marks) // 2
    body = (
        f"一、旅游\n1.发展乡村旅游。\n{marks[:half]}培育重点村。\n{marks[half:]}打造精品线路。（县文旅局负责）\n"
        "2.发展研学旅游。（县教育局负责）"
    )

    assert [units for _, _, units in told(body)] == [["县文旅局"], ["县文旅局"], ["县教育局"]]


def test_bracket_of_the_last_numbered_item_serves_it_alone() -> None:
    body = "一、旅游\n1.发展乡村旅游，完善设施。\n2.发展研学旅游。（县教育局负责）"

    assert [units for _, _, units in told(body)] == [[], ["县教育局"]]


@pytest.mark.parametrize("line", ["（责任单位：市教育局、市财政局", "责任单位：市教育局、市财政局）"])
def test_bracket_that_lost_its_other_half_is_read(line: str) -> None:
    assert told(f"一、任务\n1.完善制度，改善条件。{line}") == [
        ("一/1", "完善制度，改善条件。", ["市教育局", "市财政局"]),
    ]


def test_markdown_emphasis_is_no_part_of_a_label() -> None:
    body = "一、任务\n1. 完善制度，改善条件。\n**责任单位**：市教育局\n2. 新建一批学校。\n**牵头单位：** 市教育局"

    assert [(text, units) for _, text, units in told(body)] == [
        ("完善制度，改善条件。", ["市教育局"]),
        ("新建一批学校。", ["市教育局"]),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "一、会议时间\n2026年4月8日上午9时，会期半天。\n二、会议地点\n市政府会议室。\n三、参会人员\n各县区分管负责同志。",
        "一、会议时间：2026年4月8日上午9时。\n二、会议地点：市政府会议室。\n三、参会人员：各县区分管负责同志。",
        "一、申报条件\n（一）在本市注册登记，具有独立法人资格；\n（二）近三年无重大违法行为。",
        "一、工作成效\n（一）完善制度，推进改革，全市新建学校20所。",
    ],
)
def test_what_a_notice_announces_asks_for_nothing(body: str) -> None:
    assert measures(body) == ()


@pytest.mark.parametrize(
    "head",
    [
        "滨川市2026年工作方案\n",
        "关于河道整治的通知\n滨政发〔2026〕5号\n",
        "区政府专题会议纪要\n〔2026〕18号\n",
        "滨政发〔2026〕5号\n各县区：\n",
    ],
)
def test_month_without_a_year_is_of_the_plans_year(head: str) -> None:
    found = measures("一、疏浚河道，9月底前完成。", head=head)

    assert found[0].due == (date(2026, 9, 30),)


@pytest.mark.parametrize(
    "text",
    [
        "请各单位于6月底前完成安全隐患排查，并将结果报市应急管理局。",
        "会议要求，市教育局牵头开展校车安全检查，9月1日前完成。",
    ],
)
def test_short_text_that_asks_gives_its_measure(text: str) -> None:
    found = measures("", head=text)

    assert [measure.text for measure in found] == [text]


def test_paragraph_that_says_which_office_does_what_is_a_measure() -> None:
    body = "一、环境整治\n会议决定，由建设办牵头，各村配合，拆除危房。\n会议明确，执法队每周开展一次整治。"

    assert [words for _, words, _ in told(body)] == [
        "会议决定，由建设办牵头，各村配合，拆除危房。",
        "会议明确，执法队每周开展一次整治。",
    ]
