"""Cells: what XML forbids, what Excel cannot hold, what a spreadsheet would run."""

from __future__ import annotations

import pytest

from luoshi.exporting.cells import LONGEST, display_width, guarded, is_like_formula, plain


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("疏浚河道", "疏浚河道"),
        ("一\r\n二\r三\u2028四", "一\n二\n三\n四"),
        ("a\x00b\x07c\x0bd\x1be\x7ff", "abcdef"),
        ("a\ufffeb\uffffc", "abc"),
        ("a\ud800b", "a\ufffdb"),
        ("制表\t留下", "制表\t留下"),
        ("𠮷野家", "𠮷野家"),
    ],
)
def test_plain_leaves_only_what_xml_allows(text: str, clean: str) -> None:
    assert plain(text) == clean


@pytest.mark.parametrize("char", ["长", "𠮷"])
def test_plain_cuts_to_what_a_cell_holds(char: str) -> None:
    cut = plain(char * 40_000)

    assert len(cut.encode("utf-16-le")) // 2 in (LONGEST - 1, LONGEST)
    assert cut.endswith("…")


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", "－1", "|x", "%x"]
)
def test_formula_is_recognised(text: str) -> None:
    assert is_like_formula(text)
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "疏浚河道", "1-2", "（一）", "—建设", "2026-03-02", "'=1"])
def test_text_is_no_formula(text: str) -> None:
    assert not is_like_formula(text)
    assert guarded(text) == text


@pytest.mark.parametrize(("text", "width"), [("", 0), ("abc", 3), ("河道12公里", 10), ("“”", 4)])
def test_display_width_counts_chinese_twice(text: str, width: int) -> None:
    assert display_width(text) == width
