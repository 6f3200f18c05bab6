"""Turns a plain-text official document into a .docx whose clause numbers are automatic."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tests.tools.docx_parts import (
    abstract_num,
    lvl,
    make_docx,
    num,
    num_pr,
    paragraph,
    run,
    start_override,
    style,
    styled,
)

_HAN = "一二三四五六七八九十"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_MARKER = re.compile(
    rf"(?P<chapter>第(?P<c>[{_HAN}]{{1,3}})章)|(?P<article>第(?P<a>[{_HAN}]{{1,3}})条)"
    rf"|(?P<first>(?P<f>[{_HAN}]{{1,3}})[、．.])|(?P<second>[（(](?P<s>[{_HAN}]{{1,3}})[）)]、?)"
    rf"|(?P<third>(?P<t>[0-9]{{1,3}})[、．.](?![0-9]))|(?P<fourth>[（(](?P<h>[0-9]{{1,3}})[）)]、?)"
    rf"|(?P<fifth>[{_CIRCLED}])"
)
_LEVELS = {
    "first": (0, "chineseCountingThousand", "nothing"),
    "second": (1, "japaneseCounting", "tab"),
    "third": (2, "decimal", "space"),
    "fourth": (3, "decimal", "tab"),
    "fifth": (4, "decimalEnclosedCircle", "nothing"),
    "chapter": (0, "chineseCountingThousand", "tab"),
    "article": (1, "chineseCountingThousand", "space"),
}
_ARTICLES = frozenset({"chapter", "article"})
_CLAUSES = 1
"""The number of the list that the heading styles are linked to."""
_HEADING_STYLES = {"first": "h1", "second": "h2", "chapter": "h1"}


@dataclass(frozen=True, slots=True)
class Marker:
    """A printed clause number: its kind, the pattern with %n for the number, and the number."""

    kind: str
    before: str
    after: str
    value: int
    length: int

    @property
    def form(self) -> tuple[str, str, str]:
        return self.kind, self.before, self.after


@dataclass(slots=True)
class _List:
    """An abstract list under construction: its level by form, and the counts as Word would keep them."""

    abstract: int
    levels: dict[tuple[str, str, str], int] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)

    def count(self, marker: Marker) -> int | None:
        """Count one paragraph; the number to start anew from where the automatic one would be another."""
        level = self.levels[marker.form]
        is_expected = self.counts.get(level, 0) + 1 == marker.value
        self.counts[level] = marker.value
        for deeper in [other for other in self.counts if other > level]:
            if marker.kind != "chapter":
                del self.counts[deeper]
        for higher in range(level):
            self.counts.setdefault(higher, 1)
        return None if is_expected else marker.value


class _Numbering:
    """Deals the forms of a document out to lists: the first form of each kind to the list of its family."""

    def __init__(self) -> None:
        self._clauses = _List(_CLAUSES)
        self._lists = [self._clauses]
        self._by_form: dict[tuple[str, str, str], _List] = {}
        self._families = {"clauses": self._clauses}
        self._restarts: list[str] = []

    def place(self, marker: Marker) -> tuple[int, int, bool]:
        """The `numId` and level of a paragraph, and whether its style may number it without being told."""
        lists = self._by_form.get(marker.form) or self._take_in(marker)
        start = lists.count(marker)
        level = lists.levels[marker.form]
        if start is None:
            return lists.abstract, level, lists is self._clauses
        num_id = 1000 + len(self._restarts)
        self._restarts.append(num(num_id, lists.abstract, start_override(start, level)))
        return num_id, level, False

    def xml(self) -> str:
        nums = "".join(num(one.abstract, one.abstract) for one in self._lists)
        abstracts = "".join(_abstract_xml(one, is_linked=one is self._clauses) for one in self._lists)
        return abstracts + nums + "".join(self._restarts)

    def _take_in(self, marker: Marker) -> _List:
        family = "articles" if marker.kind in _ARTICLES else "clauses"
        home = self._families.get(family)
        level = _LEVELS[marker.kind][0]
        if home is None or level in home.levels.values():
            home = _List(len(self._lists) + 1)
            self._lists.append(home)
            self._families.setdefault(family, home)
        home.levels[marker.form] = level
        self._by_form[marker.form] = home
        return home


def as_docx(text: str) -> bytes:
    """A .docx of the lines of `text`, empty ones left out, with 一、（一）1.（1）① and 第一条 numbered by Word.

    Numbers come from heading styles where a line is a heading, else from the paragraph; where the count of the text
    jumps or starts anew a list of its own carries a start override.
    """
    numbering = _Numbering()
    body = "".join(_paragraph(line.strip(), numbering) for line in text.splitlines() if line.strip())
    return make_docx(body, numbering=numbering.xml(), styles=_STYLES)


def find_marker(line: str) -> Marker | None:
    """The clause number that a line begins with, or None."""
    found = _MARKER.match(line)
    if found is None or found.lastgroup is None:
        return None
    kind = next(name for name in _LEVELS if found.group(name))
    digits = next((found.group(name) for name in "cafsth" if found.group(name)), found.group())
    value = _value(digits)
    if value is None:
        return None
    before, _, after = found.group().partition(digits)
    return Marker(kind, before, after, value, found.end())


def _paragraph(line: str, numbering: _Numbering) -> str:
    marker = find_marker(line)
    if marker is None:
        return paragraph(run(line))
    words = line[marker.length :].strip()
    num_id, level, is_by_style = numbering.place(marker)
    heading = _HEADING_STYLES.get(marker.kind) if words and not words.endswith(("。", "；", "）", ")")) else None
    properties = styled(heading) if heading else ""
    if heading is None or not is_by_style:
        properties += num_pr(num_id, level)
    return paragraph(run(words), properties)


def _value(digits: str) -> int | None:
    if digits in _CIRCLED:
        return _CIRCLED.index(digits) + 1
    return int(digits) if digits.isdecimal() else _HAN_VALUES.get(digits)


def _han(value: int) -> str:
    tens, ones = divmod(value, 10)
    return ("" if tens < 2 else _HAN[tens - 1]) + ("十" if tens else "") + (_HAN[ones - 1] if ones else "")


def _abstract_xml(lists: _List, *, is_linked: bool) -> str:
    levels = []
    for (kind, before, after), level in sorted(lists.levels.items(), key=lambda pair: pair[1]):
        _, number_format, suffix = _LEVELS[kind]
        linked = _HEADING_STYLES.get(kind) if is_linked else None
        extra = '<w:lvlRestart w:val="0"/>' if kind == "article" else ""
        extra += styled(linked) if linked else ""
        extra += f'<w:suff w:val="{suffix}"/>'
        levels.append(lvl(level, f"{before}%{level + 1}{after}", number_format, extra))
    return abstract_num(lists.abstract, *levels)


_HAN_VALUES = {_han(value): value for value in range(1, 100)}
_STYLES = style("h1", num_pr(_CLAUSES, None) + '<w:outlineLvl w:val="0"/>', name="heading 1") + style(
    "h2", num_pr(_CLAUSES, 1) + '<w:outlineLvl w:val="1"/>', name="heading 2"
)
