"""What counts as the marker of a clause, and what only looks like one."""

from __future__ import annotations

import pytest

from luoshi.engine.outlining.markers import chinese_number, parse_marker


@pytest.mark.parametrize(
    ("line", "printed", "number", "words"),
    [
        ("一、总体要求", "一", 1, "总体要求"),
        ("十二、强化保障", "十二", 12, "强化保障"),
        ("（一）健全机制。", "(一)", 1, "健全机制。"),
        ("(二十三)完善制度", "(二十三)", 23, "完善制度"),
        ("（ 三 ）补齐短板", "(三)", 3, "补齐短板"),
        ("㈣抓好落实", "㈣", 4, "抓好落实"),
        ("1.改造管网", "1", 1, "改造管网"),
        ("１２．改造管网", "12", 12, "改造管网"),
        ("12.118人才梯队", "12", 12, "118人才梯队"),
        ("2。疏浚河道", "2", 2, "疏浚河道"),
        ("3、修缮校舍", "3", 3, "修缮校舍"),
        ("4﹒疏浚河道", "4", 4, "疏浚河道"),
        ("（5）建立台账", "(5)", 5, "建立台账"),
        ("⑹建立台账", "⑹", 6, "建立台账"),
        ("7）设立窗口", "7", 7, "设立窗口"),
        ("⑧增加班次", "⑧", 8, "增加班次"),
        ("1.2 调整布局", "1.2", 2, "调整布局"),
        ("2.1.3 调整布局", "2.1.3", 3, "调整布局"),
        ("2.1 6月底前调整布局", "2.1", 1, "6月底前调整布局"),
        ("a.调整布局", "a", 1, "调整布局"),
        ("第三章 监督检查", "第三章", 3, "监督检查"),
        ("第十五条 本办法自印发之日起施行。", "第十五条", 15, "本办法自印发之日起施行。"),
        ("第二十条之一 另行规定。", "第二十条之一", 20, "另行规定。"),
        ("问题一：扫码率偏低。", "问题一", 1, "扫码率偏低。"),
        ("整改事项二：制度不全。", "整改事项二", 2, "制度不全。"),
        ("反馈问题12、管网破损。", "反馈问题12", 12, "管网破损。"),
        ("工作任务2：修缮校舍", "工作任务2", 2, "修缮校舍"),
        ("专栏2 管网改造工程", "专栏2", 2, "管网改造工程"),
        ("一是加快改造。", "一是", 1, "加快改造。"),
        ("首先，摸清底数。", "首先", 0, "摸清底数。"),
        ("——教育。巩固成果。", "——", 0, "教育。巩固成果。"),
    ],
)
def test_marker_is_parsed(line: str, printed: str, number: int, words: str) -> None:
    marker = parse_marker(line)

    assert marker is not None
    assert (marker.printed, marker.number, line[marker.length :]) == (printed, number, words)


@pytest.mark.parametrize(
    "line",
    [
        "2026年6月底前完成改造",
        "3.5万平方米校舍",
        "1.125万亩茶园",
        "12345热线",
        "第三条所列情形除外",
        "一次性告知",
        "十五分钟生活圈",
        "（含服务中心）",
        "",
        "A类企业",
    ],
)
def test_what_only_looks_like_a_marker_is_none(line: str) -> None:
    marker = parse_marker(line)

    assert marker is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("九", 9), ("十", 10), ("十九", 19), ("二十", 20), ("三十六", 36), ("一百零五", 105), ("二〇", 20)],
)
def test_chinese_number_is_read(text: str, value: int) -> None:
    assert chinese_number(text) == value
