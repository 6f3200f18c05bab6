"""Forms in which offices print their measures: rectification plans, stages, bullets, brackets of every kind."""

from __future__ import annotations

from datetime import date

import pytest

from luoshi.engine import break_down, read_bytes
from luoshi.engine.findings import Measure, Role

SIGNED = "\n滨川市人民政府\n2026年3月5日\n"


def measures(text: str) -> tuple[Measure, ...]:
    return break_down(read_bytes(text.encode(), name="plan.txt")).measures


def plan(body: str, *, title: str = "滨川市2026年工作方案") -> tuple[Measure, ...]:
    return measures(f"{title}\n一、重点任务\n{body}\n")


def test_labels_behind_the_measures_of_a_rectification_serve_each_of_them() -> None:
    body = (
        "（一）河道淤积。督察发现河道长期淤积。\n整改目标：2026年底前清淤完毕。\n整改措施：\n1.编制清淤方案。\n2.清运淤泥5万吨。\n"
        "责任单位：滨川区政府\n督导单位：市水务局\n整改时限：2026年12月底"
    )

    found = [(one.clause, one.text, one.units(Role.RESPONSIBLE), one.due) for one in plan(body)]

    assert found == [
        ("一/(一)/1", "编制清淤方案。", ("滨川区政府",), (date(2026, 12, 31),)),
        ("一/(一)/2", "清运淤泥5万吨。", ("滨川区政府",), (date(2026, 12, 31),)),
    ]


def test_measures_below_problem_and_goal_begin_anew() -> None:
    body = (
        "（一）矿山修复滞后。仍有矿山未修复。\n整改目标：明年修复。\n整改措施：编制方案，逐矿验收。\n牵头单位：市林业局"
    )

    assert [(one.text, one.units(Role.LEAD)) for one in plan(body)] == [
        ("整改措施：编制方案，逐矿验收。", ("市林业局",))
    ]


@pytest.mark.parametrize("measure", ["整改措施：疏浚干渠8公里。", "整改措施：\n1.疏浚干渠8公里。"])
def test_labels_before_the_measures_of_a_rectification_serve_them(measure: str) -> None:
    body = "（一）干渠淤塞。检查发现干渠淤塞。\n整改目标：恢复过水。\n整改时限：2026年10月底\n责任单位：石泉县政府\n"

    (found,) = plan(body + measure)

    assert found.text.endswith("疏浚干渠8公里。")
    assert (found.units(Role.RESPONSIBLE), found.due) == (("石泉县政府",), (date(2026, 10, 31),))


def test_units_named_before_the_goal_of_a_problem_serve_its_measures() -> None:
    body = (
        "（一）堤防年久失修。普查应修堤防40公里。\n责任单位：石泉县政府，市水利局\n整改目标：修复全部堤防。\n整改时限：2026年底\n整改措施：\n"
        "1.编制除险方案。\n2.修复堤防40公里。"
    )

    assert [(one.clause, one.units(Role.RESPONSIBLE), one.due) for one in plan(body)] == [
        ("一/(一)/1", ("石泉县政府", "市水利局"), (date(2026, 12, 31),)),
        ("一/(一)/2", ("石泉县政府", "市水利局"), (date(2026, 12, 31),)),
    ]


@pytest.mark.parametrize(
    ("rule", "listed"),
    [
        ("（逗号前为牵头单位，逗号后为配合单位）", "市商务局、市文旅局，市财政局、各区政府"),
        ("注：分号前为牵头单位，分号后为配合单位。", "市商务局、市文旅局；市财政局、各区政府"),
    ],
)
def test_a_sign_parts_the_leads_from_the_others_where_the_document_says_so(rule: str, listed: str) -> None:
    (found,) = measures(f"滨川市2026年消费促进方案\n{rule}\n一、重点任务\n1.办好消费节。（{listed}）{SIGNED}")

    assert found.units(Role.LEAD) == ("市商务局", "市文旅局")
    assert found.units(Role.SUPPORT) == ("市财政局", "各区政府")


