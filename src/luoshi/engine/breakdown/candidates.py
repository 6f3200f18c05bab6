"""Chooses the stretches that are measures, and carries the document's general rules along as it reads."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from luoshi.engine.annotations.general_rules import (
    lays_down_rule,
    parting_rule,
    tells_first_leads,
    tells_lone_leads,
)
from luoshi.engine.annotations.grammar import read_standing
from luoshi.engine.annotations.labels import role_of
from luoshi.engine.annotations.prose import find_prose_parts
from luoshi.engine.breakdown.asking import (
    asks,
    asks_as_item,
    asks_in_notice,
    asks_only_by_annotation,
    heading_kind,
    obliges,
    praises,
)
from luoshi.engine.breakdown.stretches import CutClause, Stretch, shared_annotations, walk_cut
from luoshi.engine.clauses import ClauseKind
from luoshi.engine.document import Paragraph
from luoshi.engine.findings import Role, UnitPart

if TYPE_CHECKING:
    from collections.abc import Iterator

    from luoshi.engine.annotations.grammar import Annotation
    from luoshi.engine.clauses import Clause, Outline
    from luoshi.engine.document import Document, Span

_NOTE = re.compile(r"[（(]?(?:备\s?注|注|说\s?明)\s?\d?\s?[:：]")
_NOTE_BEGINS = tuple("（(备注说")
_GOAL = re.compile(
    r"(?:整改|工作|总体|主要|阶段|预期|任务|年度)?(?:目标|问题|情况|成效|依据|背景|标准)[\u4e00-\u9fff]{0,4}[:：]"
)
_SECTIONS = frozenset({"marker.chinese", "marker.chapter"})
_PARTS, _FIRST_LEADS = attrgetter("parts"), attrgetter("first_leads")
_LEAD_IN = 80
"""A first paragraph up to this long (characters) may merely lead in to the longer ones behind it."""


class Candidate(NamedTuple):
    """A measure before its dates and targets are read."""

    part_title: str
    path: str
    headings: tuple[str, ...]
    span: Span
    rule: str
    annotations: tuple[Span, ...] = ()
    times: tuple[Span, ...] = ()
    results: tuple[Span, ...] = ()
    parts: tuple[UnitPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What one pass over the text gives: candidates, goals sections, and the rules laid down."""

    candidates: tuple[Candidate, ...]
    goals: tuple[Span, ...]
    rules: GeneralRules


@dataclass
class GeneralRules:
    """What the document has laid down for all that follows."""

    first_leads: bool = False
    lone_leads: bool = False
    parting: tuple[str, str] | None = None
    """Signs that part the leads of a list from the others, and what the others are."""
    standing: tuple[UnitPart, ...] = ()
    is_general: bool = False
    """The standing units were named before the first section, so that they hold for all sections."""

    def applied(self, parts: tuple[UnitPart, ...]) -> tuple[UnitPart, ...]:
        """The parts under the rules in force: first of an untold list leads; standing units are responsible too."""
        if not parts:
            return ()
        if self.first_leads and all(part.role is Role.RESPONSIBLE for part in parts):
            lead = parts[0]._replace(role=Role.LEAD, rule="unit.first_leads")
            parts = (lead, *(part._replace(role=Role.SUPPORT, rule="unit.first_leads") for part in parts[1:]))
        if self.lone_leads and [part.role for part in parts if part.role is not Role.SUPPORT] == [Role.RESPONSIBLE]:
            parts = tuple(_leading(part) if part.role is Role.RESPONSIBLE else part for part in parts)
        return parts + _further(self.standing, parts)

    def parted(self, text: str, parts: tuple[UnitPart, ...]) -> tuple[UnitPart, ...]:
        """The parts of an untold list under the rule which sign parts the leads from the others."""
        if self.parting is None or any(part.role is not Role.RESPONSIBLE for part in parts):
            return parts
        signs, word = self.parting
        gaps = (text[left.span.end : right.span.start] for left, right in pairwise(parts))
        leads = next((count for count, gap in enumerate(gaps, start=1) if any(sign in gap for sign in signs)), None)
        first = parts[: leads or len(parts)]
        rest = parts[len(first) :]
        return (
            *(part._replace(role=Role.LEAD, rule="unit.parted") for part in first),
            *(part._replace(role=role_of(word), rule="unit.parted") for part in rest),
        )

    def learn(self, annotations: tuple[Annotation, ...], *, is_general: bool = False) -> None:
        """Take in the rules that these annotations lay down; `first_leads` holds for them too, `standing` does not."""
        for annotation in annotations:
            self.first_leads = self.first_leads or annotation.first_leads
            self.stand(annotation.standing, is_general=is_general)

    def stand(self, parts: tuple[UnitPart, ...], *, is_general: bool = False) -> None:
        """Let these units have their part in every annotated measure from here on."""
        if parts:
            self.standing += _further(parts, self.standing)
            self.is_general = self.is_general or is_general

    def leave_section(self) -> None:
        """A standing rule holds to the end of its outermost section."""
        if not self.is_general:
            self.standing = ()


