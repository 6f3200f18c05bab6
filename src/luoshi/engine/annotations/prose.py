"""Finds the fixed prose form 由A牵头，B配合 in the words of a measure."""

from __future__ import annotations

import re

from luoshi.engine.annotations.grammar import read_annotation, units_of
from luoshi.engine.annotations.labels import role_of, said_labels
from luoshi.engine.annotations.units import is_unit
from luoshi.engine.document import Span
from luoshi.engine.findings import Role, UnitPart

_LIST = r"[^。；;，,：:！!？?（）()\n]{2,80}"
_PAIR = re.compile(
    rf"(?:^|(?<=[。；;，,：:\s]))(?:原则上)?由?(?P<lead>{_LIST}?)牵头(?:负责|组织|抓总|实施|落实)?[，,]\s?(?:会同|由|并由)?(?P<support>{_LIST}?)"
    r"(?:等(?:有关|相关)?(?:部门|单位)?)?(?:共同|积极|协同|做好|按(?:照)?(?:职责|分工){1,2})?(?P<verb>配合|参与|协助|协办|支持|负责|落实)(?!的)"
)


_ANSWERS = re.compile(
    rf"(?:^|(?<=[。；;，,：:\s]))(?:原则上)?由?(?P<lead>{_LIST}?)(?P<task>负责|承办|主办)[，,]\s?(?P<support>{_LIST}?)(?P<verb>配合|参与|协助|协办|支持)(?!的)"
)
"""由省水利厅负责，省财政厅配合: the one answers, the others help."""
_ALONE = re.compile(
    rf"(?<!成立)(?<!建立)(?<!组建)[由请](?P<lead>{_LIST}?)牵头(?:负责|抓总|实施|落实|组织实施|推进)?(?=[。；;，,]|$)"
)
_DOES = re.compile(
    r"(?:^|(?<=[。；;，,：:]))(?P<lead>[^。；;，,：:！!？?（）()\n由]{2,40}?)牵头(?=对|开展|组织|推进|制定|建立|完成|落实|实施|编制|修订|负责)"
)
"""市教育局牵头开展…: without 由 only where all that stands before it are units."""
_TOLD = re.compile(
    r"牵头|按(?:照)?(?:各自)?(?:职责|职能|分工)|(?:负责|承办|主办)[，,][^。；;]{2,80}(?:配合|参与|协助|协办|支持)|由[^。；;]{2,80}(?:负责|承办|主办)[，,]"
)
_PERSON = re.compile(r"(?:领导|副?[省市州县区镇乡校院局处科]长|主任|书记)$")
"""由分管副镇长牵头，镇国土所配合: who leads is no unit."""
_STATEMENT = re.compile("[^。；;\n]+")
_SHORTEST_SENTENCE = 6
_PLACE = re.compile(r"[\u4e00-\u9fff]{2,8}[市县区旗州盟镇乡]$")


def find_prose_parts(text: str, span: Span) -> tuple[UnitPart, ...]:
    """Lead and support units of such sentences; 由A牵头落实 alone gives a lead, a list not all of units nothing."""
    words = span.of(text)
    if not _TOLD.search(words):
        return _said(words, span.start)
    found: list[UnitPart] = []
    taken = -1
    for pair in _PAIR.finditer(words):
        role = Role.RESPONSIBLE if pair["verb"] in {"负责", "落实"} else Role.SUPPORT
        lead = _units(pair, "lead", Role.LEAD, span.start)
        support = _units(pair, "support", role, span.start)
        if support and (lead or _PERSON.search(pair["lead"])):
            found.extend((*lead, *support))
            taken = pair.end()
    for pair in _ANSWERS.finditer(words):
        lead = _units(pair, "lead", role_of(pair["task"]), span.start)
        support = _units(pair, "support", Role.SUPPORT, span.start)
        found.extend((*lead, *support) if lead and support else ())
    for alone in _ALONE.finditer(words):
        if alone.start() > taken:
            found.extend(_units(alone, "lead", Role.LEAD, span.start))
    for does in _DOES.finditer(words) if not found else ():
        found.extend(_units(does, "lead", Role.LEAD, span.start))
    return tuple(found) or _said(words, span.start) or _last_sentence(text, span)


def _said(words: str, start: int) -> tuple[UnitPart, ...]:
    """…，责任单位为市教育局、市财政局。 amid other sentences."""
    found: list[UnitPart] = []
    labels = said_labels(words)
    ends = [label.start() for label in labels[1:]] + [len(words)]
    for label, end in zip(labels, ends, strict=False):
        if label["unit"]:
            listed = _STATEMENT.match(words, label.end(), end)
            role = role_of(label["word"])
            found.extend(units_of(listed[0].rstrip("，,、"), role, start + label.end(), "unit.said") if listed else ())
    return tuple(found)


def _last_sentence(text: str, span: Span) -> tuple[UnitPart, ...]:
    """A牵头，B、C，D按职责分工负责 as the last sentence of a paragraph: units and verbs, nothing else."""
    words = span.of(text).rstrip("。；; \n")
    start = max(words.rfind(sign) for sign in "。；;\n") + 1
    sentence = words[start:]
    if not 0 < start <= len(words) - _SHORTEST_SENTENCE or not _TOLD.search(sentence):
        return ()
    annotation = read_annotation(text, Span(span.start + start, span.start + len(words)))
    parts = annotation.parts if annotation else ()
    return parts if all(is_unit(part.name) for part in parts) else ()


def _units(found: re.Match[str], group: str, role: Role, start: int) -> tuple[UnitPart, ...]:
    parts = tuple(units_of(found[group], role, start + found.start(group), "unit.prose"))
    return parts if all(is_unit(part.name) or _PLACE.fullmatch(part.name) for part in parts) else ()
