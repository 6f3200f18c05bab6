"""Finds the table of facts (索引号 发文机关 成文日期 …) that government pages put before the document."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from luoshi.engine.lexicon import load_table
from luoshi.engine.reading.html.words import lines_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_FEWEST = 3
_MOST_LEVELS_UP = 6
_LONGEST = 2_000
_MOST_PLACES = 400
_LONGEST_VALUE = 300
_LABEL_TAGS = ("td", "th", "li", "p", "div", "span", "dt", "dd", "strong", "b", "label", "em", "i", "font")
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class FactsTable:
    """The element, and its facts as "label：value": those for the text and those kept apart."""

    element: HtmlElement
    kept: tuple[str, ...]
    apart: tuple[str, ...]


def find_facts_table(body: HtmlElement) -> FactsTable | None:
    """The smallest element that holds at least three labelled facts, if it holds little else."""
    counts: Counter[HtmlElement] = Counter()
    for place in _places_of_labels(body):
        for level, above in enumerate(place.iterancestors()):
            if level >= _MOST_LEVELS_UP or above is body:
                break
            counts[above] += 1
    for element, count in sorted(counts.items(), key=lambda pair: pair[1]):
        if count >= _FEWEST and (found := _read(element)) is not None:
            return _widest(found, counts)
    return None


def _widest(found: FactsTable, counts: Counter[HtmlElement]) -> FactsTable:
    """An element around the one found may hold more of the facts (one row of several)."""
    for above in found.element.iterancestors():
        wider = _read(above) if counts.get(above, 0) > 0 else None
        if wider is None:
            break
        if len(wider.kept) + len(wider.apart) > len(found.kept) + len(found.apart):
            found = wider
    return found


def _places_of_labels(body: HtmlElement) -> list[HtmlElement]:
    places = []
    for element in body.iter(
        "td", "th", "li", "p", "div", "span", "dt", "dd", "strong", "b", "label", "em", "i", "font"
    ):
        if element.text and _label_pattern().match(_BLANK.sub("", element.text[:40])):
            places.append(element)
            if len(places) > _MOST_PLACES:
                break
    return places


def _read(element: HtmlElement) -> FactsTable | None:
    if _is_long(element):
        return None
    pairs, others = _pairs(lines_of(element))
    if len(pairs) < _FEWEST or others > len(pairs):
        return None
    fate = {row[0]: row[1] for row in load_table("page_facts")}
    lines = [(fate[label], f"{label}：{value}") for label, value in pairs]
    return FactsTable(
        element,
        tuple(line for fated, line in lines if fated == "keep"),
        tuple(line for fated, line in lines if fated != "keep"),
    )


def _is_long(element: HtmlElement) -> bool:
    """Whether there is more in an element than a table of facts; counts no further than it must."""
    length = 0
    for count, words in enumerate(element.itertext()):
        length += len(words.strip())
        if length > _LONGEST or count > _LONGEST:
            return True
    return False


def _pairs(lines: list[str]) -> tuple[list[tuple[str, str]], int]:
    """Labels with their values, which stand behind them or on the next line; how many lines were neither."""
    pairs: list[tuple[str, str]] = []
    others = 0
    waiting: str | None = None
    for line in lines:
        labelled = _split(line)
        if labelled:
            pairs += [pair for pair in labelled if pair[1]]
            waiting = None if labelled[-1][1] else labelled[-1][0]
        elif waiting is not None:
            pairs.append((waiting, line))
            waiting = None
        else:
            others += 1
    return [(label, value) for label, value in pairs if len(value) <= _LONGEST_VALUE], others


def _split(line: str) -> list[tuple[str, str]]:
    """The labelled facts of a line that begins with a label."""
    pattern = _label_pattern()
    if pattern.match(line) is None:
        return []
    found = [
        match for match in pattern.finditer(line) if match.start() == 0 or line[match.start() - 1] in " \u3000\u2003"
    ]
    ends = [match.start() for match in found[1:]] + [len(line)]
    return [
        (_BLANK.sub("", match["label"]), line[match.end() : end].strip(" \u3000"))
        for match, end in zip(found, ends, strict=True)
    ]


@cache
def _label_pattern() -> re.Pattern[str]:
    """A label with its colon or alone on its line, its characters spaced or not, in lenticular brackets or not."""
    labels = sorted((row[0] for row in load_table("page_facts")), key=len, reverse=True)
    spaced = (r"\s{0,6}".join(map(re.escape, label)) for label in labels)
    return re.compile(rf"[【\[]?(?P<label>{'|'.join(spaced)})\s{{0,4}}[】\]]?\s{{0,4}}(?:[:：]\s{{0,4}}|$)")