def test_a_bracket_that_says_where_an_office_sits_names_no_unit() -> None:
    (found,) = plan("1.各县区于4月9日（周四）前将台账报市专班（办公室设在市政府督查室，电话：0000）。")

    assert (found.parts, found.due) == ((), (date(2026, 4, 9),))


def test_a_report_with_a_day_of_its_own_is_asked_for() -> None:
    (found,) = measures(
        f"滨川集团2026年工作方案\n一、保障\n分管负责人为直接责任人，每季度末月25日前向专班报送进展。{SIGNED}"
    )

    assert [word.text for word in found.recurring] == ["每季度末月25日前"]


def test_a_report_at_an_hour_of_every_day_is_asked_for() -> None:
    text = f"滨川电力保供方案\n一、信息报送\n各电厂每日9时前报送库存情况。{SIGNED}"

    assert [one.clause for one in measures(text)] == ["一"]


def test_labels_behind_a_sentence_name_plants_too() -> None:
    (found,) = plan("1.备足燃料，5月底前存煤9万吨。主责部门：燃料部 协同部门：各电厂")

    assert (found.units(Role.LEAD), found.units(Role.SUPPORT)) == (("燃料部",), ("各电厂",))


@pytest.mark.parametrize(
    ("words", "responsible", "support"),
    [
        ("清淤由分管副镇长牵头，镇水管站、各村配合。", (), ("镇水管站", "各村")),
        ("6月底前清淤完毕，镇水管站负责，镇财政所、镇城管办配合。", ("镇水管站",), ("镇财政所", "镇城管办")),
        ("成立由政府牵头，水利、财政等部门组成的专班，完成清淤。", (), ()),
        ("各村（社区）：落实管护责任，开展巡河。", (), ()),
    ],
)
def test_who_does_what_in_prose(words: str, responsible: tuple[str, ...], support: tuple[str, ...]) -> None:
    (found,) = plan(f"1.{words}")

    assert found.text == words
    assert (found.units(Role.RESPONSIBLE), found.units(Role.SUPPORT), found.units(Role.LEAD)) == (
        responsible,
        support,
        (),
    )


def test_a_time_at_a_heading_or_behind_a_person_is_the_measures_own() -> None:
    body = "（一）动员部署（2026年4月30日前）\n各镇、各部门制定方案，组建专班。\n（二）推进河道清淤8公里。（责任人：周某；6月底）"

    assert [(one.clause, one.due) for one in plan(body)] == [
        ("一/(一)", (date(2026, 4, 30),)),
        ("一/(二)", (date(2026, 6, 30),)),
    ]


def test_a_problem_before_its_measures_is_no_part_of_them() -> None:
    body = "1.问题：河道淤积。\n措施：编制清淤方案，5月底前清淤。\n责任领导：周某；责任单位：水管站；整改时限：2026年6月底。"

    assert [(one.clause, one.text) for one in plan(body)] == [("一/1", "措施：编制清淤方案，5月底前清淤。")]


def test_units_in_a_bracket_behind_a_problem_serve_its_measures() -> None:
    body = "（一）堤防有隐患，汛期渗水。（牵头单位：市水务局；责任单位：各镇）\n整改措施：逐段探查，10月底前完成加固。"

    assert [(one.text[:5], one.units(Role.LEAD), one.units(Role.RESPONSIBLE)) for one in plan(body)] == [
        ("整改措施：", ("市水务局",), ("各镇",))
    ]


@pytest.mark.parametrize(
    "words",
    ["全县隐患堤段36处，9月底前全部整改到位。", "主要负责人是第一责任人，结果于5月30日前书面报送县水务局。"],
)
def test_what_is_done_by_a_day_is_asked_for(words: str) -> None:
    (found,) = measures(f"石泉县2026年堤防整改方案\n一、整改任务\n{words}{SIGNED}")

    assert len(found.due) == 1


