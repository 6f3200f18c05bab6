"""How Word prints a number in each of its number formats (`w:numFmt`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luoshi.engine.reading.docx.counting import Counting

if TYPE_CHECKING:
    from collections.abc import Callable

BULLET = "bullet"
NONE = "none"
CUSTOM = "custom"

_LARGEST = 99_999_999
_LARGEST_ROMAN = 32_767
_LARGEST_LETTERS = 780
_ROMAN = (
    ("m", 1000), ("cm", 900), ("d", 500), ("cd", 400), ("c", 100), ("xc", 90), ("l", 50), ("xl", 40), ("x", 10),
    ("ix", 9), ("v", 5), ("iv", 4), ("i", 1),
)  # fmt: skip
_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip


def printed(value: int, number_format: str) -> str:
    """The characters for `value`; a format or a value outside its range is printed in decimal digits."""
    if number_format == NONE:
        return ""
    if number_format == BULLET or value < 0 or value > _LARGEST:
        return "" if number_format == BULLET else str(value)
    maker = _FORMATS.get(number_format)
    return maker(value) if maker else str(value)


def printed_after_pattern(value: int, pattern: str) -> str:
    """A number in a custom format, given as its first values ("001, 002, 003, ...")."""
    first = pattern.split(",", 1)[0].strip()
    return str(value).zfill(min(len(first), 10)) if first.isdecimal() else str(value)


def _roman(value: int) -> str:
    if value > _LARGEST_ROMAN:
        return str(value)
    letters = []
    for letter, worth in _ROMAN:
        count, value = divmod(value, worth)
        letters.append(letter * count)
    return "".join(letters)


def _letters(alphabet: str) -> Callable[[int], str]:
    """a … z, aa, bb, …: Word repeats the letter and does not count in base 26."""

    def make(value: int) -> str:
        if not 0 < value <= _LARGEST_LETTERS:
            return "" if value == 0 else str(value)
        turns, place = divmod(value - 1, len(alphabet))
        return alphabet[place] * (turns + 1)

    return make


def _symbols(symbols: str, *, zero: str = "0", goes_round: bool = False) -> Callable[[int], str]:
    """One symbol a number; after the last one decimal digits, or from the first again."""

    def make(value: int) -> str:
        if value == 0:
            return zero
        if goes_round:
            return symbols[(value - 1) % len(symbols)]
        return symbols[value - 1] if value <= len(symbols) else str(value)

    return make


def _digits(digits: str) -> Callable[[int], str]:
    """Digit by digit: 12 is 一二."""
    table = str.maketrans("0123456789", digits)
    return lambda value: str(value).translate(table)


def _up_to(limit: int, small: Callable[[int], str], large: Callable[[int], str]) -> Callable[[int], str]:
    return lambda value: small(value) if value < limit else large(value)


def _stems_and_branches(value: int) -> str:
    """甲子, 乙丑, …: a circle of sixty."""
    return "0" if value == 0 else _STEMS[(value - 1) % 10] + _BRANCHES[(value - 1) % 12]


def _english(value: int) -> str:
    if value < 20:
        return _ONES[value]
    if value < 100:
        tens, ones = divmod(value, 10)
        return _TENS[tens] + (f"-{_ONES[ones]}" if ones else "")
    if value < 1000:
        hundreds, rest = divmod(value, 100)
        return f"{_ONES[hundreds]} hundred" + (f" {_english(rest)}" if rest else "")
    return str(value)


def _english_ordinal(value: int) -> str:
    words = _english(value)
    head, mark, last = words.rpartition("-" if "-" in words else " ")
    if last in _ORDINALS:
        return head + mark + _ORDINALS[last]
    return head + mark + (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")


def _ordinal(value: int) -> str:
    ending = "th" if 10 < value % 100 < 20 else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{ending}"


def _range(first: str, count: int) -> str:
    return "".join(chr(ord(first) + step) for step in range(count))


_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_HAN = "一二三四五六七八九"
_AIUEO = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン"
_CIRCLED = _range("①", 20)
_SIMPLE = Counting("○" + _HAN, "十百千万", ten_bare=True)
_SIMPLE_THOUSAND = Counting("〇" + _HAN, "十百千万", ten_bare=True)
_TAIWAN = Counting("零" + _HAN, "十百千萬", ten_bare=True)
_FULL_WIDTH = _digits("０１２３４５６７８９")

_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda value: f"{value:02}",
    "decimalFullWidth": _FULL_WIDTH,
    "decimalFullWidth2": _FULL_WIDTH,
    "decimalEnclosedCircle": _symbols(_CIRCLED),
    "decimalEnclosedCircleChinese": _symbols(_CIRCLED),
    "decimalEnclosedParen": _symbols(_range("⑴", 20)),
    "decimalEnclosedFullstop": _symbols(_range("⒈", 20)),
    "ideographEnclosedCircle": _symbols(_range("㊀", 10)),
    "numberInDash": lambda value: f"- {value} -",
    "hex": lambda value: f"{value:X}",
    "lowerRoman": _roman,
    "upperRoman": lambda value: _roman(value).upper(),
    "lowerLetter": _letters(_range("a", 26)),
    "upperLetter": _letters(_range("A", 26)),
    "chicago": _letters("*†‡§"),
    "ordinal": _ordinal,
    "cardinalText": lambda value: _english(value).capitalize(),
    "ordinalText": lambda value: _english_ordinal(value).capitalize(),
    "chineseCounting": _up_to(100, _SIMPLE, _digits("○" + _HAN)),
    "chineseCountingThousand": _SIMPLE_THOUSAND,
    "chineseLegalSimplified": Counting("零壹贰叁肆伍陆柒捌玖", "拾佰仟万"),
    "taiwaneseCounting": _up_to(100, _TAIWAN, _digits("○" + _HAN)),
    "taiwaneseCountingThousand": _TAIWAN,
    "taiwaneseDigital": _digits("○" + _HAN),
    "ideographDigital": _digits("〇" + _HAN),
    "ideographLegalTraditional": Counting("零壹貳參肆伍陸柒捌玖", "拾佰仟萬"),
    "ideographTraditional": _symbols(_STEMS),
    "ideographZodiac": _symbols(_BRANCHES),
    "ideographZodiacTraditional": _stems_and_branches,
    "japaneseCounting": Counting("〇" + _HAN, "十百千万", one_bare=True),
    "japaneseDigitalTenThousand": _digits("〇" + _HAN),
    "japaneseLegal": Counting("零壱弐参四伍六七八九", "拾百阡萬"),
    "koreanDigital": _digits("영일이삼사오육칠팔구"),
    "koreanDigital2": _digits("零" + _HAN),
    "koreanCounting": Counting("영일이삼사오육칠팔구", "십백천만", one_bare=True),
    "ganada": _symbols("가나다라마바사아자차카타파하", goes_round=True),
    "chosung": _symbols("ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ", goes_round=True),
    "aiueoFullWidth": _symbols(_AIUEO, goes_round=True),
    "irohaFullWidth": _symbols(_IROHA, goes_round=True),
    "russianLower": _letters("абвгдежзиклмнопрстуфхцчшщыэюя"),
    "russianUpper": _letters("АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ"),
}  # fmt: skip
