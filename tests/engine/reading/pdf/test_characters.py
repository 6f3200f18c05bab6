"""Code points of PDF fonts."""

from __future__ import annotations

import unicodedata

import pytest

from luoshi.engine.lexicon import load_table
from luoshi.engine.reading.pdf.characters import SOFT_HYPHEN, is_cjk, normalised


@pytest.mark.parametrize(
    ("char", "meant"),
    [
        ("⼀", "一"),
        ("⼯", "工"),
        ("⻓", "长"),
        ("⻅", "见"),
        ("\uf9e9", "里"),
        ("ﬁ", "fi"),
        ("ﬄ", "ffl"),
        ("Ａ", "Ａ"),
        ("５", "５"),
        ("，", "，"),
        ("①", "①"),
        ("\u00a0", " "),
        ("\u3000", "\u3000"),
        ("\x00", ""),
        ("\u200b", ""),
        ("\ufffd", ""),
        ("\ue000", ""),
        ("\x02", SOFT_HYPHEN),
        ("\u00ad", SOFT_HYPHEN),
    ],
)
def test_character_becomes_the_ordinary_one(char: str, meant: str) -> None:
    assert normalised(ord(char)) == meant


@pytest.mark.parametrize("row", load_table("radicals"), ids=lambda row: row[0])
def test_radical_stands_for_a_character(row: tuple[str, ...]) -> None:
    radical, character = row

    assert 0x2E80 <= ord(radical) <= 0x2EFF
    assert "CJK" in unicodedata.name(character)
    assert is_cjk(character)
