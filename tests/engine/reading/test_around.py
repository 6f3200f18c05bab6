"""Lines of plain texts that were printed around the document: page numbers, running heads, the foot of a web page."""

from __future__ import annotations

import textwrap
from datetime import date

import pytest

from luoshi.engine import break_down, read_bytes

PLAN = "滨川市水利工作方案\n一、任务\n（一）疏浚河道12公里。\n（责任单位：市水利局）"


@pytest.mark.parametrize(
    "foot",
    [
        "打印本页 关闭窗口",
        "上一篇：没有了\n下一篇：通知",
        "【打印】【关闭】\n主办：滨川市人民政府办公室 技术支持：市数据局\n网站标识码：6100000001\n云ICP备12345678号",
        "主办单位：滨川市人民政府\n联系电话：0990-1234567\n版权所有 未经许可不得转载",
        "分享到：\n地址：人民路1号\n云公网安备 61000000000001号",
    ],
)
def test_foot_of_a_copied_page_is_no_part_of_the_document(foot: str) -> None:
    document = read_bytes(f"{PLAN}\n{foot}\n".encode(), name="plan.txt")

    assert document.text.strip() == PLAN
    assert document.apart == tuple(foot.split("\n"))


@pytest.mark.parametrize(
    "foot", ["主办单位：市水利局", "主办单位：市水利局\n打印本页", "要把做法分享到全市各县。", "联系电话：0990-1"]
)
def test_last_lines_of_a_document_stay(foot: str) -> None:
    document = read_bytes(f"{PLAN}\n{foot}".encode(), name="plan.txt")

    assert document.text.strip() == f"{PLAN}\n{foot}".removesuffix("\n打印本页")


def test_words_go_on_over_a_page_number() -> None:
    words = "疏浚河道十二公里，加固堤防，改造泵站，更新闸门，汛前完成水毁工程修复，同时清理河道淤泥。" * 3
    lines = textwrap.wrap(f"（一）{words}（市水利局负责）", 30)
    text = "\n".join(["滨川市水利工作方案", "一、任务", *lines[:2], "— 3 —", "", *lines[2:]])

    (measure,) = break_down(read_bytes(text.encode(), name="plan.txt")).measures

    assert "".join(measure.text.split()) == words


def test_nothing_but_page_numbers_stays() -> None:
    assert read_bytes("— 1 —\n— 2 —".encode(), name="a.txt").text == "— 1 —\n— 2 —"


def test_indents_part_a_text_that_lost_its_line_ends() -> None:
    words = "各单位要按照职责认真抓好落实，及时总结经验，确保各项工作按期完成。" * 4
    paragraphs = [
        "关于河道整治的通知",
        "滨政发〔2026〕5号",
        "各县区人民政府：",
        f"现就河道整治通知如下。{words}",
        "一、疏浚河道",
        f"（一）清淤。{words}（市水利局负责）",
        f"（二）护岸。{words}（市住建局负责）",
        "滨川市人民政府",
        "2026年3月2日",
    ]

    document = read_bytes("　　".join(paragraphs).encode(), name="plan.txt")

    assert (document.title and document.title.value, document.signed_on) == ("关于河道整治的通知", date(2026, 3, 2))
    assert [(measure.clause, measure.text) for measure in break_down(document).measures] == [
        ("一/(一)", f"清淤。{words}"),
        ("一/(二)", f"护岸。{words}"),
    ]
