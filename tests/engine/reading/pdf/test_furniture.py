"""Page numbers, running heads and feet."""

from __future__ import annotations

import pytest

from tests.engine.reading.pdf.typeset import paragraphs_of, read_pdf, typeset

PAGES = "第一页正文。\n#pagebreak()\n第二页正文。\n#pagebreak()\n第三页正文。"
TEXT = ["第一页正文。", "第二页正文。", "第三页正文。"]


@pytest.mark.parametrize(
    ("numbering", "first"),
    [
        ('"— 1 —"', "—1—"),
        ('"1"', "1"),
        ('"- 1 -"', "- 1 -"),
        ('"第1页"', "第1页"),
        ('(page, pages) => "第" + str(page) + "页 共" + str(pages) + "页"', "第1页共3页"),
        ('(page, pages) => str(page) + "/" + str(pages)', "1/3"),
    ],
)
def test_page_numbers_stand_apart(numbering: str, first: str) -> None:
    content = read_pdf(typeset(f"#set page(numbering: {numbering})\n{PAGES}"))

    assert paragraphs_of(content) == TEXT
    assert content.apart[0] == first


@pytest.mark.parametrize("side", ["header", "footer"])
def test_running_line_stands_apart(side: str) -> None:
    content = read_pdf(typeset(f"#set page({side}: align(center, text(size: 9pt)[云川市人民政府公报]))\n{PAGES}"))

    assert paragraphs_of(content) == TEXT
    assert content.apart == ("云川市人民政府公报",)


def test_repeated_lines_of_the_text_stay() -> None:
    lines = ["建立工作台账。", "参与部门：各镇", "完成时限：持续推进"] * 22

    assert paragraphs_of(read_pdf(typeset("\n\n".join(lines)))) == lines


def test_lone_numbers_of_the_text_stay() -> None:
    content = read_pdf(typeset("\n\n".join(str(number) for number in range(100, 144))))

    assert paragraphs_of(content) == [str(number) for number in range(100, 144)]


def test_secrecy_mark_in_the_running_head_stays_once() -> None:
    content = read_pdf(typeset(f"#set page(header: [机密★1年])\n{PAGES}"))

    assert paragraphs_of(content) == ["机密★1年", *TEXT]
