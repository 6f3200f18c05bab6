"""The key by which names of people stand in order: pinyin, with the readings that characters have as surnames."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

LONGEST = 200
_SURNAMES = Path(__file__).parent / "surnames.tsv"


@cache
def surnames() -> dict[str, str]:
    """Surnames that are read otherwise than the same characters in other words."""
    with _SURNAMES.open(encoding="utf-8") as lines:
        return {row["surname"]: row["reading"] for row in csv.DictReader(lines, delimiter="\t")}


def sort_key(name: str) -> str:
    """The name in pinyin, a syllable a word, small letters; tones tell apart what is spelled alike.

    >>> sorted(["张琰", "曾庆", "何川", "Amy", "丁一"], key=sort_key)
    ['Amy', '丁一', '何川', '曾庆', '张琰']
    """
    if name.isascii():  # reading needs a dictionary that is not loaded for nothing
        return name.lower()[:LONGEST]
    from pypinyin import Style, lazy_pinyin

    surname = next((name[:length] for length in (2, 1) if name[:length] in surnames()), "")
    syllables = lazy_pinyin(name[len(surname) :], style=Style.TONE3)
    return " ".join(filter(None, [surnames().get(surname, ""), *syllables])).lower()[:LONGEST]
