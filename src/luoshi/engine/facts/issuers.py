"""Finds who issued a document: the signature above the date, else the office that the title begins with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from luoshi.engine.document import Fact, Span
from luoshi.engine.facts.lines import issuer_names, signers
from luoshi.engine.outlining.markers import parse_marker

if TYPE_CHECKING:
    from luoshi.engine.facts.lines import FactLine

_LAST_LINES = 12
_STAND_IN = re.compile(r"[（(].{2,30}代章[）)]")
"""（市水务局代章） below the office that signs."""
_TITLED = re.compile(r"([^《》“”]{2,80}?)(?:等\d{1,2}(?:个)?(?:部门|单位))?\s?(?=关于|印发)")


def find_issuers(lines: list[FactLine], title: Fact | None, signed: Span | None) -> tuple[Fact, ...]:
    """The offices of the signature, in the order of the text; of joint documents all of them."""
    return _of_signature(lines, signed) or _of_title(title)


def _of_signature(lines: list[FactLine], signed: Span | None) -> tuple[Fact, ...]:
    index = next((i for i, line in enumerate(lines) if signed and line.span.end > signed.start), None)
    if index is None or signed is None:
        return ()
    same_line = lines[index].text[: signed.start - lines[index].span.start].strip()
    if same_line:
        line = lines[index]
        return tuple(_placed(line._replace(span=Span(line.span.start, signed.start)), signers(same_line)))
    above: list[Fact] = []
    for line in reversed(lines[max(0, index - _LAST_LINES) : index]):
        if not above and _STAND_IN.fullmatch(line.text):
            continue
        names = None if parse_marker(line.text) else issuer_names(line.text)
        if not names:
            break
        above[:0] = _placed(line, names)
    return tuple(above)


def _placed(line: FactLine, names: list[str]) -> list[Fact]:
    found, at = [], 0
    for name in names:
        start = line.text.find(name, at)
        span = line.span if start < 0 else Span(line.span.start + start, line.span.start + start + len(name))
        at = max(at, start + len(name))
        found.append(Fact(name, span, "fact.issuer_signature"))
    return found


def _of_title(title: Fact | None) -> tuple[Fact, ...]:
    found = _TITLED.match(title.value) if title else None
    names = issuer_names(found[1]) if found else None
    if title is None or not names:
        return ()
    return tuple(Fact(name, title.span, "fact.issuer_title") for name in names)
