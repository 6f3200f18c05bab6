"""Finds what a document says of itself: title, number, issuers, addressees, date of signature."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from luoshi.engine.document import Content, Fact, Paragraph, Place, Span
from luoshi.engine.outlining.lines import trimmed
from luoshi.engine.outlining.markers import chinese_number, parse_marker
from luoshi.engine.outlining.parts import is_publication_line

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD_LINES = 40
_LAST_LINES = 12
_NUMBER = re.compile(
    r"[\u4e00-\u9fffA-Za-z]{0,16}(?:（[\u4e00-\u9fff]{1,6}）)?\s?[〔［\[【（(]\s?(?:19|20)\d{2}\s?[〕］\]】）)]\s?第?\s?\d{1,5}\s?号"
)
_LABELLED_NUMBER = re.compile(r"(?:发文字号|文号|文件编号)\s?[:：]?\s*")
_TITLE_END = re.compile(
    r"(?:通知|意见|方案|计划|办法|决定|通报|规定|细则|规划|纲要|要点|函|批复|报告|请示|公告|通告|措施|政策|条例|章程|清单|纪要|命令|令|议案|守则|讲话|总结"
    r"|建议|指南|规则|制度|体会|指引|标准|预案|工作安排)(?:[（(〔][^（）()]{1,30}[）)〕])?$"
)
_ADDRESSEE = re.compile(r"^[^。；！？]{2,400}[:：]$")
_ADDRESSEE_WORD = re.compile(r"政府|部门|单位|机构|委员会|[厅局委办部署院校公司集团办事处中心盟旗县区市]|各有关")
_DATE_LINE = re.compile(
    r"^[（(]?\s?(?P<y>\d{4}|[〇○零ＯO0一二三四五六七八九]{4})\s?年\s?(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})\s?月\s?"
    r"(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})\s?日\s?(?:[）)]|通过[）)]?)?$"
)
_LABELLED_DATE = re.compile(
    r"(?:成文日期|发文日期|签发日期|印发日期|落款日期)\s?[:：]?\s*(?P<y>\d{4})\s?[年/.-]\s?(?P<m>\d{1,2})\s?[月/.-]\s?(?P<d>\d{1,2})"
)
_NOT_TITLE = re.compile(
    r"^(?:【|原文链接|https?:|来源|发布|索\s?引\s?号|发文|成文|主题分类|文\s?号|有效性|字号|浏览|分享|打印|关闭|当前位置|目\s?录|附件)"
)
_ISSUER_END = re.compile(
    r"(?:政府|政府办公[厅室]|委员会|委|办公[厅室]|厅|局|部|院|署|会|总局|集团|公司|大学|学院|中心|法院|检察院|行|党组|指挥部|领导小组|管委会)$"
)
_CN_DIGIT = {char: str(value) for value, chars in enumerate(("〇○零ＯO0", *"一二三四五六七八九")) for char in chars}


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found; each fact with its place, None or empty where the document does not say it."""

    title: Fact | None = None
    doc_number: Fact | None = None
    issuers: tuple[Fact, ...] = ()
    addressees: Fact | None = None
    signed_on: date | None = None
    signed_on_span: Span | None = None


def find_facts(content: Content) -> Facts:
    """The facts of a document. Dates are those of signature (成文日期), not of printing or publication."""
    lines = [(span, words) for span, words in _lines(content)]
    title = _find_title(content.text, lines)
    after_title = [line for line in lines if title is None or line[0].start >= title.span.end]
    addressees = _find_addressees(after_title)
    signed_on, signed_span = _find_signed_on(lines)
    return Facts(
        title=title,
        doc_number=_find_doc_number(lines, addressees),
        issuers=_find_issuers(content.text, lines, title, signed_span),
        addressees=addressees,
        signed_on=signed_on,
        signed_on_span=signed_span,
    )


def _lines(content: Content) -> Iterator[tuple[Span, str]]:
    for block in content.blocks:
        if isinstance(block, Paragraph) and block.place is not Place.FOOTNOTE:
            span = trimmed(content.text, block.span)
            yield span, span.of(content.text)


def _find_title(text: str, lines: list[tuple[Span, str]]) -> Fact | None:
    """The first run of one to four short lines that ends in the name of a kind of document."""
    for start in range(min(len(lines), _HEAD_LINES)):
        if not _may_begin_title(lines[start][1]):
            continue
        for end in range(start, min(start + 4, len(lines))):
            words = lines[end][1]
            if end > start and not _may_go_on(words):
                break
            if _TITLE_END.search(words):
                span = Span(lines[start][0].start, lines[end][0].end)
                return Fact(re.sub(r"\s+", "", span.of(text)), span, "fact.title")
    first = next(((span, words) for span, words in lines[:5] if _may_begin_title(words)), None)
    return Fact(first[1], first[0], "fact.first_line") if first else None


