"""Plain texts whose lines were broken at a fixed width, and what else stands between their lines."""

from __future__ import annotations

import textwrap

import pytest

from luoshi.engine import outline, read_bytes

SENTENCES = (
    "密切关注雨情水情，及时发布预警信息，实行二十四小时值班制度，确保信息畅通、反应迅速、处置高效，最大限度减少损失。"
)
PLAN = (
    "滨川市防汛工作方案",
    "为切实做好防汛工作，" + SENTENCES,
    "一、工作任务",
    "（一）加强监测预警。" + SENTENCES + "（责任单位：市水利局、市应急管理局）",
    "（二）开展隐患排查。" + SENTENCES * 2,
)


def bodies(text: str) -> list[str]:
    """The words of the innermost numbered clauses, line ends left out."""
    document = read_bytes(text.encode(), name="plan.txt")
    return [
        clause.heading.of(document.text).replace("\n", "").replace("\r", "")
        for clause in outline(document).walk()
        if clause.path.count("/") == 1
    ]


def wrapped(width: int, *, indent: str = "", end: str = "\n") -> str:
    return end.join(end.join(textwrap.wrap(indent + line, width, drop_whitespace=False)) for line in PLAN)


@pytest.mark.parametrize("width", [25, 28, 35, 40, 56])
@pytest.mark.parametrize("indent", ["", "　　"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n"])
def test_lines_broken_at_a_width_are_joined(width: int, indent: str, end: str) -> None:
    assert bodies(wrapped(width, indent=indent, end=end)) == [line[3:] for line in PLAN[3:]]


def test_spaced_paragraphs_broken_by_a_page_are_joined() -> None:
    broken = (
        "（一）加强监测。" + SENTENCES * 2 + "（责任单位：市水利局、市应急管理局）",
        "（二）开展排查。" + SENTENCES * 2,
    )
    halves = [half for line in broken for half in (line[:60], line[60:])]
    in_bracket = broken[0].index("单位")
    halves[:2] = broken[0][:in_bracket], broken[0][in_bracket:]

    text = "\n\n".join(["滨川市防汛方案", *(f"第{n}段。" for n in "甲乙丙丁戊己庚"), "一、任务", *halves])

    assert bodies(text) == [line[3:] for line in broken]


def test_heading_that_fills_its_line_is_not_joined_with_the_item_below() -> None:
    heading = "二、健全防汛抗旱物资储备调运保障机制和基层应急能力建设"
    items = [f"（{n}）{SENTENCES}" for n in "一二三"]
    lines = [part for line in (*PLAN[:2], heading, *items) for part in textwrap.wrap(line, len(heading))]

    assert bodies("\n".join(lines)) == [SENTENCES] * 3


def test_unbroken_lines_stay() -> None:
    assert bodies("\n".join(PLAN)) == [line[3:] for line in PLAN[3:]]


@pytest.mark.parametrize("page", ["— 3 —", "- 3 -", "第3页", "第 3 页 共 9 页", "－3－", "·3·"])
def test_page_number_amid_a_paragraph_parts_nothing(page: str) -> None:
    lines = wrapped(30).split("\n")

    text = "\n".join([*lines[:-2], f"            {page}", *lines[-2:]])

    assert [body.replace(page, "").replace(" ", "") for body in bodies(text)] == [line[3:] for line in PLAN[3:]]


def test_running_heads_beside_page_numbers_are_dropped() -> None:
    head = "滨川市人民政府公报"

    found = bodies(
        f"{head}\n一、任务\n（一）新建学校，完善设施。\n— 1 —\n{head}\n（二）疏浚河道。\n— 2 —\n{head}\n（三）改造管网。"
    )

    assert found == ["新建学校，完善设施。", "疏浚河道。", "改造管网。"]


def test_lone_break_in_mid_word_is_undone() -> None:
    head = "滨川市工作方案\n一、任务\n"
    broken = "（一）压实责任。各责任单位要加强组织领导，主要领导亲自抓、分管领导具体抓，并明确责任部门和具体责任人，由办\n公室负责抓好协调工作。"

    assert bodies(head + broken) == [broken[3:].replace("\n", "")]


@pytest.mark.parametrize(
    ("line", "following"),
    [("每年引进3-4", "个良种。"), ("发展特色种植，", "为增收提供支撑。"), ("健全收购、", "加工、销售体系。")],
)
def test_blank_line_in_mid_sentence_parts_nothing(line: str, following: str) -> None:
    start = "（一）壮大特色产业。坚持因地制宜、分类施策，推动茶叶、食用菌、中药材等产业提质增效，" + line

    assert bodies(f"滨川市工作方案\n一、任务\n{start}\n\n{following}") == [(start + following)[3:]]


@pytest.mark.parametrize(
    "following",
    ["责任单位：市水利局。", "（二）疏浚河道。", "滨川市水利局", "\n各单位要认真落实。"],
)
def test_long_line_without_stop_is_not_joined_to_everything(following: str) -> None:
    line = "（一）压实责任，各责任单位要加强组织领导，主要领导亲自抓、分管领导具体抓，并明确责任部门和具体责任人"

    assert bodies(f"滨川市工作方案\n一、任务\n{line}\n{following}")[0] == line[3:]
