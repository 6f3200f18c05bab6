"""Reads which documents and clauses a clause names: 《…》, a document number, 第三条, 第二部分第（四）项."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from luoshi.engine.lexicon import load_table
from luoshi.engine.linking.report import Relation
from luoshi.engine.quotations.folding import words_of
from luoshi.engine.quotations.names import names_of_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from luoshi.engine.linking.report import LinkDocument

_TITLE = re.compile(r"《([^《》〈〉]{2,120}(?:[《〈][^《》〈〉]{2,120}[》〉][^《》〈〉]{0,60})?)》")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,8}[〔\[（(]20\d{2}[〕\]）)]\s?\d{1,4}\s?号")
_COUNT = "[一二三四五六七八九十百零〇0-9]{1,6}"
_ARTICLE = re.compile(rf"第({_COUNT})条")
_SECTION = re.compile(rf"第({_COUNT})(?:部分|章|大?点|方面)")
_ITEM = re.compile(rf"第?[（(]({_COUNT})[)）]\s?[条款项点]?|第({_COUNT})[款项]")
_REACH = 40
_BEFORE = 12
_LONGEST_PREFIX = 8
_INSIDE = 6
_DIGITS = {"〇": 0, "零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


@dataclass(frozen=True, slots=True)
class Citation:
    """A document named in a clause; `numbers` are the parts of the clause path that are named after it."""

    document: str
    words: str
    relation: Relation
    numbers: tuple[str, ...] = ()


def find_citations(text: str, names: dict[str, str]) -> list[Citation]:
    """The documents that a text names, each with the clause numbers that follow the name."""
    found: list[Citation] = []
    for match in [*_TITLE.finditer(text), *_NUMBER.finditer(text)]:
        document = _named(match, names)
        if document is None:
            continue
        numbers, end = _numbers_after(text, match.end())
        inside = 0 if match.re is _TITLE else _INSIDE
        relation = _relation_before(text[max(0, match.start() - _BEFORE) : match.start() + inside])
        found.append(Citation(document, text[match.start() : end], relation, numbers))
    return found


def _named(match: re.Match[str], names: dict[str, str]) -> str | None:
    """The document of a title or a number; words may stand before a number without a gap (根据云政发〔2020〕3号)."""
    if match.re is _TITLE:
        return names.get(words_of(match.group(1)).text)
    words = words_of(match.group()).text
    return next((names[words[start:]] for start in range(_LONGEST_PREFIX) if words[start:] in names), None)


class Names:
    """Every name under which a document may be cited → its key; a name of two documents counts for neither."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}
        self._bearers: dict[str, set[str]] = defaultdict(set)

    def add(self, document: LinkDocument) -> set[str]:
        """Take the names of a document up; returns them."""
        own = _own_names(document)
        for name in own:
            self._bearers[name].add(document.key)
            self._settle(name)
        return own

    def remove(self, document: LinkDocument) -> set[str]:
        """Forget the names of a document; returns them."""
        own = _own_names(document)
        for name in own:
            self._bearers[name].discard(document.key)
            self._settle(name)
        return own

    def _settle(self, name: str) -> None:
        bearers = self._bearers[name]
        if len(bearers) == 1:
            self.known[name] = next(iter(bearers))
        else:
            self.known.pop(name, None)
        if not bearers:
            del self._bearers[name]


def names_of(documents: Iterable[LinkDocument]) -> dict[str, str]:
    """The names of some documents: see Names."""
    names = Names()
    for document in documents:
        names.add(document)
    return names.known


def _own_names(document: LinkDocument) -> set[str]:
    own = [*names_of_title(document.title), *document.names, document.doc_number]
    return {words_of(name).text for name in own if name}


def mentions_of(text: str) -> set[str]:
    """Every name that a text may cite a document by, whether there is such a document or not."""
    titles = {words_of(match.group(1)).text for match in _TITLE.finditer(text)}
    numbers = [words_of(match.group()).text for match in _NUMBER.finditer(text)]
    return titles | {words[start:] for words in numbers for start in range(_LONGEST_PREFIX)}


def matches_path(path: str, numbers: Sequence[str]) -> bool:
    """Whether the numbers named stand in the path in this order: 第二部分第（四）项 ↔ 二/(四)."""
    parts = [_plain(part) for part in path.split("/")]
    at = 0
    for number in numbers:
        if number not in parts[at:]:
            return False
        at = parts.index(number, at) + 1
    return bool(numbers)


def _numbers_after(text: str, end: int) -> tuple[tuple[str, ...], int]:
    """The clause numbers directly after a name: section, item, article."""
    numbers: list[str] = []
    limit = min(len(text), end + _REACH)
    stop = re.compile(r"[。；，,;《]").search(text, end, limit)
    limit = stop.start() if stop else limit
    past = end
    for match in sorted(
        (match for pattern in (_SECTION, _ITEM, _ARTICLE) for match in pattern.finditer(text, end, limit)),
        key=lambda match: match.start(),
    ):
        number = next(group for group in match.groups() if group)
        numbers.append(_plain(number if match.re is not _ARTICLE else f"第{number}条"))
        past = match.end()
    return tuple(numbers), past


def _relation_before(before: str) -> Relation:
    """What the words before a name say: 落实《…》 is more than 见《…》."""
    nearest = max(_relations(), key=lambda row: (before.rfind(row[0]), len(row[0])))
    return Relation(nearest[1]) if nearest[0] in before else Relation.CITES


@cache
def _relations() -> tuple[tuple[str, ...], ...]:
    return load_table("linking_relations")


def _plain(part: str) -> str:
    """A number without brackets, Chinese numerals as digits: (十一) and 11 are one."""
    part = part.strip("()（）、.． ")
    inner = part.removeprefix("第").rstrip("条章节部分款项")
    return str(_value(inner)) if inner and all(char in _DIGITS or char in "十百" for char in inner) else inner


def _value(numeral: str) -> int:
    """The number that a Chinese numeral below one thousand stands for."""
    total, digit = 0, 0
    for char in numeral:
        if char in _DIGITS:
            digit = _DIGITS[char]
        else:
            total += (digit or 1) * (100 if char == "百" else 10)
            digit = 0
    return total + digit