def test_a_request_to_a_government_is_a_measure_of_its_own() -> None:
    text = f"关于河道巡查的审议意见\n市人民政府：\n一、加密巡查，建立台账。\n请市人民政府于6月底前将办理情况书面报告常委会。{SIGNED}"

    assert [one.clause for one in measures(text)] == ["一", ""]


def test_numbered_lines_of_one_length_without_full_stops_are_not_one_broken_sentence() -> None:
    lines = [
        "一、清淤",
        "1.完成干渠清淤18公里，6月底前完成招标。责任领导：周某；责任科室：水管站",
        "2.完成支渠清淤26公里，7月底前完成招标。责任领导：周某；责任科室：水管站",
        "二、植树",
        "3.完成渠岸植树4万株，4月底前完成栽植。责任领导：吴某；责任科室：林业站",
        "4.完成村庄绿化12个，5月底前完成栽植等。责任领导：吴某；责任科室：林业站",
    ]

    found = measures("2026年石泉镇工作清单\n" + "\n".join(lines))

    assert [(one.clause, one.units(Role.RESPONSIBLE)) for one in found] == [
        ("一/1", ("水管站",)),
        ("一/2", ("水管站",)),
        ("二/3", ("林业站",)),
        ("二/4", ("林业站",)),
    ]


def test_a_paragraph_above_a_box_asks_for_its_own() -> None:
    text = (
        "滨川市“十五五”水利规划\n第三章 主要任务\n第一节 防洪\n推进堤防加固，健全预警机制。\n专栏1 重点工程\n1.堤防工程。加固堤防40公里。\n"
        "第二节 评估\n市水务局会同有关部门开展中期评估。"
    )

    assert [one.clause for one in measures(text)] == ["第三章/第一节", "第三章/第一节/专栏1/1", "第三章/第二节"]


def test_a_request_behind_the_last_item_is_a_measure_of_its_own() -> None:
    text = f"关于调整牵头单位的通知\n一、清淤由市水务局牵头。\n二、植树由市林业局牵头。\n请有关单位于3月15日前完成交接。{SIGNED}"

    assert [one.clause for one in measures(text)] == ["一", "二", ""]


def test_what_a_site_says_above_the_title_is_asked_of_nobody() -> None:
    text = "主办单位：滨川市委宣传部\n承办单位：滨川网\n河道服务平台\n滨川市河道整治方案\n一、重点任务\n1.清淤12公里。\n责任单位：市水务局"

    assert [(one.clause, one.units(Role.RESPONSIBLE)) for one in measures(text)] == [("一/1", ("市水务局",))]


def test_a_day_of_every_month_asks_for_a_report_in_a_notice() -> None:
    body = "实行月通报制度，各科室每月25日前将进展报局办公室。\n滨川市水务局\n2026年3月5日"

    assert len(measures(f"关于报送清淤进展的通知\n各科室：\n{body}")) == 1


def test_thanks_at_the_foot_of_an_answer_are_no_words_of_its_last_measure() -> None:
    (found,) = plan("（一）强化监测。新建监测站6座。\n感谢您对水务工作的关心支持。")

    assert found.text == "强化监测。新建监测站6座。"


def test_years_before_the_one_named_most_are_not_past_where_nothing_tells_the_signing() -> None:
    text = "滨川市清淤方案\n一、2024年6月底前完成普查。\n二、2025年6月底前完成清淤。\n三、2025年10月底前完成验收。"

    assert [one.due[0].year for one in measures(text)] == [2024, 2025, 2025]


