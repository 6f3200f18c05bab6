"""What counts when passages are compared, and what does not."""

from __future__ import annotations

import pytest

from luoshi.engine.quotations.folding import MASK, has_traditional, surface_of, to_simplified, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("说了就办、定了就干。", "说了就办定了就干"),
        ("增长６．５％", "增长6.5%"),
        ("1.5万，不是15万", "1.5万不是15万"),
        ("2023—2025年", "2023-2025年"),
        ("20×30米", "20×30米"),
        ("一網通辦", "一网通办"),
        ("帶著問題", "带着问题"),
        ("成效顯著", "成效显著"),
        ("成效显著", "成效显著"),
        ("ＡＢｃ", "abc"),
        ("李**同志", f"李{MASK}同志"),
        ("××市XX县", f"{MASK}市{MASK}县"),
        ("《意见》（试行）", "意见试行"),
        ("二○二五年", "二〇二五年"),
        ("𠮷家村", "𠮷家村"),
        ("", ""),
        ("　\n", ""),
    ],
)
def test_words_of_leaves_out_what_may_differ(text: str, words: str) -> None:
    assert words_of(text).text == words


def test_words_of_tells_where_every_word_stands() -> None:
    words = words_of("李**，1.5 万。")

    assert words.offsets.tolist() == [0, 1, 4, 5, 6, 8]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("甲，乙", "甲,乙", True),
        ("甲“乙”", "甲「乙」", True),
        ("甲 乙", "甲乙", True),
        ("《甲〈乙〉》", "《甲《乙》》", True),
        ("甲，乙", "甲、乙", False),
        ("甲乙", "甲，乙", False),
    ],
)
def test_surface_keeps_punctuation(one: str, other: str, *, same: bool) -> None:
    assert (surface_of(one) == surface_of(other)) is same


@pytest.mark.parametrize(("text", "traditional"), [("鄉村", True), ("乡村", False), ("", False)])
def test_traditional_characters_are_seen(text: str, *, traditional: bool) -> None:
    assert has_traditional(text) is traditional


def test_to_simplified_keeps_every_place() -> None:
    assert to_simplified("鄉村𠮷振興") == "乡村𠮷振兴"