def _further(parts: tuple[UnitPart, ...], known: tuple[UnitPart, ...]) -> tuple[UnitPart, ...]:
    """Those of the parts whose names are not known yet."""
    names = {part.name for part in known} if parts else ()
    return tuple(part for part in parts if part.name not in names)


def _leading(part: UnitPart) -> UnitPart:
    return part._replace(role=Role.LEAD, rule="unit.lone_leads")


@dataclass
class _Reading:
    """The state of one pass over one part."""

    text: str
    title: str
    tables: tuple[Span, ...]
    only_annotated: bool
    rules: GeneralRules
    below: int = 0
    """Where the title ends that stands above this part: nothing before it is asked."""
    section: str = ""
    found: list[Candidate] = field(default_factory=list)
    goals: list[Span] = field(default_factory=list)


def find_candidates(document: Document, outline: Outline, tables: tuple[Span, ...]) -> Found:
    """The measures of the text outside `tables`, in order, and the spans of goals sections."""
    title = document.title.value if document.title else ""
    rules = GeneralRules(first_leads=_notes_first_leads(document), lone_leads=tells_lone_leads(document.text))
    rules.parting = parting_rule(document.text)
    found: list[Candidate] = []
    goals: list[Span] = []
    for part in outline.parts:
        own = part.heading.of(document.text) or title
        covers = part is outline.parts[0]
        only = praises(title) or asks_only_by_annotation(title if covers else own)
        reading = _Reading(document.text, title if covers else own, tables, only, rules)
        reading.below = _end_of_masthead(document, part) if covers else 0
        _read_part(reading, part)
        found.extend(reading.found)
        goals.extend(reading.goals)
    return Found(tuple(found), tuple(goals), rules)


def _end_of_masthead(document: Document, part: Clause) -> int:
    """Where the title ends if it stands before the first clause: 承办单位：某网 above it is the site's."""
    title = document.title
    if title is None or title.rule != "fact.title":
        return 0
    if document.addressees and document.addressees.span.start < title.span.start:  # a notice above its plan
        return 0
    first = next((clause.span.start for clause in part.children), part.span.end)
    return title.span.end if title.span.end <= first else 0


def _notes_first_leads(document: Document) -> bool:
    """注：各责任单位中排第一位的为牵头单位 at the foot holds for all that is above it."""
    lines = (document.words(block.span).strip() for block in document.blocks if isinstance(block, Paragraph))
    return any(line.startswith(_NOTE_BEGINS) and _NOTE.match(line) and tells_first_leads(line) for line in lines)


def _read_part(reading: _Reading, part: Clause) -> None:
    cuts = list(walk_cut(reading.text, part))
    shared = _shared_by_clause([cut for cut, _ in cuts])
    silent: set[int] = set()
    numbered = any(cut.clause.kind is not ClauseKind.PART for cut, _ in cuts)
    for cut, above in cuts:
        _enter_section(reading, cut, above)
        kind = heading_kind(cut.heading) if cut.clause.kind is not ClauseKind.PART else None
        if kind == "goal":
            reading.goals.append(cut.clause.span)
        if kind or (above and id(above[-1].clause) in silent):
            silent.add(id(cut.clause))
        reading.rules.learn(cut.rules, is_general=not above)
        inherited = tuple(
            annotation
            for upper in (*above, cut)
            for annotation in upper.inherited
            if annotation.span.start >= reading.below
        )
        for stretch in _stretches(cut, shared.get(id(cut.clause), ())):
            _read_stretch(
                reading, stretch, cut, above, inherited, is_silent=id(cut.clause) in silent, is_numbered=numbered
            )


def _enter_section(reading: _Reading, cut: CutClause, above: tuple[CutClause, ...]) -> None:
    section = (*above, cut)[1].clause.path if len(above) >= 1 else ""
    if section != reading.section:
        reading.section = section
        reading.rules.leave_section()


def _shared_by_clause(cuts: list[CutClause]) -> dict[int, tuple[Annotation, ...]]:
    """One bracket behind several numbered sub-items, by the clause that it serves too."""
    by_id = {id(cut.clause): cut for cut in cuts}
    shared: dict[int, tuple[Annotation, ...]] = {}
    for cut in cuts:
        children = [by_id[id(child)] for child in cut.clause.children if id(child) in by_id]
        leaves = [child for child in children if not any(id(sub) in by_id for sub in child.clause.children)]
        if len(leaves) == len(children):
            for position, annotations in shared_annotations(leaves).items():
                shared[id(leaves[position].clause)] = annotations
    return shared


