"""Targets, as different authors print them, and the numbers that are none."""

from __future__ import annotations

from datetime import date

import pytest

from luoshi.engine.document import Span
from luoshi.engine.findings import Comparator
from luoshi.engine.target_signs import LAST_RULE, RULES, TargetRule
from luoshi.engine.target_wordings import EXAMPLES
from luoshi.engine.targets import LIST_EXAMPLE, find_targets
from luoshi.engine.timeframe import TimeFrame

FRAME = TimeFrame(date(2023, 5, 10))


def targets(text: str) -> list[tuple[float, str]]:
    return [(target.value, target.unit) for target in find_targets(text, Span(0, len(text)), FRAME)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a verb of result and a count
        ("新建泵站10座。", [(10, "座")]),
        ("对全市56家规上企业开展诊断，诊断率达到90%。", [(90, "%")]),
        ("在全区56家企业推广电子担保。", []),
        ("加快2×66万千瓦机组建设。", []),
        ("在全市新建56家书店。", [(56, "家")]),
        ("新建10座泵站。", [(10, "座")]),
        ("新建、改扩建幼儿园12所。", [(12, "所")]),
        ("建成省级示范村200个。", [(200, "个")]),
        ("培育专精特新企业150家以上。", [(150, "家")]),
        ("打造5条精品旅游线路。", [(5, "条")]),
        ("每年遴选30个典型案例。", [(30, "个")]),
        ("引进高层次人才1000名左右。", [(1000, "名")]),
        ("完成既有住宅加装电梯300台。", [(300, "台")]),
        ("改造老旧供水管网120公里。", [(120, "公里")]),
        ("新增造林面积2.5万亩。", [(25000, "亩")]),
        ("整治撂荒地3000亩。", [(3000, "亩")]),
        ("创建国家级园区1个。", [(1, "个")]),
        ("推出15项便民举措。", [(15, "项")]),
        ("制修订地方标准20项。", [(20, "项")]),
        ("举办专场招聘会50场次。", [(50, "场次")]),
        ("开展职业技能培训10万人次。", [(100000, "人次")]),
        ("新增养老床位1200张。", [(1200, "张")]),
        ("配备公共充电桩5000个。", [(5000, "个")]),
        ("筹集保障性租赁住房8000套（间）。", [(8000, "套")]),
        ("淘汰老旧柴油货车2600辆。", [(2600, "辆")]),
        ("攻克关键核心技术10项以上。", [(10, "项")]),
        ("发放惠民卡20万张。", [(200000, "张")]),
        ("建设5G基站1500座。", [(1500, "座")]),
        ("推动2000家规模以上企业开展数字化改造。", [(2000, "家")]),
        ("支持50家企业建设数字化车间。", [(50, "家")]),
        ("面向5000名农村教师开展轮训。", [(5000, "名")]),
        ("治理水土流失面积80平方公里。", [(80, "平方公里")]),
        ("修缮房屋60万平方米。", [(600000, "平方米")]),
        ("新增日处理能力5万立方米。", [(50000, "立方米")]),
        ("完成非化石能源装机200万千瓦。", [(2000000, "千瓦")]),
        ("压减粗钢产能150万吨。", [(1500000, "吨")]),
        ("新建储能设施500MW。", [(500, "MW")]),
        ("新建大型停车场二十处。", [(20, "处")]),
        ("培训基层干部三千人次。", [(3000, "人次")]),
        # comparators before the number
        ("群众满意率不低于90%。", [(90, "%")]),
        ("覆盖率达到95%以上。", [(95, "%")]),
        ("通过率达90%。", [(90, "%")]),
        ("网上可办率超过98%。", [(98, "%")]),
        ("经营主体突破50万户。", [(500000, "户")]),
        ("注册用户总量突破1亿。", [(100000000, "")]),
        ("抽查比例不少于5%。", [(5, "%")]),
        ("失业率控制在5.5%以内。", [(5.5, "%")]),
        ("示范社稳定在500家以上。", [(500, "家")]),
        ("空气质量优良天数比例保持在85%以上。", [(85, "%")]),
        ("森林覆盖率≥32%。", [(32, "%")]),
        ("居民健康素养水平达到百分之三十。", [(30, "%")]),
        ("每个乡镇至少建成1个日间照料中心。", [(1, "个")]),
        ("各县至少选取两个乡镇开展试点。", [(2, "个")]),
        ("参与率不低于八成。", [(8, "成")]),
        ("农村自来水普及率达到９８％。", [(98, "%")]),
        ("新增城镇就业 3.2 万 人。", [(32000, "人")]),
        # to what, or by how much, a quantity moves
        ("单位能耗下降13.5%。", [(13.5, "%")]),
        ("规上工业增加值年均增长8%以上。", [(8, "%")]),
        ("研发投入强度提高到3.2%。", [(3.2, "%")]),
        ("覆盖率提高5个百分点。", [(5, "个百分点")]),
        ("由80%提高到95%。", [(95, "%")]),
        ("出错率从3%降低到1%以下。", [(1, "%")]),
        ("办理时间压缩至3个工作日以内。", [(3, "个工作日")]),
        ("企业开办时间压缩到0.5天。", [(0.5, "天")]),
        ("跑动次数减少到1次。", [(1, "次")]),
        ("申报材料精简30%以上。", [(30, "%")]),
        ("出口带宽扩容至100G。", [(100, "G")]),
        ("交易额增长2倍。", [(2, "倍")]),
        # the amount is a part of the subject, or a rate alone
        ("80%的乡镇建成养老服务中心。", [(80, "%")]),
        ("全市60%以上的村达到清洁标准。", [(60, "%")]),
        ("100个高频事项实现全程网办。", [(100, "个")]),
        ("行政村通达率100%。", [(100, "%")]),
        ("数字经济占比60%左右。", [(60, "%")]),
        # money as a result
        ("数字经济规模突破2万亿元。", [(2e12, "元")]),
        ("农产品网络零售额达到150亿元。", [(1.5e10, "元")]),
        ("完成投资80亿元。", [(8e9, "元")]),
        # lists and ranges
        ("新建泵站10座、水闸20座，管网30公里。", [(10, "座"), (20, "座"), (30, "公里")]),
        ("建成10个县级站、20个乡级站和300个村级站。", [(10, "个"), (20, "个"), (300, "个")]),
        ("新建泵站10座，20处闸门。", [(10, "座"), (20, "处")]),
        ("覆盖率分别达到80%和95%。", [(80, "%"), (95, "%")]),
        ("2024年、2025年分别完成40%和60%。", [(40, "%"), (60, "%")]),
        ("培育链主企业20—30家。", [(20, "家")]),
        ("打造3至5个示范街区。", [(3, "个")]),
        ("新增充电桩200个（累计达到1000个）。", [(200, "个"), (1000, "个")]),
        ("引进投资10亿元以上项目20个。", [(20, "个")]),
        # other prints
        ("新建泵站１０座。", [(10, "座")]),
        ("新建泵\n站10\n座。", [(10, "座")]),
        ("新增经营主体1,200户。", [(1200, "户")]),
        ("新建100余个站点。", [(100, "个")]),
    ],
)
def test_targets(text: str, expected: list[tuple[float, str]]) -> None:
    assert targets(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        # standards of money
        "给予一次性奖励50万元。",
        "对新认定的企业，给予最高不超过100万元补助。",
        "按照设备投资额的10%给予补贴，最高500万元。",
        "每户每年补助1200元。",
        "省级按不超过项目投资30%的比例奖补。",
        "处以5000元以上罚款。",
        "贷款贴息期限不超过3年。",
        # thresholds of rules
        "对年销售收入2000万元以上的企业优先支持。",
        "50人以上的企业应当设立安全员。",
        "符合建筑面积500平方米以上的场所适用本办法。",
        "对纳税额达到1亿元的企业优先保障用地。",
        "年满60周岁的老年人可以申请。",
        # dates, ordinals, clauses, numbers
        "2025年12月31日前完成。",
        "第3批试点城市名单。",
        "根据第二十条第3款办理。",
        "推进长江路12号地块更新。",
        "（市政发〔2023〕12号）",
        "拨打12345热线。",
        # counts within names, and what is there
        "开展“三个一批”行动。",
        "落实“1+3+5”工作体系。",
        "建设“15分钟社区生活圈”。",
        "健全三个清单制度。",
        "实施五大工程。",
        "推进两项改革。",
        "涵盖话务、业务等3大平台、19类功能。",
        "围绕12条重点产业链精准招商。",
        "包括5个方面内容。",
        "会同12部门联合印发。",
        "完成前15项任务清单编制。",
        "支持第三方机构参与。",
        "目前全市已建成泵站35座。",
        "现有幼儿园120所，总体运行良好。",
        "形成一批可复制的经验。",
        "做到一次告知、一窗受理。",
        "推动5G网络和千兆光网深度覆盖。",
        "把握3个关键环节。",
        "工作任务共22项。",
        "每半年开展一次评估。",
        "至少每月更新一次。",
    ],
)
def test_what_is_no_target(text: str) -> None:
    assert targets(text) == []


