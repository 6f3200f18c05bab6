"""What speaks for a measure serving an indicator, and which values a report tells of one; sentences are invented."""

from __future__ import annotations

import pytest

from luoshi.engine.serving import EXAMPLES, Goal, find_grounds, find_reached

WATER = Goal("农村自来水普及率", "%", (94.0,))
GRAIN = Goal("粮食播种面积", "万亩", (286.0,))
JOBS = Goal("城镇新增就业", "人", (36000.0,))
VILLAGES = Goal("集体经济达标村占比", "%", (70.0, 78.0))


@pytest.mark.parametrize(
    ("text", "goal", "found"),
    [
        (
            "关停小水厂，农村自来水普及率达到94%。",
            WATER,
            [("serving.named", "农村自来水普及率"), ("serving.quantity", "94%")],
        ),
        (
            "粮食播种面积稳定在２８６万亩以上。",
            GRAIN,
            [("serving.named", "粮食播种面积"), ("serving.quantity", "２８６万亩")],
        ),
        ("城镇新增就业3.6万人。", JOBS, [("serving.named", "城镇新增就业"), ("serving.quantity", "3.6万人")]),
        ("城镇新增就业3.5万人。", JOBS, [("serving.named", "城镇新增就业")]),
        ("发展村级集体经济，达标村占比提高。", VILLAGES, [("serving.named", "集体经济，达标村占比")]),
        ("新建高标准农田8万亩。", Goal("高标准农田累计建成面积", "万亩", (156.0,)), [("serving.term", "高标准农田")]),
        ("义务教育学校12所。", Goal("九年义务教育巩固率", "%", (97.3,)), []),
        ("移交率达到94%。", WATER, []),  # the same number alone says nothing
        ("", WATER, []),
        ("普及", Goal("", "%"), []),
    ],
)
def test_grounds_are_shared_words_and_the_same_number(text: str, goal: Goal, found: list[tuple[str, str]]) -> None:
    grounds = find_grounds(text, goal)

    assert [(one.rule, one.words) for one in grounds] == found
    assert [one.span.of(text) for one in grounds] == [one.words for one in grounds]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES.items())
def test_every_rule_finds_its_example(rule: str, example: tuple[str, str]) -> None:
    name, text = example

    assert rule in {one.rule for one in find_grounds(text, Goal(name, "%", (92.0,)))}


@pytest.mark.parametrize(
    ("text", "goal", "found"),
    [
        ("农村自来水普及率93.2%，比年初提高1.7个百分点；下一步抓管网。", WATER, ["93.2%"]),
        ("截至9月底，城镇新增就业3.1万人，完成全年的八成六。", JOBS, ["3.1万人"]),
        ("农村自来水普及率目标94%。", WATER, []),
        ("农村自来水普及率年底前将达到94%，目前为92.8%。", WATER, ["92.8%"]),
        ("粮食播种面积落实了287.4万亩。粮食播种面积比去年多1.2万亩。", GRAIN, ["287.4万亩"]),
        ("农村自来水普及率提高到93.2%。", WATER, ["93.2%"]),
        ("农村自来水普及率提高1.7%。", WATER, []),
        ("农村自来水普及率稳步提高，工程完成八成。", WATER, []),
        ("完成93.2%的管网改造。", WATER, []),  # not after the name
        ("完成水厂改造12座。", WATER, []),
        ("", WATER, []),
    ],
)
def test_reports_tell_values_after_the_name_in_its_unit(text: str, goal: Goal, found: list[str]) -> None:
    reached = find_reached(text, goal)

    assert [one.text for one in reached] == found
    assert all(one.span.of(text) == one.text and one.text in one.sentence.of(text) for one in reached)
