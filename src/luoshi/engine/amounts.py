"""Finds amounts: a number and what it counts, 1.5亿元, 20—30家, 八成以上."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from luoshi.engine.lexicon import any_of, load_table
from luoshi.engine.numerals import ARABIC_SCALED, HAN, HAN_DIGITS, read_number

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNIT = any_of("target_units")
_KINDS = {row[0]: row[1] for row in load_table("target_units")}
_HAN_SHARE = "百分之[〇零一二两三四五六七八九十点]{1,6}"
_NUMBER = f"(?:{ARABIC_SCALED}|{_HAN_SHARE}|(?<![{HAN_DIGITS}十百千万亿]){HAN}(?={_UNIT}|[余多]))"
_AMOUNT = re.compile(
    rf"(?=[0-9{HAN_DIGITS}十百千万])(?<![0-9.A-Za-z第几])(?!0[0-9])(?P<low>{_NUMBER})(?P<more>[余多][万亿]?)?(?P<low_unit>{_UNIT})?"
    rf"(?:(?:-|—{{1,2}}|～|至|到)(?P<high>{ARABIC_SCALED})(?P<high_unit>{_UNIT})?)?"
)
# What behind the unit makes another word of it: 3个方面, 17部门, 3个必须; and behind a number without a unit: 3级, 5楼.
_OTHER_WORD = re.compile(
    "目(?!标)|元(?!素)|方面|环节|阶段|步骤|层面|维度|必须|统一|意识|自信|维护|不得|严禁|一律|坚持|不准|一批|转变|关键|着力"
    "|门(?![店户诊])|大(?=[类体系平行工重])"
)
_NO_UNIT_BEHIND = re.compile("[年月日号时分级版型届期代层楼弄幢室路街第大A-Za-z〕/.:“”-]")
_VAGUE = re.compile(".?(?<![总户人个件次])数[十百千万]")
_WORD_GOES_ON = re.compile("[A-Za-z0-9一-鿿]")
_BARE_SCALE = re.compile("[百千万亿]|[十百千万亿]{2,4}")


class Amount(NamedTuple):
    """A number as printed in a plain text, from `start` to `end` (exclusive), its unit from `unit_start` on.

    `kind` is that of the unit (count, place, measure, share, money, time, signal, turn; "" without a unit).
    `is_han` tells a number in Chinese numerals, `is_more` one with 余 or 多, `is_scale` one that is a bare 百, 千, 万.
    """

    start: int
    end: int
    unit_start: int
    value: float
    value_to: float | None
    unit: str
    kind: str
    is_han: bool
    is_more: bool
    is_scale: bool


def find_amounts(text: str) -> Iterator[Amount]:
    """All amounts of a plain text (see `plain`), in order; numbers of dates, names and codes are left out."""
    for match in _AMOUNT.finditer(text):
        amount = _read(text, match)
        if amount is not None:
            yield amount


def _read(text: str, match: re.Match[str]) -> Amount | None:
    low, more, low_unit, high, high_unit = match.group("low", "more", "low_unit", "high", "high_unit")
    is_han = not low[0].isdigit()
    value = read_number((low + more[1:] if more else low).replace("点", "."))
    has_range = high is not None and (high_unit is not None or low_unit is None)
    end = match.end() if has_range or high is None else match.end("low_unit")
    printed = (high_unit if has_range else low_unit) or ""
    unit = printed or ("%" if low.startswith("百分之") else "")
    if value is None or not _is_amount(text, end, unit) or _VAGUE.match(text, max(0, match.start() - 2)):
        return None
    return Amount(
        start=match.start(),
        end=end,
        unit_start=end - len(printed),
        value=value,
        value_to=read_number(high) if has_range else None,
        unit=unit,
        kind=_KINDS.get(unit, ""),
        is_han=is_han,
        is_more=more is not None,
        is_scale=is_han and _BARE_SCALE.fullmatch(low) is not None,
    )


def _is_amount(text: str, end: int, unit: str) -> bool:
    if not unit:
        return not _NO_UNIT_BEHIND.match(text, end)
    if unit[-1].isascii() and unit[-1].isalpha():
        return not _WORD_GOES_ON.match(text, end)
    return not _OTHER_WORD.match(text, end) and not (unit == "人" and text.startswith("才", end))
