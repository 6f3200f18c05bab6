"""Finds results that are told in words: 居全省前三, 进入全国前50名, 翻一番, 实现零的突破."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from luoshi.engine.findings import Comparator
from luoshi.engine.numerals import read_number

if TYPE_CHECKING:
    from collections.abc import Iterator

_AREA = r"(?:全[国省市县区州球]|世界|国际|国内|省内|市内|(?:(?![至到在])[一-鿿]){2,6}(?:省|市|州|县|区|城市群|经济区))"
_REACHED = (
    r"(?:稳居|位居|居于|居|位列|名列|列|跻身|进入|迈入|挤进|挺进|迈进|进|保持在?|稳定在|排名|排|位次"
    r"|升至|提升至|提升到|上升到|上升至|达到)"
)
_RANK = re.compile(
    rf"{_REACHED}(?:{_AREA}|同[类级][一-鿿]{{0,6}})?的?(?:第?)前(?P<value>[一二三四五六七八九十百0-9]{{1,4}})"
    r"(?P<unit>名次?|位次?|强|列)?(?![个年项天月日期季次批阶段章家条款段者%号]|半|以上)"
)
_DOUBLED = re.compile(r"(?:再|再次)?翻(?:(?P<value>[一两二三四0-9.]{1,3})(?P<unit>番)|(?P<once>番))")
_MAY_TELL = re.compile(r"前|翻|突破")
_DONE = re.compile(r"(?:已|已经|率先|成功|连续[一-鿿0-9]{0,4})$")
_FIRST = re.compile(r"(?:实现|取得|完成)(?:[一-鿿]{0,12}?)(?P<none>零)的?突破")

EXAMPLES = {
    "target.rank": "力争综合指数进入全国前50名。",
    "target.doubled": "到2030年，养老床位较2020年翻一番。",
    "target.first": "实现国家级实验室零的突破。",
}


class Wording(NamedTuple):
    """A result told in words, from `start` to `end` of a plain text; `unit` is printed there or empty."""

    start: int
    end: int
    value: float
    unit: str
    comparator: Comparator
    rule: str


def find_wordings(text: str) -> Iterator[Wording]:
    """All such results of a plain text (see `plain`), each kind in its order."""
    if not _MAY_TELL.search(text):
        return
    for match in _RANK.finditer(text):
        value = read_number(match["value"])
        if value and not _is_past(text, match):
            yield Wording(*match.span(), value, match["unit"] or "", Comparator.AT_MOST, "target.rank")
    for match in _DOUBLED.finditer(text):
        value = 1 if match["once"] else read_number(match["value"])
        if value and not _is_past(text, match):
            yield Wording(*match.span(), value, "番", Comparator.EQUAL, "target.doubled")
    for match in _FIRST.finditer(text):
        if not _is_past(text, match):
            yield Wording(*match.span(), 0, "", Comparator.MORE_THAN, "target.first")


def _is_past(text: str, match: re.Match[str]) -> bool:
    """已进入全国前十: told of what is so."""
    return _DONE.search(text, max(0, match.start() - 8), match.start()) is not None or text.startswith(
        "了", match.end()
    )
