"""Printed lines become paragraphs."""

from __future__ import annotations

import pytest

from luoshi.engine.document import Paragraph
from tests.engine.reading.pdf.typeset import paragraphs_of, read_pdf, typeset

INDENTED = "#set par(first-line-indent: (amount: 2em, all: true))\n"
LONG = "各镇街要把河道保洁摆在重要位置，建立健全巡查、打捞、转运、处置全链条工作机制，做到有人管、有钱管"
FULL = "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午"  # fills one line of 28 characters with its 。


@pytest.mark.parametrize(
    ("set_up", "expected"),
    [
        (INDENTED, [f"一、{LONG}。", f"（一）{LONG}。", f"{LONG}。", "1．完成疏浚；", "2．完成清淤。"]),
        ("", [f"一、{LONG}。", f"（一）{LONG}。", f"{LONG}。", "1．完成疏浚；", "2．完成清淤。"]),
        ("#set par(justify: false)\n", [f"一、{LONG}。", f"（一）{LONG}。", f"{LONG}。"]),
        ("", [f"{FULL}。", f"1．{LONG}。"]),
        ("", [f"第一条 {FULL[:-4]}。", f"第二条 {LONG}。"]),
        (INDENTED, [f"{FULL[:-2]}：", f"{LONG}。"]),
    ],
)
def test_paragraphs_are_told_apart(set_up: str, expected: list[str]) -> None:
    read = paragraphs_of(read_pdf(typeset(set_up + "\n\n".join(expected))))

    assert [words.replace(" ", "") for words in read] == [words.replace(" ", "") for words in expected]


def test_paragraph_goes_on_over_the_page() -> None:
    words = [f"{LONG}，{LONG}，{LONG}。"] * 12

    read = paragraphs_of(read_pdf(typeset(INDENTED + "\n\n".join(words))))

    assert read == words


def test_lines_that_fill_less_than_half_of_the_sheet_are_joined() -> None:
    words = [f"（{number}）{LONG}，{LONG}。" for number in ("一", "二", "三")]

    read = paragraphs_of(read_pdf(typeset(INDENTED + "#block(width: 50%)[" + "\n\n".join(words) + "]")))

    assert read == words


def test_broken_title_is_one_paragraph_and_its_number_another() -> None:
    read = paragraphs_of(
        read_pdf(
            typeset(
                '#align(center, par(justify: false, text(size: 22pt, "云川市人民政府办公室关于印发\\n云川市内河航道管护三年行动方案\\n（2024—2026年）的通知")))\n'
                '#align(center, "云政办发〔2024〕6号")\n'
                "各镇人民政府：\n\n" + INDENTED + f"{LONG}。"
            )
        )
    )

    assert read == [
        "云川市人民政府办公室关于印发云川市内河航道管护三年行动方案（2024—2026年）的通知",
        "云政办发〔2024〕6号",
        "各镇人民政府：",
        f"{LONG}。",
    ]


def test_signature_and_date_stand_apart() -> None:
    body = INDENTED + f"{LONG}。\n\n#align(right)[云川市人民政府#h(2em)]\n#align(right)[2024年3月18日#h(2em)]\n"

    assert paragraphs_of(read_pdf(typeset(body))) == [f"{LONG}。", "云川市人民政府", "2024年3月18日"]


def test_attachment_line_stands_apart() -> None:
    body = INDENTED + f"{FULL}\n#pagebreak()\n#par(first-line-indent: 0pt)[附件1]\n#align(center)[任务清单]\n{LONG}。"

    assert paragraphs_of(read_pdf(typeset(body)))[-3:] == ["附件1", "任务清单", f"{LONG}。"]


def test_chapters_in_the_middle_are_not_joined() -> None:
    body = INDENTED + f"#align(center)[第一章 总则]\n#align(center)[第一节 目的]\n{LONG}。"

    assert paragraphs_of(read_pdf(typeset(body)))[:2] == ["第一章 总则", "第一节 目的"]


def test_text_in_two_columns_is_read_column_by_column() -> None:
    words = [f"{number}．{LONG}。" for number in range(1, 40)]

    read = paragraphs_of(read_pdf(typeset("#set page(columns: 2)\n#set text(size: 10pt)\n" + "\n\n".join(words))))

    assert read == words


def test_boxed_text_is_paragraphs() -> None:
    body = f"#rect(width: 100%)[#par[专栏1 重点工程]\n\n#par[1．{LONG}。]]\n{LONG}。"

    assert paragraphs_of(read_pdf(typeset(body))) == ["专栏1重点工程", f"1．{LONG}。", f"{LONG}。"]


def test_table_of_contents_stands_apart() -> None:
    entries = "\n\n".join(
        f"{words} #box(width: 1fr, repeat[.]) {page}" for words, page in (("一、总体要求", 3), ("二、任务", 5))
    )

    content = read_pdf(typeset(f"{entries}\n\n一、总体要求"))

    assert paragraphs_of(content) == ["一、总体要求"]
    assert len(content.apart) == 2


def test_footnote_stands_behind_and_the_paragraph_goes_on() -> None:
    words = f"{LONG}，" * 14 + f"{LONG}。"

    content = read_pdf(typeset(INDENTED + f"前文#footnote[数据截至2023年底。]如下。\n\n{words}"))

    assert paragraphs_of(content) == ["前文1如下。", words, "1数据截至2023年底。"]
    assert [block.place.value for block in content.blocks if isinstance(block, Paragraph)] == [
        "body",
        "body",
        "footnote",
    ]