def _stretches(cut: CutClause, shared: tuple[Annotation, ...]) -> Iterator[Stretch]:
    for stretch in cut.stretches:
        if shared and not stretch.annotations:
            stretch.annotations = list(shared)
        yield stretch


def _read_stretch(
    reading: _Reading,
    stretch: Stretch,
    cut: CutClause,
    above: tuple[CutClause, ...],
    inherited: tuple[Annotation, ...],
    *,
    is_silent: bool,
    is_numbered: bool,
) -> None:
    if stretch.span.end <= reading.below:
        return
    if reading.tables and any(table.contains(stretch.span) for table in reading.tables):
        return
    annotations = tuple(stretch.annotations)
    if any(map(_FIRST_LEADS, annotations)):
        reading.rules.first_leads = True
    if not any(map(_PARTS, annotations)):
        annotations += inherited
    parts = tuple(part for annotation in annotations for part in annotation.parts)
    if (
        _has_own(stretch)
        or (parts and not _is_lead_in_line(reading.text, stretch))
        or _is_measure(reading, stretch, cut, is_silent=is_silent, is_numbered=is_numbered)
    ):
        ruled = reading.rules.applied(reading.rules.parted(reading.text, parts))
        prose = _further(find_prose_parts(reading.text, stretch.span), ruled)
        headings = tuple(filter(None, (upper.heading for upper in (*above[1:], cut) if upper.clause.marker)))
        reading.found.append(
            Candidate(
                part_title=reading.title,
                path="" if stretch.is_closing and not parts else cut.clause.path,
                headings=headings,
                span=stretch.span,
                rule=_rule(stretch, annotated=bool(parts)),
                annotations=tuple(annotation.span for annotation in annotations),
                times=tuple(span for annotation in annotations for span in annotation.times),
                parts=ruled + prose,
            )
        )
    reading.rules.learn(annotations)
    if not annotations:
        _learn_from_prose(reading, stretch, is_general=cut.clause.kind is ClauseKind.PART)


def _learn_from_prose(reading: _Reading, stretch: Stretch, *, is_general: bool) -> None:
    """General rules that a sentence of its own lays down, in a notice or between a heading and its items."""
    if tells_first_leads(stretch.span.of(reading.text)):
        reading.rules.first_leads = True
    if is_general or stretch.is_intro:
        reading.rules.stand(read_standing(reading.text, stretch.span), is_general=is_general)


def _is_measure(reading: _Reading, stretch: Stretch, cut: CutClause, *, is_silent: bool, is_numbered: bool) -> bool:
    """Whether a stretch without units asks for action."""
    words = stretch.span.of(reading.text)
    if is_silent or reading.only_annotated or lays_down_rule(words):
        return False
    if not is_numbered:
        return not words.endswith((":", "：")) and asks_in_notice(reading.title, words)
    if cut.clause.kind is ClauseKind.PART or len(words) < 6 or words.endswith((":", "：")):
        return False
    if stretch.is_intro:
        if _is_preamble(cut):
            return False
        return not stretch.is_item and obliges(words) and asks(words) and not _GOAL.match(words)
    if _is_bare_line(words, stretch) or _leads_in(reading.text, stretch, cut):
        return False
    return asks_as_item(words) if stretch.is_item else asks(words)


def _is_preamble(cut: CutClause) -> bool:
    """Whether the clause is a page's own heading (正文, 政策全文) over the sections of the document."""
    return cut.clause.kind is ClauseKind.HEADING and any(child.rule in _SECTIONS for child in cut.clause.children)


def _has_own(stretch: Stretch) -> bool:
    return any(map(_PARTS, stretch.annotations))


def _is_lead_in_line(text: str, stretch: Stretch) -> bool:
    """具体措施： or 整改目标：… between a heading with units and its items, or the problem that they are to mend."""
    words = stretch.span.of(text)
    if stretch.is_intro and stretch.is_item:
        return True
    return words.endswith((":", "：")) or (stretch.is_intro and _GOAL.match(words) is not None)


def _is_bare_line(words: str, stretch: Stretch) -> bool:
    """A short line without punctuation in the midst of paragraphs is a heading."""
    return not stretch.is_item and len(words) <= 30 and words[-1] not in "。；;！!”）)"


def _leads_in(text: str, stretch: Stretch, cut: CutClause) -> bool:
    """A short first paragraph without figures or duties, before longer ones of the same heading."""
    if stretch is not cut.stretches[0] or stretch.is_item or len(cut.stretches) < 2:
        return False
    words = stretch.span.of(text)
    short = len(words) <= _LEAD_IN and not any(char.isdigit() for char in words) and not obliges(words)
    return short and len(cut.stretches[1].span) > len(words)


def _rule(stretch: Stretch, *, annotated: bool) -> str:
    if stretch.is_closing:
        return "measure.closing"
    if annotated:
        return "measure.annotated"
    return "measure.item" if stretch.is_item else "measure.paragraph"
