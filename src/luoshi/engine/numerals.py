"""Numbers as official prose prints them: 1.5亿, ３千, 二十五, 百分之八十, 二〇二五."""

from __future__ import annotations

import re

_DIGITS = {"〇": 0, "零": 0, "○": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
_DIGITS |= {"六": 6, "七": 7, "八": 8, "九": 9, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
_MULTIPLIERS = _TENS | _MYRIADS | {"拾": 10, "佰": 100, "仟": 1000}
_WIDE = str.maketrans("０１２３４５６７８９．，％", "0123456789.,%")

_LONGEST_ARABIC = 15
HAN_DIGITS = "〇零一二两三四五六七八九"
ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,5}|[0-9]{1,15})(?:\.[0-9]{1,6})?"
# 千瓦, 千米, 千克 begin with what is no multiplier.
ARABIC_SCALED = ARABIC + r"(?:[百十](?=[万亿])|千(?![瓦米克伏卡赫焦])|[百十])?[万亿]{0,2}"
HAN = rf"[{HAN_DIGITS}十百千万][{HAN_DIGITS}十百千万亿]{{0,15}}"

_ARABIC_SHAPE = re.compile(rf"({ARABIC})([十百千万亿]{{0,3}})")
_PERCENT_SHAPE = re.compile(r"(百|千|万)分之(.{1,16})")


def read_number(text: str) -> float | None:
    """The value of a whole numeral (of 百分之八十: 80), or None where it is none; 几 and 多 make none."""
    if text.isascii() and text.isdigit() and len(text) <= _LONGEST_ARABIC:  # as most are
        return float(text)
    squeezed = "".join(text.split()).translate(_WIDE)
    if share := _PERCENT_SHAPE.fullmatch(squeezed):
        return read_number(share[2])
    if shape := _ARABIC_SHAPE.fullmatch(squeezed):
        value = float(shape[1].replace(",", ""))
        for sign in shape[2]:
            value *= _MULTIPLIERS[sign]
        return round(value, 6)
    return _read_han(squeezed)


def read_small(text: str) -> int | None:
    """A whole number below a million, as years, months, days and counts are; None where it is none."""
    value = read_number(text)
    return int(value) if value is not None and value == int(value) and value < 10**6 else None


def _read_han(text: str) -> float | None:
    if not text or not all(sign in _DIGITS or sign in _MULTIPLIERS for sign in text):
        return None
    if all(sign in _DIGITS for sign in text):
        return float("".join(str(_DIGITS[sign]) for sign in text)) if len(text) < 16 else None
    return _sum_han(text)


def _sum_han(text: str) -> float | None:
    """Sum of 一亿二千万: 万 and 亿 multiply what stands before them since the last greater one."""
    total = section = 0
    digit: int | None = None
    for sign in text:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
            continue
        if sign in _MYRIADS:
            scale = _MYRIADS[sign]
            section += digit or 0
            total = (total + section or 1) * scale if total < scale else total + section * scale
            section = 0
        else:
            section += (1 if digit is None else digit) * _MULTIPLIERS[sign]
        digit = None
    return float(total + section + (digit or 0))
