"""Shows a number as Excel shows it: as a date, a percentage, with its decimals and its unit (0"万元")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

GENERAL = "General"
_WHOLE_DATE = 'yyyy"年"m"月"d"日"'
_MONTH = 'yyyy"年"m"月"'
_DAY = 'm"月"d"日"'
_TIME = "h:mm"
_BUILT_IN = {
    **dict.fromkeys((1, 59), "0"),
    **dict.fromkeys((2, 60), "0.00"),
    **dict.fromkeys((3, 61, 37, 38), "#,##0"),
    **dict.fromkeys((4, 62, 39, 40), "#,##0.00"),
    **dict.fromkeys((9, 67), "0%"),
    **dict.fromkeys((10, 68), "0.00%"),
    # Dates in the form of the machine's country come out in the Chinese form, which nothing misreads.
    **dict.fromkeys((14, 15, 30, 31), _WHOLE_DATE),
    **dict.fromkeys((17, 27, 36, 50, 52, 57), _MONTH),
    **dict.fromkeys((16, 28, 29, 51, 53, 54, 58), _DAY),
    **dict.fromkeys((18, 20, 32, 34, 55), _TIME),
    **dict.fromkeys((19, 21, 33, 35, 56), "h:mm:ss"),
    22: _WHOLE_DATE + " h:mm",
    49: "@",
}
_SECTION = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|[^;]')
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|\[(?P<bracket>[^\]]*)\]?|[_*].|(?P<noon>AM/PM|A/P|上午/下午)'
    r"|(?P<date>[yYeE]{1,4}|[mM]{1,5}|[dD]{1,4}|[hH]{1,2}|[sS]{1,2}|a{3,4})|(?P<digits>[0#?][0#?,.]*|\.[0#?]+)"
    r"|(?P<other>.)"
)
_DATE_LETTERS = re.compile(r"[ymdhs]|aaa", re.IGNORECASE)
_MOST_SCALING = 4
_MOST_PLACES = 30
_LAST_DAY = 2_958_466
_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def format_code(number: int, custom: dict[int, str]) -> str:
    """The pattern of a numbered format."""
    return custom.get(number) or _BUILT_IN.get(number, GENERAL)


def shown(value: float, pattern: str, *, from_1904: bool = False) -> str:
    """`value` in words, by the pattern of its cell."""
    sections = _sections(pattern)
    if _is_date(sections[0]) and 0 <= value < _LAST_DAY:
        return _date(value, sections[0], from_1904=from_1904)
    section, number = _section_for(value, sections)
    tokens = _tokens(section)
    if "general" in section.lower() or "@" in section or not tokens:
        return plain_number(value)
    return _figure(number, tokens) or plain_number(value)


def plain_number(value: float) -> str:
    """A number without a format: 3.0 → 3, 0.30000000000000004 → 0.3."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.12g}"


@lru_cache(maxsize=512)
def _sections(pattern: str) -> tuple[str, ...]:
    """Positive; negative; zero; text."""
    sections = [""]
    for piece in re.findall(r'"[^"]*"|\\.|\[[^\]]*\]|.', pattern[:255]):
        if piece == ";":
            sections.append("")
        else:
            sections[-1] += piece
    return tuple(sections)


def _section_for(value: float, sections: tuple[str, ...]) -> tuple[str, float]:
    if value < 0 and len(sections) > 1 and sections[1]:
        return sections[1], -value
    if value == 0 and len(sections) > 2 and sections[2]:
        return sections[2], value
    return sections[0], value


@lru_cache(maxsize=512)
def _tokens(section: str) -> tuple[_Token, ...]:
    found: list[_Token] = []
    for match in _TOKEN.finditer(section):
        kind = match.lastgroup
        if kind is None or (kind == "bracket" and not re.fullmatch(r"[hms]{1,2}", match.group(kind), re.IGNORECASE)):
            continue
        found.append(_Token("literal" if kind in ("quoted", "escaped", "other") else kind, match.group(kind)))
    return tuple(found)


@lru_cache(maxsize=512)
def _is_date(section: str) -> bool:
    if "general" in section.lower():
        return False
    tokens = _tokens(section)
    return any(token.kind == "date" and _DATE_LETTERS.match(token.text) for token in tokens)


def _figure(value: float, tokens: tuple[_Token, ...]) -> str:
    percent = sum(token.text.count("%") for token in tokens if token.kind == "literal")
    value *= 100.0 ** min(percent, _MOST_SCALING)
    pieces: list[str] = []
    written = False
    for token in tokens:
        if token.kind != "digits":
            pieces.append(token.text)
        elif not written:
            written = True
            pieces.append(_digits(value, token.text))
    return "".join(pieces).strip()


def _digits(value: float, pattern: str) -> str:
    """With the decimals and thousands marks that 0.0#, #,##0 ask for; a comma at the end divides by a thousand."""
    bare = pattern.rstrip(",")
    value /= 1000.0 ** min(len(pattern) - len(bare), _MOST_SCALING)
    whole, _, decimals = bare.partition(".")
    places = min(sum(char in "0#?" for char in decimals), _MOST_PLACES)
    text = f"{value:,.{places}f}" if "," in whole else f"{value:.{places}f}"
    fixed = decimals.rstrip("#?").count("0")
    while len(text.partition(".")[2]) > fixed and text.endswith("0"):
        text = text[:-1]
    return text.rstrip(".")


def _date(value: float, section: str, *, from_1904: bool) -> str:
    moment = _moment(value, from_1904=from_1904)
    tokens = _in_chinese_order(section)
    pieces: list[str] = []
    after_hour = False
    for index, token in enumerate(tokens):
        if token.kind != "date":
            pieces.append(token.text if token.kind == "literal" else "")
            continue
        letter = token.text[0].lower()
        minutes = letter == "m" and (after_hour or _before_seconds(tokens, index))
        pieces.append(_date_part(moment, "n" if minutes else letter, len(token.text)))
        after_hour = letter == "h"
    return "".join(pieces).strip()


@lru_cache(maxsize=512)
def _in_chinese_order(section: str) -> tuple[_Token, ...]:
    """The tokens; 12/31/2025 and 31-Dec-25, of programs set to another country, as 2025年12月31日."""
    tokens = _tokens(section)
    letters = "".join(token.text[0].lower() for token in tokens if token.kind == "date" and token.text[0] in "yYmMdD")
    if letters in ("mdy", "dmy"):
        return _tokens(_WHOLE_DATE)
    return _tokens(_MONTH) if letters == "my" else tokens


def _before_seconds(tokens: tuple[_Token, ...], index: int) -> bool:
    following = next((token for token in tokens[index + 1 :] if token.kind == "date"), None)
    return following is not None and following.text[0] in "sS"


def _moment(value: float, *, from_1904: bool) -> datetime:
    """Excel counts a 29 February 1900 that never was."""
    start = (1904, 1, 1) if from_1904 else (1899, 12, 31 if value < 60 else 30)
    return datetime(*start) + timedelta(seconds=round(value * 86_400))  # noqa: DTZ001 - a cell has no time zone


def _date_part(moment: datetime, letter: str, length: int) -> str:
    if letter in "ye":
        return f"{moment.year:04d}" if length > 2 or letter == "e" else f"{moment.year % 100:02d}"
    if letter == "a":
        return ("星期" if length > 3 else "") + _WEEKDAYS[moment.weekday()]
    number = {"m": moment.month, "d": moment.day, "h": moment.hour, "n": moment.minute, "s": moment.second}[letter]
    return f"{number:02d}" if length == 2 else str(number)
