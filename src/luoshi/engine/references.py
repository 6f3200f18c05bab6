"""Finds the other documents that a document names, by title or number, and what it says of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from luoshi.engine.document import Span
from luoshi.engine.lexicon import load_table, load_words
from luoshi.engine.quotations.folding import words_of
from luoshi.engine.quotations.names import names_of_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from luoshi.engine.document import Document


class ReferenceKind(StrEnum):
    """What one document is to the one it names; the strongest wins where it names it more than once."""

    SUPERSEDES = "supersedes"
    ABOLISHES = "abolishes"
    AMENDS = "amends"
    IMPLEMENTS = "implements"
    CITES = "cites"


@dataclass(frozen=True, slots=True)
class Reference:
    """A document named in the text: title as printed inside 《》 and number, one of them perhaps empty."""

    name: str
    number: str
    kind: ReferenceKind
    span: Span
    rule: str


@dataclass(frozen=True, slots=True)
class _Mention:
    """A name or number in its place; `inside` is the name it stands in, if it stands in one."""

    name: str
    number: str
    span: Span
    inside: Span | None = None


_LONGEST_NAME = 160
_SHORTEST_NAME = 4
_REACH = 60
_CUE_REACH = 24
_OPEN, _CLOSE = "《〈", "》〉"
_BRACKET = r"[〔［\[【（(﹝]\s?(?:19|20)\d{2}\s?[〕］\]】）)﹞]"
_NUMBER = re.compile(
    rf"(?P<code>[\u4e00-\u9fffA-Za-z]{{1,16}})(?:（[\u4e00-\u9fff]{{1,6}}）)?\s?{_BRACKET}\s?第?\s?\d{{1,5}}\s?号"
    r"|(?P<order>[\u4e00-\u9fff]{2,20}令)\s?第\s?\d{1,4}\s?号"
)
_NOT_IN_CODE = re.compile(
    r"根据|依据|依照|按照|遵照|贯彻|落实|执行|参照|对照|实施|废止|修改|代替|取代|文件|关于|参见|详见|印发|转发|[和与及的以由对原即在等见]"
)
_OPENING = re.compile(r"\s?[（(]\s?")
_STOPS = "。；！？!?\n"
_JOINTS = "、，,和与及以并或 \t"
_SHORT_FORM = re.compile(r"(?:以下|下)?(?:简称|统称|称)[为作]?[“\"]?$")
_TAIL = re.compile(r"[（(][^（()）]{1,20}[)）]$")
_NOT = re.compile(r"(?:不|未|不再|停止|暂停|不得|无需)$")
_TO_BE_MADE = re.compile(r"(?:出台|制定|制订|编制|起草|填写|填报|报送|签订|签署)(?:了|完善|下发)?$")
_ISSUED_HERE = re.compile(r"(?:印发|转发|发布|公布)[^《]{0,30}《(.{2,150})》的(?:通知|公告|决定)$")
_ISSUES = re.compile(r"^[^。；！？\n]{0,60}(?:现|予以|现予|一并)(?:印发|转发|发布|公布)")


def find_references(document: Document) -> tuple[Reference, ...]:
    """Every mention of another document, in the order of the text; the document itself is none.

    A title is what stands between 《 and 》, names inside it included; a number may stand behind it in brackets or
    alone. Short forms that the text defines for itself (以下简称《条例》), and forms and certificates, are left out.
    """
    text = document.text
    own = _own_keys(document)
    mentions = _mentions(text)
    short_forms = {name_key(m.name) for m in mentions if m.name and _SHORT_FORM.search(text[: m.span.start][-8:])}
    kept = [m for m in mentions if _counts(m, own, short_forms, text)]
    spans = [m.span for m in mentions if m.inside is None]
    return tuple(_reference(text, mention, spans) for mention in kept)


def name_key(name: str) -> str:
    """A title in the form in which titles are compared: without punctuation, spaces and width.

    >>> name_key("关于《教育》 工作的意见") == name_key("关于〈教育〉工作的意见")
    True
    """
    return words_of(name).text


def number_key(number: str) -> str:
    """A document number in the form in which numbers are compared.

    >>> number_key("国发[2018] 42 号")
    '国发〔2018〕42号'
    """
    squeezed = re.sub(r"\s|第(?=\d)", "", number)
    return re.sub(r"[［\[【（(﹝](\d{4})[］\]】）)﹞]", r"〔\1〕", squeezed)


def keys_of(title: str, number: str) -> list[str]:
    """Every key under which a document with this title and number is named by others."""
    keys = [name_key(name) for name in names_of_title(title)]
    keys += [number_key(number)] if number else []
    return list(dict.fromkeys(key for key in keys if key))


def strongest(references: Sequence[Reference]) -> list[Reference]:
    """One reference a document: of several mentions the one that says most, with the number if any has it."""
    numbers: dict[str, set[str]] = defaultdict(set)
    for reference in references:
        numbers[name_key(reference.name)] |= {number_key(reference.number)} - {""}
    groups: dict[tuple[str, str], list[Reference]] = defaultdict(list)
    for reference in references:
        name, number = name_key(reference.name), number_key(reference.number)
        known = numbers[name]
        groups[name, number or (next(iter(known)) if len(known) == 1 else "")].append(reference)
    order = list(ReferenceKind)
    best = []
    for (name, number), group in groups.items():
        if not number and numbers[name]:
            continue  # which of several of this title is meant, nobody can say
        chosen = min(group, key=lambda r: (order.index(r.kind), r.span))
        best.append(replace(chosen, number=next((r.number for r in group if r.number), "")))
    return sorted(best, key=lambda r: r.span)


def _mentions(text: str) -> list[_Mention]:
    numbers = {match.start(): match for match in _numbers(text)}
    found: list[_Mention] = []
    used: set[int] = set()
    for span in _names(text):
        outer = found[-1].span if found and found[-1].span.contains(span) and found[-1].inside is None else None
        behind = _OPENING.match(text, span.end)
        match = numbers.get(behind.end()) if behind else None
        end = match.end() if match else span.end
        if match:
            used.add(match.start())
        name = text[span.start + 1 : span.end - 1].strip()
        found.append(_Mention(name, match.group() if match else "", Span(span.start, end), outer))
    taken = [mention.span for mention in found if mention.inside is None]
    for match in (match for start, match in numbers.items() if start not in used):
        span = Span(*match.span())
        if not any(other.contains(span) for other in _near(taken, span)):
            found.append(_Mention("", match.group(), span))
    return sorted(found, key=lambda mention: (mention.span.start, -mention.span.end))


def _names(text: str) -> Iterator[Span]:
    """What stands between 《 and its 》, the outer name before those inside it."""
    at = text.find(_OPEN[0])
    while at >= 0:
        end = _closing(text, at)
        if end:
            yield Span(at, end)
            yield from _inner(text, at + 1, end - 1)
        at = text.find(_OPEN[0], end or at + 1)


def _inner(text: str, start: int, stop: int) -> Iterator[Span]:
    """The names right inside a name: 《…〈…〉…》, 《…《…》…》."""
    at = start
    while at < stop:
        if text[at] in _OPEN and (end := _closing(text, at)) and end <= stop:
            yield Span(at, end)
            at = end
        else:
            at += 1


def _closing(text: str, at: int) -> int:
    """Where the name that opens here ends, or 0."""
    depth = 0
    for place in range(at, min(len(text), at + _LONGEST_NAME)):
        char = text[place]
        if char == "\n":
            return 0
        depth += (char in _OPEN) - (char in _CLOSE)
        if depth == 0:
            return place + 1
    return 0


def _numbers(text: str) -> Iterator[re.Match[str]]:
    """Document numbers, each from where its own code begins: of 根据国发〔2018〕42号 only what follows 根据."""
    for match in _NUMBER.finditer(text):
        code = "code" if match.group("code") else "order"
        words = [found.end() for found in _NOT_IN_CODE.finditer(match.group(code))]
        start = match.start(code) + (words[-1] if words else 0)
        if start == match.start():
            yield match
        elif start < match.end(code) and (again := _NUMBER.match(text, start)):
            yield again


def _own_keys(document: Document) -> set[str]:
    title = re.sub(r"\s+", " ", document.title.value) if document.title else ""
    number = document.doc_number.value if document.doc_number else ""
    issued = [name_key(found.group(1))] if (found := _ISSUED_HERE.search(title)) else []
    return {*keys_of(title, number), *issued}


def _counts(mention: _Mention, own: set[str], short_forms: set[str], text: str) -> bool:
    """Whether the mention names another document; one inside another's name is that one's matter, not ours."""
    if mention.number and number_key(mention.number) in own:
        return False
    if mention.inside and name_key(mention.inside.of(text).strip("《》")) not in own:
        return False
    if not mention.name or mention.number:
        return True
    key = name_key(mention.name)
    if key in own or key in short_forms or len(mention.name) < _SHORTEST_NAME:
        return False
    if _TO_BE_MADE.search(text[max(0, mention.span.start - 8) : mention.span.start]):
        return False
    if _ISSUES.match(text[mention.span.end : mention.span.end + _REACH * 2]) and mention.inside is None:
        return False
    return _TAIL.sub("", mention.name).rstrip('》〉”" ').endswith(load_words("reference_nouns"))


def _reference(text: str, mention: _Mention, spans: Sequence[Span]) -> Reference:
    near = _near(spans, mention.span)
    kind, rule = ReferenceKind.CITES, "reference.named"
    if (side := _side_before(text, mention, near)) and (cue := _last_cue(side)):
        kind, rule = ReferenceKind(cue[1]), f"reference.{cue[1]}.before"
    if mention.inside is None and (cue := _cue_behind(text, mention.span, near)):
        kind, rule = ReferenceKind(cue[1]), f"reference.{cue[1]}.behind"
    return Reference(mention.name, mention.number, kind, mention.span, rule)


def _near(spans: Sequence[Span], span: Span) -> Sequence[Span]:
    """Of the spans, in order, those that begin near this one."""
    first = bisect_left(spans, Span(span.start - _REACH * 5, 0))
    last = bisect_left(spans, Span(span.start + _REACH * 5, 0))
    return spans[first:last]


def _side_before(text: str, mention: _Mention, spans: Sequence[Span]) -> str:
    """The words of the same phrase before a name; other names of the same row (《…》和《…》) are passed over."""
    floor = mention.inside.start + 1 if mention.inside else max(0, mention.span.start - _REACH * 4)
    at = mention.span.start
    while True:
        at = len(text[:at].rstrip(_JOINTS)) if at - floor < _REACH * 4 else at
        other = next(
            (span for span in spans if span.end in (at, at - 1) and span.start >= floor and span.end > floor), None
        )
        if other is None or mention.inside:
            break
        at = other.start
    words = text[max(floor, at - _REACH) : at]
    cut = max((words.rfind(stop) for stop in (*_STOPS, "，", ",", "：", ":")), default=-1)
    return words[cut + 1 :]


def _last_cue(words: str) -> tuple[str, ...] | None:
    """The cue that stands nearest to the end, the longest of those that end together."""
    best: tuple[int, int, tuple[str, ...]] | None = None
    for row in _cues("before"):
        place = words.rfind(row[0])
        end = place + len(row[0])
        if place >= 0 and len(words) - end <= _CUE_REACH and (best is None or (end, len(row[0])) > best[:2]):
            best = (end, len(row[0]), row)
    return best[2] if best and not _NOT.search(words[: best[0] - best[1]]) else None


def _cue_behind(text: str, span: Span, spans: Sequence[Span]) -> tuple[str, ...] | None:
    """The cue behind a name or the row of names it stands in, with no other name between."""
    at, limit = span.end, min(len(text), span.end + _REACH * 4)
    while other := _next_in_row(text, at, spans):
        if other.end > limit:
            break
        at = other.end
    words = text[at : at + _REACH].lstrip("）) ")
    cut = min((place for stop in (*_STOPS, "《") if (place := words.find(stop)) >= 0), default=len(words))
    found = [
        (place, -len(row[0]), row)
        for row in _cues("behind")
        if (place := words[:cut].find(row[0])) >= 0
        and "，" not in words[:place]
        and words[place + len(row[0]) : place + len(row[0]) + 1] != "《"
    ]
    return min(found)[2] if found else None


def _next_in_row(text: str, at: int, spans: Sequence[Span]) -> Span | None:
    """The name that follows with nothing but joints between."""
    end = at
    while end < len(text) and end - at < _CUE_REACH and text[end] in _JOINTS + "）)":
        end += 1
    return next((span for span in spans if span.start == end), None)


@cache
def _cues(side: str) -> tuple[tuple[str, ...], ...]:
    return tuple(row for row in load_table("reference_cues") if row[2] == side)