@pytest.mark.parametrize(
    ("text", "comparator", "value_to"),
    [
        ("新建泵站10座。", Comparator.EQUAL, None),
        ("新建泵站不少于10座。", Comparator.AT_LEAST, None),
        ("新建泵站10座以上。", Comparator.AT_LEAST, None),
        ("满意率超过90%。", Comparator.MORE_THAN, None),
        ("能耗降低到5%以下。", Comparator.AT_MOST, None),
        ("差错率不超过1%。", Comparator.AT_MOST, None),
        ("差错率低于1%。", Comparator.LESS_THAN, None),
        ("改造管道约36公里。", Comparator.ABOUT, None),
        ("培育企业20家左右。", Comparator.ABOUT, None),
        ("培育企业20—30家。", Comparator.EQUAL, 30),
        ("新建站点100余个。", Comparator.MORE_THAN, None),
    ],
)
def test_a_target_tells_how_its_value_bounds(text: str, comparator: Comparator, value_to: float | None) -> None:
    (found,) = find_targets(text, Span(0, len(text)), FRAME)

    assert (found.comparator, found.value_to) == (comparator, value_to)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("到2025年，新建泵站10座。", [date(2025, 12, 31)]),
        ("2024年底前新建泵站10座。年度管网改造100公里。", [date(2024, 12, 31), None]),
        ("到2024年，新建泵站10座；到2025年，新建泵站30座。", [date(2024, 12, 31), date(2025, 12, 31)]),
        ("到2025年，体系更加健全。新建泵站10座。", [date(2025, 12, 31)]),
        ("新建泵站10座。", [None]),
        ("2024年、2025年通达率分别达到70%、90%。", [date(2024, 12, 31), date(2025, 12, 31)]),
    ],
)
def test_a_target_tells_by_when(text: str, expected: list[date | None]) -> None:
    found = find_targets(text, Span(0, len(text)), FRAME)

    assert [target.due_on for target in found] == expected


