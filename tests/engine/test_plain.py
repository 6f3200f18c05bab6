"""The text without gaps, and the way back to the original."""

from __future__ import annotations

import pytest

from luoshi.engine.document import Span
from luoshi.engine.plain import plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("到 2025 年 底", "到2025年底"),
        ("２０２５年（末）", "2025年(末)"),
        ("到2025\n年底", "到2025年底"),
        ("完成。\n6月底前", "完成。\n6月底前"),
        ("任务一\n\n任务二", "任务一\n任务二"),
        ("共10\n20个", "共10\n20个"),
        ("到20\n25年", "到2025年"),
        ("推进城区公共停车设施建设，年内新建改建泊位46\n0个", "推进城区公共停车设施建设，年内新建改建泊位460个"),
        ("2~3家", "2～3家"),
        ("　　全角空格　", "全角空格"),
        ("到20\u200b25年\u00ad底\ufeff", "到2025年底"),
        ("", ""),
    ],
)
def test_gaps_go(text: str, expected: str) -> None:
    assert plain(text, Span(0, len(text))).text == expected


def test_the_way_back() -> None:
    text = "前文。到 2025 年底，后文"
    window = plain(text, Span(3, len(text)))
    at = window.text.index("2025年底")

    assert window.span(at, at + 6).of(text) == "2025 年底"


@pytest.mark.parametrize("text", ["a b", " a  bc d ", "甲\n\n乙\n丙", "1\n2 3"])
def test_each_character_finds_its_place(text: str) -> None:
    window = plain(text, Span(0, len(text)))

    back = [window.span(i, i + 1).of(text) for i in range(len(window.text))]

    assert [a.strip() for a in back] == [b.strip() for b in window.text]
