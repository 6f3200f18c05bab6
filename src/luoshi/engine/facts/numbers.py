"""Finds the number of a document: 国发〔2018〕42号, 市人民政府令第12号, 第18期."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from luoshi.engine.document import Fact, Span
from luoshi.engine.facts.lines import HEAD_LINES
from luoshi.engine.outlining.markers import WIDE_DIGITS

if TYPE_CHECKING:
    from luoshi.engine.facts.lines import FactLine

_YEAR = r"(?:[1１][9９]|[2２][0０])\d{2}"
NUMBER = re.compile(
    r"[\u4e00-\u9fffA-Za-z]{0,16}(?:（[\u4e00-\u9fff]{1,6}）)?\s?[〔［\[【（(﹝]\s?"
    rf"{_YEAR}"
    r"\s?[〕］\]】）)﹞]\s?第?\s?\d{1,5}(?:-\d{1,3})?\s?号"
)
_LABEL = re.compile(
    r"(?:发\s*文\s*字\s*号|发文文号|发布文号|发文号|文件编号|文件字号|文\s*号|字\s*号|公文字号)\s*[】\]]?[\s:：|｜]{0,8}"
)
_SIGNER = re.compile(r"[\s（）()★]|签发人.*$")
_BEHIND_TITLE = re.compile(
    r"[（(](?P<number>[\u4e00-\u9fffA-Za-z]{1,16}[〔［\[【﹝]\s?"
    rf"{_YEAR}"
    r"\s?[〕］\]】﹞]\s?\d{1,5}\s?号)[）)]$"
)
_ORDER = re.compile(
    r"[（(]?(?:(?P<year>(?:19|20)\d{2})年)?\s?第\s?(?P<n>\d{1,4}|[一二三四五六七八九十百]{1,5})\s?号[）)]?"
)
_ORDER_TITLE = re.compile(r"(?P<title>[\u4e00-\u9fff\s]{2,40}(?:令|公告))")
_ISSUE = re.compile(r"[（(]?(?:(?:19|20)\d{2}年)?\s?第\s?\d{1,4}\s?期[）)]?")


def find_doc_number(lines: list[FactLine], addressees: Fact | None) -> Fact | None:
    """The number on a line of its own, behind its label, before or behind the title, or under 令 and 公告."""
    limit = addressees.span.start if addressees else None
    head = [line for line in lines[:HEAD_LINES] if limit is None or line.span.start <= limit]
    for finder in (_alone_or_labelled, _beside_title, _order, _issue):
        for i, line in enumerate(head):
            found = finder(head, i)
            if found:
                number, start, end = found
                return Fact(number, Span(line.span.start + start, line.span.start + end), "fact.doc_number")
    return None


def _alone_or_labelled(head: list[FactLine], i: int) -> tuple[str, int, int] | None:
    words = head[i].text
    label = _LABEL.search(words)
    behind = NUMBER.match(words, label.end()) if label else None
    if behind:
        return _normal(behind.group()), *behind.span()
    alone = NUMBER.search(words)
    if alone and not _SIGNER.sub("", words[: alone.start()] + words[alone.end() :]):
        return _normal(alone.group()), *alone.span()
    return None


def _beside_title(head: list[FactLine], i: int) -> tuple[str, int, int] | None:
    words = head[i].text
    before = NUMBER.match(words)
    if before and re.match(r"(?:[\s《：:].{0,80}|[\u4e00-\u9fff]{0,24})(?:关于|印发|《)", words[before.end() :]):
        return _normal(before.group()), *before.span()
    behind = _BEHIND_TITLE.search(words)
    return (_normal(behind["number"]), *behind.span("number")) if behind and "关于" in words else None


def _order(head: list[FactLine], i: int) -> tuple[str, int, int] | None:
    """市人民政府令 / 第12号 on two lines or on one."""
    words = head[i].text
    title = _ORDER_TITLE.match(words)
    if title and (rest := _ORDER.fullmatch(words, title.end())):
        return _ordered(title["title"], rest), 0, len(words)
    alone = _ORDER.fullmatch(words)
    above = _ORDER_TITLE.fullmatch(head[i - 1].text) if alone and i else None
    return (_ordered(above["title"], alone), 0, len(words)) if above and alone else None


def _ordered(title: str, order: re.Match[str]) -> str:
    year = f"{order['year']}年" if order["year"] else ""
    return "".join(title.split()) + f"{year}第{order['n']}号"


def _issue(head: list[FactLine], i: int) -> tuple[str, int, int] | None:
    """第18期, as minutes and bulletins are counted."""
    words = head[i].text
    near = "".join(line.squeezed for line in head[max(0, i - 2) : i + 2])
    if _ISSUE.fullmatch(words) and re.search(r"纪要|简报|专报|通报|快报|动态", near):
        return re.sub(r"[\s（()）]", "", words), 0, len(words)
    return None


def _normal(printed: str) -> str:
    """国发[2018]42号, 国发（2018）42 号 and 国发〔２０１８〕４２号 are 国发〔2018〕42号."""
    narrow = "".join(printed.split()).translate(WIDE_DIGITS)
    return re.sub(r"[［\[【（(﹝](\d{4})[］\]】）)﹞]", r"〔\1〕", narrow)