@pytest.mark.parametrize("rule", [*RULES, LAST_RULE], ids=lambda rule: rule.id)
def test_each_rule_finds_its_example(rule: TargetRule) -> None:
    found = find_targets(rule.example, Span(0, len(rule.example)), FRAME)

    assert [target.rule for target in found] == [rule.id]


def test_the_sign_before_a_list_holds_for_all_of_it() -> None:
    text = "筛查率、随访率分别不低于70%、80%。"

    found = find_targets(text, Span(0, len(text)), FRAME)

    assert [(target.value, target.comparator) for target in found] == [
        (70, Comparator.AT_LEAST),
        (80, Comparator.AT_LEAST),
    ]


def test_a_list_goes_on_behind_a_comma() -> None:
    found = find_targets(LIST_EXAMPLE, Span(0, len(LIST_EXAMPLE)), FRAME)

    assert [target.rule for target in found] == ["target.made", "target.list"]


def test_words_across_a_bracket_are_no_part_of_a_target() -> None:
    text = "新建（改建）10座泵站。"

    (found,) = find_targets(text, Span(0, len(text)), FRAME)

    assert found.text == "10座"


def test_a_target_tells_its_place_and_words() -> None:
    text = "一、任务\n新建 泵站 不少于 10 座。"

    (found,) = find_targets(text, Span(5, len(text)), FRAME)

    assert (found.text, found.span.of(text)) == ("不少于 10 座", "不少于 10 座")


@pytest.mark.parametrize(
    ("text", "value", "unit", "comparator", "words"),
    [
        ("营商环境评价居全省前三。", 3, "", Comparator.AT_MOST, "居全省前三"),
        ("综合实力进入全国前十。", 10, "", Comparator.AT_MOST, "进入全国前十"),
        ("全市综合指数排名提升至全省前50名。", 50, "名", Comparator.AT_MOST, "提升至全省前50名"),
        ("农产品加工产值翻一番。", 1, "番", Comparator.EQUAL, "翻一番"),
        ("养老床位较2020年翻两番。", 2, "番", Comparator.EQUAL, "翻两番"),
        ("实现国家级实验室零的突破。", 0, "", Comparator.MORE_THAN, "实现国家级实验室零的突破"),
    ],
)
def test_result_told_in_words(text: str, value: float, unit: str, comparator: Comparator, words: str) -> None:
    (found,) = find_targets(text, Span(0, len(text)), FRAME)

    assert (found.value, found.unit, found.comparator, found.text) == (value, unit, comparator, words)


@pytest.mark.parametrize(
    "text",
    [
        "全市综合指数已进入全国前十。",
        "公布排名前三个月的数据。",
        "在提升至前列上下功夫。",
        "土地翻耕一遍。",
        "学习《产值翻一番行动方案》。",
        "产值翻了一番。",
    ],
)
def test_words_that_tell_no_result(text: str) -> None:
    assert find_targets(text, Span(0, len(text)), FRAME) == ()


@pytest.mark.parametrize(("rule", "example"), EXAMPLES.items())
def test_every_wording_finds_its_example(rule: str, example: str) -> None:
    assert [target.rule for target in find_targets(example, Span(0, len(example)), FRAME)] == [rule]