@pytest.mark.parametrize(
    ("tail", "lead", "responsible", "support"),
    [
        ("主办：市规划局；协办：市税务局。", "市规划局", "", "市税务局"),
        ("责任人：李某（市工信局局长）；责任单位：市工信局；时限：6月底前。", "", "市工信局", ""),
        ("牵头单位：市商务局；责任单位：高新区、经开区管委会。", "市商务局", "高新区 经开区管委会", ""),
    ],
)
def test_labels_without_brackets_stand_behind_the_words(tail: str, lead: str, responsible: str, support: str) -> None:
    (measure,) = plan(f"（一）开展走访服务。{tail}")

    roles = (Role.LEAD, Role.RESPONSIBLE, Role.SUPPORT)
    assert measure.text == "开展走访服务。"
    assert [" ".join(measure.units(role)) for role in roles] == [lead, responsible, support]


def test_a_list_of_attachments_asks_for_nothing() -> None:
    text = f"滨川市关于任务分解的通知\n各单位：\n一、要压实责任。\n附件：1.重点工作任务分解\n2.推进民生实事项目任务分解{SIGNED}"

    assert [one.text for one in measures(text)] == ["要压实责任。"]


def test_a_heading_may_have_a_comma() -> None:
    body = "（一）开展调查监测，评估水库大坝的安全状况。\n1.普查病险水库。（市水利局负责）\n2.建立监测制度。（市水利局负责）"

    assert [one.clause for one in plan(body)] == ["一/(一)/1", "一/(一)/2"]


def test_a_sentence_that_ends_as_a_unit_does_is_none() -> None:
    (measure,) = plan("（一）加强督考。各牵头单位要于每月28日前将进展情况报送市政府督考办。")

    assert measure.parts == ()


def test_period_below_a_title_is_no_date_of_its_items() -> None:
    text = "滨川市防火行动方案\n（2026年3月—6月）\n一、步骤\n（一）动员阶段（3月10日前）。制定方案，层层动员。\n（二）组建扑火队。"

    assert [one.due for one in measures(text)] == [(date(2026, 3, 10),), ()]


@pytest.mark.parametrize(
    ("line", "lead", "responsible", "support"),
    [
        ("〔牵头部门〕市文旅局 〔配合部门〕市统计局", "市文旅局", "", "市统计局"),
        ("【牵头单位：市委宣传部】【责任单位：市文旅局】【时限：持续推进】", "市委宣传部", "市文旅局", ""),
        ("——责任单位：市文旅局、市财政局", "", "市文旅局 市财政局", ""),
        ("责任单位：市文旅局，包联领导：市委常委李某", "", "市文旅局", ""),
        ("责任单位：市文旅局，服务单位：市工信局", "", "市文旅局", ""),
        ("（市文旅局牵头，各园区配合；即日起）", "市文旅局", "", "各园区"),
        ("（市文旅局；2026.06.30）", "", "市文旅局", ""),
        ("【市文旅局；明年上半年前完成轮换】", "", "市文旅局", ""),
        ("（纪检监察室）", "", "纪检监察室", ""),
    ],
)
def test_units_are_read_whatever_the_brackets(line: str, lead: str, responsible: str, support: str) -> None:
    (measure,) = plan(f"（一）推出旅游线路8条。\n{line}")

    roles = (Role.LEAD, Role.RESPONSIBLE, Role.SUPPORT)
    assert [" ".join(measure.units(role)) for role in roles] == [lead, responsible, support]
    assert measure.text == "推出旅游线路8条。"


def test_units_at_a_run_in_heading_serve_what_stands_behind() -> None:
    (measure,) = plan("（一）运力保障（市交通局、滨川机场）。投放客车1200辆。")

    assert (measure.text, measure.units(Role.RESPONSIBLE)) == ("投放客车1200辆。", ("市交通局", "滨川机场"))


