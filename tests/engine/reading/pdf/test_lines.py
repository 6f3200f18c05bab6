"""Characters on a page become lines, with the spaces that are meant."""

from __future__ import annotations

import pytest

from luoshi.engine.reading.pdf.glyphs import Glyph
from luoshi.engine.reading.pdf.lines import make_lines
from tests.engine.reading.pdf.handmade import chinese_at, chinese_page, pages_of, text_at
from tests.engine.reading.pdf.typeset import paragraphs_of, read_pdf, typeset

EM = 16.0


def glyphs(*stretches: tuple[str, float], base: float = 700.0, first: int = 0) -> list[Glyph]:
    """Words with the place of their first character; Latin letters and digits are half as wide."""
    made: list[Glyph] = []
    for words, start in stretches:
        x = start
        for char in words:
            width = EM / 2 if ord(char) < 0x2000 else EM
            made.append(Glyph(char, first + len(made), x, x + width, base, EM))
            x += width
    return made


def with_blanks(*stretches: tuple[str, float]) -> str:
    """As pdfium gives them: of several spaces in a row only the first."""
    drawn = glyphs(*stretches)
    kept = [
        glyph
        for before, glyph in zip([None, *drawn], drawn, strict=False)
        if not (before and before.char == glyph.char == " ")
    ]
    return make_lines(kept, page=1)[0].text


def written(*stretches: tuple[str, float]) -> str:
    return make_lines(glyphs(*stretches), page=1)[0].text


@pytest.mark.parametrize(
    ("stretches", "expected"),
    [
        ((("到", 100), ("2025", 120), ("年", 156)), "到2025年"),
        ((("到 2025 年", 100),), "到2025年"),
        ((("接口 API 文档", 100),), "接口API文档"),
        ((("to be", 100),), "to be"),
        ((("to", 100), ("be", 121)), "to be"),
        ((("甲　乙", 100),), "甲　乙"),
        ((("市公安局", 100), ("市财政局", 200)), "市公安局　市财政局"),
        ((("市", 100), ("人", 140), ("民", 180), ("政", 220), ("府", 260)), "市人民政府"),
        ((("第一条 为了", 100),), "第一条 为了"),
        ((("通知， 各县", 100),), "通知，各县"),
        ((("5G", 100), ("基站", 119)), "5G基站"),
    ],
)
def test_line_keeps_only_meant_spaces(stretches: tuple[tuple[str, float], ...], expected: str) -> None:
    assert written(*stretches) == expected


def test_several_spaces_part_two_names() -> None:
    assert with_blanks(("市公安局  市财政局", 100)) == "市公安局　市财政局"


def test_lines_come_from_places_not_from_the_order_of_the_file() -> None:
    drawn = glyphs(("第二行", 100), base=670) + glyphs(("后半", 148), base=700) + glyphs(("第一行", 100), base=700)

    assert [line.text for line in make_lines(drawn, page=1)] == ["第一行后半", "第二行"]


def test_raised_character_stays_in_its_line() -> None:
    raised = Glyph("2", 2, 132, 136, 706, 8)

    lines = make_lines([*glyphs(("平方", 100)), raised, *glyphs(("米", 136), first=3)], page=1)

    assert [line.text for line in lines] == ["平方2米"]


def test_bold_printed_twice_is_read_once() -> None:
    twice = [glyph for char in zip(glyphs(("标题", 100)), glyphs(("标题", 100.4)), strict=True) for glyph in char]

    assert [line.text for line in make_lines(twice, page=1)] == ["标题"]


def test_dash_of_two_characters_in_one_glyph_is_kept() -> None:
    words = "行动——提升"

    assert paragraphs_of(read_pdf(typeset(words))) == [words]


def test_page_printed_across_is_turned() -> None:
    page = chinese_page(
        chinese_at("关于做好工作的通知", 200, 100, turn=b"0 1 -1 0")
        + chinese_at("第二行。", 230, 100, turn=b"0 1 -1 0"),
        extra=b"/Rotate 90",
    )

    assert paragraphs_of(read_pdf(page)) == ["关于做好工作的通知", "第二行。"]


def test_vertical_writing_runs_down_and_leftwards() -> None:
    columns = [
        "第一条为了加强河道管理，保护水环境，防止水污染，保障饮水安全，根据有关",
        "法律，制定本规定。",
        "第二条本规定适用于本市。",
    ]
    content = b"".join(chinese_at(words, 500 - 30 * at, 700) for at, words in enumerate(columns))

    read = read_pdf(chinese_page(content, encoding=b"UniGB-UTF16-V"))

    assert paragraphs_of(read) == [columns[0] + columns[1], columns[2]]


def test_hyphen_at_the_end_of_a_line_is_undone() -> None:
    first = b"This is a policy for all of the people of the city and the whole of its good city govern-"
    page = pages_of([text_at(first, 50, 700) + text_at(b"ment and its offices", 50, 680)])

    assert paragraphs_of(read_pdf(page))[0].endswith("good city government and its offices")


def test_ligature_is_spelled_out_with_its_place() -> None:
    content = read_pdf(typeset("第一项 efficient 办公"))

    assert content.text == "第一项efficient办公\n"
