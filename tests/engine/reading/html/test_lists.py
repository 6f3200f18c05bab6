"""The numbers that browsers print before list items."""

from __future__ import annotations

import pytest

from luoshi.engine.reading.html.lists import chinese, has_own_number
from tests.engine.reading.html.pages_of import blocks_of, read_html


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (105, "一百零五"),
        (110, "一百一十"),
        (1_000, "一千"),
        (2_008, "二千零八"),
    ],
)
def test_numbers_are_counted_in_chinese(number: int, words: str) -> None:
    assert chinese(number) == words


@pytest.mark.parametrize(
    ("attributes", "labels"),
    [
        ("", ["1. ", "2. "]),
        ('type="A"', ["A. ", "B. "]),
        ('type="a" start="26"', ["z. ", "aa. "]),
        ('type="i" start="3"', ["iii. ", "iv. "]),
        ('type="I" start="9"', ["IX. ", "X. "]),
        ('style="list-style-type:simp-chinese-informal"', ["一、", "二、"]),
        ('style="list-style: none"', ["", ""]),
        ("reversed", ["2. ", "1. "]),
        ('start="-1"', ["-1. ", "0. "]),
        ('start="99999999999"', ["1. ", "2. "]),
        ('class="custom_cn"', ["一、", "二、"]),
    ],
)
def test_list_prints_its_numbers(attributes: str, labels: list[str]) -> None:
    blocks = blocks_of(read_html(f"<ol {attributes}><li>修桥。</li><li>护路。</li></ol>"))

    assert blocks == [f"{labels[0]}修桥。", f"{labels[1]}护路。"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("一、修桥", True), ("（二）修桥", True), ("3.修桥", True), ("第四条 修桥", True), ("①修桥", True), ("(5) 修桥", True),
        ("3.5万亩", False), ("修桥", False), ("一批桥梁", False), ("2024年修桥", False),
    ],
)  # fmt: skip
def test_typed_numbers_are_known(words: str, expected: bool) -> None:
    assert has_own_number(words) is expected