def test_bullets_are_no_words_of_a_measure() -> None:
    text = "# 滨川市招商方案\n\n2026年签约项目60个。\n\n## 一、举措\n\n- 绘制图谱，4月底前完成。\n- 组建小分队。\n"

    assert [(one.text, one.due) for one in measures(text)] == [
        ("绘制图谱，4月底前完成。", (date(2026, 4, 30),)),
        ("组建小分队。", ()),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "一、原则同意《滨川市国土空间规划》。",
        "一、主要工作情况\n（一）健全制度。全年制定规章3部。",
        "一、存在的不足\n（一）执法力量薄弱，要加快补齐。",
        "一、创建标准\n（一）产业兴旺。村集体收入达到50万元以上。",
        "一、工作思路\n坚持问题导向，漏损率控制在8%以内。",
    ],
)
def test_what_is_granted_reported_or_described_asks_nothing(body: str) -> None:
    assert measures(f"云岭省人民政府关于有关工作的批复\n滨川市人民政府：\n{body}{SIGNED}") == ()


def test_contact_behind_a_short_item_does_not_hide_it() -> None:
    (measure,) = plan("（一）逢单月10日前报送进展。联系人：刘某。")

    assert (measure.clause, [word.text for word in measure.recurring]) == ("一/(一)", ["逢单月"])


@pytest.mark.parametrize(
    ("sentence", "due"),
    [
        ("提供项目进展情况（截至2月底），3月18日前反馈。", [date(2026, 3, 18)]),
        ("2026年加装电梯200部。", [date(2026, 12, 31)]),
        ("确保8月份主体封顶。", [date(2026, 8, 31)]),
    ],
)
def test_dates_of_a_letter_and_of_works(sentence: str, due: list[date]) -> None:
    (measure,) = measures(f"滨川市关于做好有关工作的通知\n各单位：\n一、{sentence}{SIGNED}")

    assert list(measure.due) == due


@pytest.mark.parametrize(("units", "leads"), [("市水务局", ("市水务局",)), ("市水务局、市住建局", ())])
def test_one_responsible_unit_leads_where_the_document_says_so(units: str, leads: tuple[str, ...]) -> None:
    text = (
        "滨川市2026年任务分解方案\n牵头单位（无牵头单位的，责任单位即为牵头单位，下同）要制定方案。\n一、任务\n（一）疏浚河道。\n"
        f"责任单位：{units}\n"
    )

    assert measures(text)[-1].units(Role.LEAD) == leads


def test_labels_that_follow_one_another_in_a_paragraph_are_no_words_of_the_measure() -> None:
    (measure,) = plan("（一）办好公报，开设专栏。责任单位：市政府办公室。完成时限：6月底前。")

    assert (measure.text, measure.units(Role.RESPONSIBLE), list(measure.due)) == (
        "办好公报，开设专栏。",
        ("市政府办公室",),
        [date(2026, 6, 30)],
    )


def test_work_that_is_kept_up_is_a_time_beside_the_units() -> None:
    (measure,) = plan("（一）建立排查机制。（各县区党委政府，持续用力）")

    assert (measure.text, measure.units(Role.RESPONSIBLE)) == ("建立排查机制。", ("各县区党委政府",))
    assert [word.text for word in measure.ongoing] == ["持续用力"]


def test_units_at_a_short_heading_serve_the_paragraph_below() -> None:
    found = measures(
        "滨川市养蜂业六条措施\n一、建好蜂场（市农业农村局、市财政局）\n新建蜂场12个，2026年底前投产。\n"
        "二、打响品牌（市商务局牵头，市文旅局配合）\n请市邮政公司牵头开设专窗，举办展会3场。"
    )

    assert [(one.clause, one.text[:4], one.units(Role.RESPONSIBLE), one.units(Role.SUPPORT)) for one in found] == [
        ("一", "新建蜂场", ("市农业农村局", "市财政局"), ()),
        ("二", "请市邮政", (), ("市文旅局",)),
    ]


