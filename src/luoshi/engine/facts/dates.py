"""Finds the day on which a document was signed (成文日期)."""

from __future__ import annotations

import itertools
import re
from datetime import date
from typing import TYPE_CHECKING

from luoshi.engine.document import Span
from luoshi.engine.facts.lines import HEAD_LINES, is_issuer, issuer_names, signers
from luoshi.engine.outlining.markers import chinese_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from luoshi.engine.facts.lines import FactLine

_YEAR = r"(?P<y>\d{4}|[〇○零ＯO0一二三四五六七八九]{4})"
_DAY = (
    rf"{_YEAR}\s?年\s?(?P<m>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})\s?月\s?"
    r"(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})\s?日"
)
DATE_LINE = re.compile(rf"^[（(]?\s?{_DAY}\s?(?:[）)]|通过[）)]?)?$")
_SIGNED_LINE = re.compile(rf"^(?P<issuer>[^\s\d][^，。；：:\d]{{1,60}}?)\s*{_DAY}$")
_GLUED = re.compile(
    rf"(?:^|[）)])(?P<issuers>[^，。；：、“”《》（）()\d]{{0,400}}?)\s*{_DAY}"
    r"(?![前至起到以之的底第，、。；]|印发|召开|审议|发布|批准|施行|实施|生效)"
)
_NO_SIGNATURE = re.compile(r"经(?![济信开贸])|自(?![然治贸])|根据|按照|依据|从|[于在]$")
_NUMBERS = r"\s*[】\]]?[\s:：|｜]{0,8}(?P<y>\d{4})\s?[年/.-]\s?(?P<m>\d{1,2})\s?[月/.-]\s?(?P<d>\d{1,2})"
_BY_LABEL = (
    re.compile(rf"(?:成\s?文\s?(?:日期|时间)|公文生成日期|签\s?发\s?(?:日期|时间)|落款日期|签署日期){_NUMBERS}"),
    re.compile(rf"(?:发\s?文\s?(?:日期|时间)|印发日期|制发日期){_NUMBERS}"),
)
_BARE_LABEL = re.compile(r"(?:成\s?文|签\s?发|发\s?文|印发)\s?(?:日期|时间)\s?[:：]?")
_NEXT = re.compile(r"(?P<y>\d{4})\s?[年/.-]\s?(?P<m>\d{1,2})\s?[月/.-]\s?(?P<d>\d{1,2})")
_LONGEST_SIGNED = 80
_LAST_OFFICE = 20
"""Characters that suffice to see that a list of offices ends in one."""
_CN_DIGIT = {char: str(value) for value, chars in enumerate(("〇○零ＯO0", *"一二三四五六七八九")) for char in chars}

Dated = tuple[date, Span]


def find_signed_on(lines: list[FactLine]) -> tuple[date | None, Span | None]:
    """The date labelled 成文日期, else below a signature, else alone on a line, else labelled 发文日期.

    In a text without line ends it stands behind the offices that signed, or behind a sentence.
    """
    head = lines[:HEAD_LINES]
    ways = (
        _labelled(head, _BY_LABEL[0]),
        _below_signature(lines),
        _alone(lines),
        _glued(lines),
        _labelled(head, _BY_LABEL[1]),
        _under_label(head),
    )
    return next(itertools.chain.from_iterable(ways), (None, None))


def is_dated(words: str) -> bool:
    """A line that holds a date and nothing else."""
    return DATE_LINE.match(words) is not None


def is_signed(words: str) -> bool:
    """A line that holds an office and a date: 滨川市水利局 2026年3月2日."""
    signed = _SIGNED_LINE.match(words) if len(words) <= _LONGEST_SIGNED else None
    return signed is not None and bool(signers(signed["issuer"]))


def _labelled(lines: list[FactLine], label: re.Pattern[str]) -> Iterator[Dated]:
    for line in lines:
        for found in label.finditer(line.text):
            yield from _read(line, found)


def _below_signature(lines: list[FactLine]) -> Iterator[Dated]:
    for above, line in zip([None, *lines], lines, strict=False):
        if len(line.text) > _LONGEST_SIGNED:
            continue
        found = DATE_LINE.match(line.text)
        if found and above and issuer_names(above.text):
            yield from _read(line, found)
        signed = _SIGNED_LINE.match(line.text)
        if signed and signers(signed["issuer"]):
            yield from _read(line, signed)


def _alone(lines: list[FactLine]) -> Iterator[Dated]:
    for line in lines:
        found = DATE_LINE.match(line.text) if len(line.text) <= 24 else None
        if found:
            yield from _read(line, found)


def _glued(lines: list[FactLine]) -> Iterator[Dated]:
    """…抓好落实。滨川市人民政府2026年3月2日滨川市工作方案…: in a text that lost its line ends."""
    if all(line.span.end != following.span.start for line, following in itertools.pairwise(lines)):
        return
    for line in lines:
        for found in _GLUED.finditer(line.text):
            issuers = re.sub(r"\s", "", found["issuers"])
            if not _NO_SIGNATURE.search(issuers) and (not issuers or is_issuer(issuers[-_LAST_OFFICE:])):
                yield from _read(line, found)


def _under_label(lines: list[FactLine]) -> Iterator[Dated]:
    """A label on one line, its date on the next."""
    for label, line in itertools.pairwise(lines):
        found = _NEXT.match(line.text) if len(line.text) <= 24 else None
        if found and _BARE_LABEL.fullmatch(re.sub(r"^[•∙·\s]+", "", label.text)):
            yield from _read(line, found)


def _read(line: FactLine, found: re.Match[str]) -> Iterator[Dated]:
    digits = "".join(_CN_DIGIT.get(char, char) for char in found["y"])
    try:
        day = date(int(digits), _count(found["m"]), _count(found["d"]))
    except ValueError:
        return
    start = line.span.start
    yield day, Span(start + found.start("y"), start + (found.end("d") if found.end() > len(line.text) else found.end()))


def _count(text: str) -> int:
    return int(text) if text.isdigit() else chinese_number(text)