def _may_begin_title(words: str) -> bool:
    if not 2 <= len(words) <= 120 or parse_marker(words) or _NOT_TITLE.match(words) or _DATE_LINE.match(words):
        return False
    return words[-1] not in "。；;：:，,、" and not _NUMBER.fullmatch(words.strip("（）() "))


def _may_go_on(words: str) -> bool:
    return len(words) <= 60 and words[-1] not in "。；;：:" and not parse_marker(words) and not _NUMBER.search(words)


def _find_doc_number(lines: list[tuple[Span, str]], addressees: Fact | None) -> Fact | None:
    """The number that stands on a line of its own, or behind its label, before the body begins."""
    limit = addressees.span.start if addressees else None
    for span, words in lines[:_HEAD_LINES]:
        if limit is not None and span.start > limit:
            break
        label = _LABELLED_NUMBER.match(words)
        offset = label.end() if label else 0
        found = _NUMBER.search(words, offset)
        if not found:
            continue
        rest = words[offset : found.start()] + words[found.end() :]
        if label or not re.sub(r"[\s（）()★]|签发人.*$", "", rest):
            at = Span(span.start + found.start(), span.start + found.end())
            return Fact(_normal_number(found.group()), at, "fact.doc_number")
    return None


def _normal_number(printed: str) -> str:
    """国发[2018]42号 and 国发（2018）42 号 are 国发〔2018〕42号."""
    return re.sub(r"[［\[【（(](\d{4})[］\]】）)]", r"〔\1〕", re.sub(r"\s", "", printed))


def _find_addressees(lines: list[tuple[Span, str]]) -> Fact | None:
    for span, words in lines[:12]:
        if parse_marker(words):
            return None
        if _ADDRESSEE.match(words) and _ADDRESSEE_WORD.search(words):
            return Fact(words[:-1], span, "fact.addressees")
        if len(words) > 200:
            return None
    return None


def _find_signed_on(lines: list[tuple[Span, str]]) -> tuple[date | None, Span | None]:
    """The labelled date, else the first date that stands on a line of its own."""
    for span, words in lines[:_HEAD_LINES]:
        labelled = _LABELLED_DATE.search(words)
        if labelled and (found := _date(labelled["y"], labelled["m"], labelled["d"])):
            return found, Span(span.start + labelled.start("y"), span.start + labelled.end("d"))
    for span, words in lines:
        if len(words) > 24:
            continue
        alone = _DATE_LINE.match(words)
        if alone and (found := _date(alone["y"], alone["m"], alone["d"])):
            return found, span
    return None, None


def _date(year: str, month: str, day: str) -> date | None:
    digits = "".join(_CN_DIGIT.get(char, char) for char in year)
    try:
        return date(int(digits), _count(month), _count(day))
    except ValueError:
        return None


def _count(text: str) -> int:
    return int(text) if text.isdigit() else chinese_number(text)


def _find_issuers(
    text: str, lines: list[tuple[Span, str]], title: Fact | None, signed: Span | None
) -> tuple[Fact, ...]:
    """The signature above the date; where there is none, the office that the title begins with."""
    above: list[Fact] = []
    index = next((i for i, (span, _) in enumerate(lines) if signed and span.start >= signed.start), None)
    for span, words in reversed(lines[max(0, (index or 0) - _LAST_LINES) : index] if index else []):
        if len(words) > 60 or is_publication_line(words) or words[-1] in "。；：:、，" or parse_marker(words):
            break
        names = [name for name in re.split(r"\s{2,}|　", words) if name.strip()]
        if not names or not all(_ISSUER_END.search(name.strip()) for name in names):
            break
        above[:0] = _placed(span, words, names)
    return tuple(above) or _issuers_of_title(text, title)


def _placed(span: Span, words: str, names: list[str]) -> list[Fact]:
    found, at = [], 0
    for name in names:
        start = words.index(name, at)
        at = start + len(name)
        found.append(Fact(name.strip(), trimmed(words, Span(start, at)).shifted(span.start), "fact.issuer_signature"))
    return found


def _issuers_of_title(text: str, title: Fact | None) -> tuple[Fact, ...]:
    if title is None:
        return ()
    found = re.match(r"([^《》“”]{2,40}?)(?:等\d{1,2}部门)?关于", title.span.of(text))
    if not found:
        return ()
    start = title.span.start
    return (Fact(re.sub(r"\s", "", found.group(1)), Span(start, start + len(found.group(1))), "fact.issuer_title"),)