def test_stars_begin_tasks_of_their_own() -> None:
    found = measures(
        "滨川市攻坚任务清单\n★任务一：修路\n目标：改造道路35条，6月底前完工。\n牵头部门：建设局；配合部门：规划分局\n"
        "★任务二：助企\n目标：走访企业500家次。\n牵头部门：发展局；配合部门：各街道、税务分局\n"
        "★任务三：护林\n目标：补植苗木1000株。\n牵头部门：林业局"
    )

    assert [(one.clause, one.units(Role.LEAD), one.units(Role.SUPPORT)) for one in found] == [
        ("任务一", ("建设局",), ("规划分局",)),
        ("任务二", ("发展局",), ("各街道", "税务分局")),
        ("任务三", ("林业局",), ()),
    ]
    assert found[1].targets[0].unit == "家次"


ITEM = "各县区按照职责摸清底数、建立台账，逐项明确措施并抓好落实。"
ITEMS = "".join(
    f"\n（{n}）{name}。{ITEM}"
    for n, name in zip("一二三四五", ["疏浚河道", "改造管网", "修复堤防", "新建泵站", "清理库区"], strict=True)
)


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        (f"# 滨川市治水方案\n\n　　**一、工作目标**\n\n力争水质明显改善。\n\n**二、重点任务**\n{ITEMS[: len(ITEMS) // 5]}", ["二/(一)"]),
        (f"滨川市治水方案\n一、重点任务{ITEMS}\n把治水摆上重要位置，{ITEM}", [*(f"一/({n})" for n in "一二三四五"), ""]),
        (f"滨川市治水方案\n一、重点任务{ITEMS}\n让我们同心协力，确保江河安澜。\n【附件下载】\n- [方案.pdf](/a/方案.pdf)", [
            f"一/({n})" for n in "一二三四五"
        ]),
        (f"# 滨川市治水方案\n## 政策全文\n治水要标本兼治，必须久久为功。\n一、重点任务{ITEMS[: len(ITEMS) // 5]}", ["一/(一)"]),
        ("滨川市治水方案\n一、重点任务\n（一）疏浚河道。医院负责制定本机构防汛流程。", ["一/(一)"]),
        (f"滨川市治水方案\n一、重点任务。（一）疏浚河道。{ITEM}（二）改造管网。{ITEM}\n二、工作要求。{ITEM}", ["一/(一)", "一/(二)", "二"]),
        (f"滨川市治水方案\n一、突出重点\n（一）紧盯两类河道。\n紧盯淤积河道。{ITEM}\n紧盯黑臭河道。{ITEM}", ["一/(一)", "一/(一)"]),
        ("滨川市政府会议纪要\n一、议定事项\n（一）同意成立治水专班，由市水利局牵头，近期进驻。\n（二）同意新建两座泵站。", ["一/(一)"]),
    ],
)  # fmt: skip
def test_where_measures_stand_in_copies_of_pages(text: str, clauses: list[str]) -> None:
    found = measures(text)

    assert [measure.clause for measure in found] == clauses
    assert not any("附件" in measure.text or "让我们" in measure.text for measure in found)


@pytest.mark.parametrize("ends", ["", "。"])
def test_a_line_of_units_without_brackets_serves_the_words_above_it(ends: str) -> None:
    (found,) = plan(f"（一）疏浚河道。{ITEM}\n市水利局牵头，市财政局、各区政府等按职责分工负责{ends}")

    assert (found.text, found.units(Role.LEAD), found.units(Role.RESPONSIBLE)) == (
        f"疏浚河道。{ITEM}",
        ("市水利局",),
        ("市财政局", "各区政府"),
    )


def test_a_sentence_with_units_stays_a_measure_above_a_box_and_a_named_attachment_asks_nothing() -> None:
    body = "（一）加强巡查，完善问责机制。（市水务局）\n专栏1 重点工程\n疏浚河道20公里。（市住建局）\n附件：任务清单"

    assert [(one.clause, one.text) for one in plan(body)] == [
        ("一/(一)", "加强巡查，完善问责机制。"),
        ("一/(一)/专栏1", "疏浚河道20公里。"),
    ]
