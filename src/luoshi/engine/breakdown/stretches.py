"""Cuts the clauses of a part into stretches: each a run of words that one annotation, or none, belongs to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from luoshi.engine.annotations.grammar import Annotation, read_annotation
from luoshi.engine.annotations.labels import starts_with_label
from luoshi.engine.annotations.units import is_unit
from luoshi.engine.breakdown.asking import heading_kind
from luoshi.engine.breakdown.feet import without_foot
from luoshi.engine.breakdown.pieces import Piece, cut_pieces
from luoshi.engine.clauses import Clause, ClauseKind
from luoshi.engine.document import Span
from luoshi.engine.outlining.lines import trimmed

if TYPE_CHECKING:
    from collections.abc import Iterator

_SENTENCE_ENDS = "。；;！!？?：:"
_FULL_STOPS = ("。", "；", "！")
_TITLE_END, _LAST_BRACKET = re.compile(r"[。：:\n]"), re.compile(r"[（(][^（）()]*[）)]$")
_SHORT_HEADING = 32
"""A numbered line up to this long (characters) that ends in 。 may still be a heading, if something stands under it."""
_LONG_HEADING = 48
_LONGEST_NAME = 16
"""Characters of a numbered line with units behind it that is still the name of the paragraph below."""
_DOES = ("负责", "牵头", "配合", "落实")
_LONGEST_LIST = 300
"""Characters of a line that names units and says nothing else."""
_SIGN = re.compile(r"[，,、；;：:。\d]")
_STOP, _FIGURE = re.compile(r"[。；;!！?？]"), re.compile(r"\d")
_FINE = re.compile(r"\(\d|\d\)|[①-⑳⑴-⒇]")
_MEASURES = re.compile(
    r"(?:(?:整改|工作|具体|主要|落实|重点|改进)(?:措施|举措|任务)|措施|举措)\s?[:：]\s?(?P<alone>$)?"
)
"""整改措施：… on a line of its own, below the problem and the goal: here begins what is asked."""
_GOAL = re.compile(r"(?:整改|工作|预期)目标\s?[:：]")
_MANY_ALIKE = 4
"""Items of one paragraph each, from which on a second paragraph below the last is none of it."""
_COUNTS = re.compile(r"[两二三四五六七八九十](?:个|项|类|种|方面|大|条|步)")
_BULLETS = frozenset("-*+")
_HARD = frozenset({ClauseKind.NUMBERED, ClauseKind.BOX, ClauseKind.HEADING, ClauseKind.PART})
_LEAST_ANNOTATED = 16
"""From so many characters on a sentence with a bracket of its own is the matter, whatever stands under it."""
_CLOSING = re.compile(
    r"(?:各地|各级|各有关|各相关|各县|各区|各市|各省|各乡|各镇|各街|各部门|各单位|各责任|请(?:[各将于按认遵结贯抓有相]|[省市县区]?(?:人民)?政府)|望各?|以上|上述|此前|未尽|具体由|重大事项|"
    r"本(?:通知|意见|方案|办法|措施|计划|政策|规定|细则))"
)


@dataclass
class Stretch:
    """Words that belong together, the annotations that follow them, and the clause they stand in."""

    clause: Clause
    span: Span
    annotations: list[Annotation] = field(default_factory=list)
    is_item: bool = False
    """Begun by a numbered line: later lines of the clause go on with it until an annotation ends it."""
    is_intro: bool = False
    """Stands between a heading and its numbered children."""
    is_closing: bool = False
    """An unnumbered paragraph behind a finished item."""

    @property
    def annotated(self) -> bool:
        return any(annotation.parts for annotation in self.annotations)


class CutClause(NamedTuple):
    """A clause with its own stretches; `heading` is its title, `inherited` what is annotated at the heading."""

    clause: Clause
    heading: str
    stretches: tuple[Stretch, ...]
    inherited: tuple[Annotation, ...] = ()
    trailing: tuple[Annotation, ...] = ()
    """Annotations on lines of their own behind the clause's last words."""
    rules: tuple[Annotation, ...] = ()
    """What is laid down for all that follows, in a bracket at the heading or on a line of its own."""


def cut_clause(text: str, clause: Clause, *, is_last: bool, is_alone: bool = False) -> CutClause:
    """Cut the words of one clause (not of its numbered children) into stretches.

    `is_last` says that no numbered clause follows in the part, so that a closing paragraph may stand here; `is_alone`
    that all others are one paragraph each, so that each further one here closes the part.
    """
    lines = [_read_line(text, line) for line in _own_lines(text, clause)]
    heads = cut_pieces(text, clause.heading) if len(clause.heading) else []
    nested = any(is_hard(child) for child in clause.children)
    has_body = any(not line.is_annotation for line in lines)
    parents = nested and not (_says_all(text, heads) and _has_boxes_only(clause))
    bare = _is_bare(text, clause, heads, has_children=parents, has_body=has_body, has_matter=_has_matter(text, lines))
    cutter = _Cutter(text, clause, is_last=is_last, is_bare_parent=nested and bare, is_alone=is_alone)
    inherited: tuple[Annotation, ...] = ()
    rules = (
        tuple(annotation for piece in heads for annotation in piece.annotations if annotation.is_rule) if bare else ()
    )
    if bare:
        inherited = tuple(
            annotation
            for piece in heads
            for annotation in piece.annotations
            if annotation.parts or (annotation.times and not nested)
        )
    else:
        cutter.take(heads, is_item=clause.kind in (ClauseKind.NUMBERED, ClauseKind.BOX))
    for line in lines:
        cutter.take_line(line)
    stretches, early = cutter.finish()
    if clause.kind is ClauseKind.PART:  # （2026年3月—6月） below a title is no time of what follows
        early = tuple(annotation for annotation in early if annotation.parts)
    if bare and any(is_hard(child) and child.kind is not ClauseKind.BOX for child in clause.children):
        for stretch in stretches:
            stretch.is_intro = True
    return CutClause(
        clause, _title(text, clause), stretches, inherited + early, tuple(cutter.trailing), (*rules, *cutter.rules)
    )


def is_hard(clause: Clause) -> bool:
    """A clause that counts as one: a number, a box, a heading; not an enumerating word or a dash."""
    return clause.kind in _HARD


def _says_all(text: str, heads: list[Piece]) -> bool:
    """A sentence with units of its own: 健全巡查机制。（市水务局）; a box below it does not make it a heading."""
    units = any(annotation.parts for piece in heads for annotation in piece.annotations)
    return units and any(piece.span.of(text).rstrip().endswith(_FULL_STOPS) for piece in heads)


def _has_boxes_only(clause: Clause) -> bool:
    return all(child.kind is ClauseKind.BOX for child in clause.children if is_hard(child))


def _own_lines(text: str, clause: Clause) -> list[Span]:
    """The lines behind the heading; 一是 and —— are lines like others and stay with their words, a bullet does not."""
    lines = list(clause.body)
    for child in clause.children:
        if is_hard(child):
            continue
        waiting = [child]
        while waiting:
            soft = waiting.pop()
            is_bullet = soft.marker in _BULLETS
            lines.append(Span(soft.heading.start if is_bullet else soft.span.start, soft.heading.end))
            lines.extend(soft.body)
            waiting.extend(reversed(soft.children))
    return without_foot(text, sorted(trimmed(text, line) for line in lines)) if lines else []


class _Line(NamedTuple):
    """A line below the heading: what it annotates if it begins with a label, else the pieces it is cut into."""

    label: Annotation | None
    pieces: list[Piece]
    has_label: bool

    @property
    def is_alone(self) -> bool:
        """Whether it is a bracket and nothing else."""
        return len(self.pieces) == 1 and not len(self.pieces[0].span)

    @property
    def is_annotation(self) -> bool:
        """Whether it names units or times and says nothing else."""
        return self.label is not None or (self.is_alone and not self.has_label)


def _read_line(text: str, line: Span) -> _Line:
    has_label = starts_with_label(line.of(text))
    label = read_annotation(text, line) if has_label else _line_of_units(text, line)
    return _Line(label, [] if label else cut_pieces(text, line), has_label)


def _line_of_units(text: str, line: Span) -> Annotation | None:
    """市教育局牵头，市财政局按职责分工负责 on a line of its own, without brackets: units and what they do, no more."""
    words = line.of(text).rstrip("。；; ")
    if len(words) > _LONGEST_LIST or not words.endswith(_DOES) or _STOP.search(words):
        return None
    annotation = read_annotation(text, Span(line.start, line.start + len(words)))
    parts = annotation.parts if annotation else ()
    return annotation if parts and all(map(is_unit, (part.name for part in parts))) else None


def _has_matter(text: str, lines: list[_Line]) -> bool:
    """Whether a sentence without units of its own stands below: 一、强化规划引领（市农业农村局）/ 编制……。"""
    first = next((line for line in lines if not line.is_annotation), None)
    if first is None or any(annotation.parts for piece in first.pieces for annotation in piece.annotations):
        return False
    words = first.pieces[-1].span.of(text).rstrip() if first.pieces else ""
    return words.endswith("。") and not _CLOSING.match(first.pieces[0].span.of(text))


def _is_bare(
    text: str, clause: Clause, heads: list[Piece], *, has_children: bool, has_body: bool, has_matter: bool
) -> bool:
    """A heading line, as against a numbered paragraph that is itself the matter.

    `has_matter` says that sentences without units stand below it.
    """
    if clause.kind in (ClauseKind.PART, ClauseKind.HEADING):
        return True
    words = "".join(piece.span.of(text) for piece in heads).strip()
    annotated = any(annotation.parts for piece in heads for annotation in piece.annotations)
    if not words:
        return True
    if words[-1] not in _SENTENCE_ENDS:
        if annotated:
            return has_children or (has_matter and len(words) <= _LONGEST_NAME and not _SIGN.search(words))
        return has_children or has_body or clause.kind is ClauseKind.BOX
    if has_body and (heading_kind(words) or (not annotated and _announces(words))):
        return True
    if annotated and len(words) > _LEAST_ANNOTATED:
        return False
    if not has_children or len(words) > _LONG_HEADING:
        return False
    return not _STOP.search(words[:-1]) and (len(words) <= _SHORT_HEADING or not _FIGURE.search(words))


def _announces(words: str) -> bool:
    """紧盯三类重点药品。: a short sentence that counts what the paragraphs below it tell."""
    return len(words) <= _SHORT_HEADING and _COUNTS.search(words) is not None and not _SIGN.search(words[:-1])


def _title(text: str, clause: Clause) -> str:
    """The first sentence of the heading line, without brackets."""
    words = clause.heading.of(text)
    end = _TITLE_END.search(words)
    words = (words[: end.start()] if end else words).strip()
    return _LAST_BRACKET.sub("", words).strip() if words[-1:] in ("）", ")") else words


class _Cutter:
    """Goes through the lines of one clause and keeps the stretch that is still open."""

    def __init__(
        self, text: str, clause: Clause, *, is_last: bool, is_bare_parent: bool, is_alone: bool = False
    ) -> None:
        self._text, self._clause, self._is_last, self._is_alone = text, clause, is_last, is_alone
        self._is_bare_parent = is_bare_parent
        self._done: list[Stretch] = []
        self._open: Stretch | None = None
        self._has_item = False
        self._early: list[Annotation] = []
        self._labelled: list[Annotation] = []
        """What label lines have said of the open stretch; it belongs to the measures if they come behind."""
        self._carried: list[Annotation] = []
        self.trailing: list[Annotation] = []
        self.rules: list[Annotation] = []

    def take(self, pieces: list[Piece], *, is_item: bool = False) -> None:
        for i, piece in enumerate(pieces):
            if len(piece.span):
                self._words(piece.span, is_item=is_item and i == 0)
            else:
                self.rules.extend(annotation for annotation in piece.annotations if annotation.is_rule)
            if any(annotation.parts or annotation.times for annotation in piece.annotations):
                self._annotate(piece.annotations, ends=True)

    def take_line(self, line: _Line) -> None:
        if line.label and self._is_bare_parent:  # 责任单位：… between a heading and its items serves the items
            self._early.append(line.label)
            return
        if line.label:
            self._annotate((line.label,), ends=True)
            self._labelled.append(line.label)
            self.trailing.append(line.label)
            return
        self.take(line.pieces)
        if line.is_alone:
            self.trailing.extend(line.pieces[0].annotations)
        else:
            self.trailing.clear()

    def finish(self) -> tuple[tuple[Stretch, ...], tuple[Annotation, ...]]:
        self._close()
        return tuple(self._done), tuple(self._early)

    def _words(self, span: Span, *, is_item: bool) -> None:
        measures = _MEASURES.match(span.of(self._text))
        begins_anew = measures is not None and measures["alone"] is None
        if measures and self._open is not None and (self._labelled or (begins_anew and self._open.is_item)):
            self._labelled = list(self._open.annotations)  # those of a bracket behind the problem, too
            self._pass_on(is_alone=not begins_anew)
        elif self._labelled and self._open is not None and _GOAL.match(span.of(self._text)):
            self._carry_to_goal(span)
            return
        goes_on = (
            not begins_anew
            and self._open is not None
            and self._open.is_item
            and not self._open.annotations
            and not is_item
        )
        closes = self._is_last and (self._is_alone or _CLOSING.match(span.of(self._text)) is not None)
        if goes_on and self._open and not closes:
            self._open.span = Span(self._open.span.start, span.end)
            return
        if begins_anew and self._open is not None and not self._open.annotations:
            self._open.is_intro = True
        self._close()
        is_closing = self._has_item and not begins_anew
        self._open = Stretch(self._clause, span, is_item=is_item or begins_anew, is_closing=is_closing)
        self._has_item = self._has_item or is_item

    def _pass_on(self, *, is_alone: bool) -> None:
        """Give what label lines said of a problem to the measures behind it, and do not keep the problem."""
        if self._open is None:
            return
        self._open.annotations = [one for one in self._open.annotations if one not in self._labelled]
        (self._early if is_alone else self._carried).extend(self._labelled)
        self._labelled, self.trailing[:] = [], []
        self._open.is_intro = True
        if is_alone:
            self._open = None

    def _carry_to_goal(self, span: Span) -> None:
        """责任单位：… 整改目标：…: what label lines said of a problem waits beside its goal for the measures below."""
        if self._open is None:
            return
        labelled = self._labelled
        self._open.annotations = [one for one in self._open.annotations if one not in labelled]
        self._open.is_intro = True
        self._close()
        self._open = Stretch(self._clause, span, annotations=list(labelled), is_intro=True)
        self._labelled = labelled

    def _annotate(self, annotations: tuple[Annotation, ...], *, ends: bool) -> None:
        if self._open is None:
            self._early.extend(annotations)
        elif ends:
            self._open.annotations.extend(annotations)

    def _close(self) -> None:
        if self._open is not None:
            if not self._open.is_intro:
                self._open.annotations.extend(self._carried)
                self._carried = []
            self._done.append(self._open)
        self._open = None
        self._labelled = []


def walk_cut(text: str, part: Clause) -> Iterator[tuple[CutClause, tuple[CutClause, ...]]]:
    """Every hard clause of a part, cut, with the cut clauses above it, in the order of the text."""
    last = _last_hard(part)
    is_alone = _is_alone(text, part, last)
    waiting: list[tuple[Clause, tuple[CutClause, ...]]] = [(part, ())]
    while waiting:
        clause, above = waiting.pop()
        cut = cut_clause(text, clause, is_last=clause is last, is_alone=clause is last and is_alone)
        yield cut, above
        waiting.extend((child, (*above, cut)) for child in reversed(clause.children) if is_hard(child))


def _is_alone(text: str, part: Clause, last: Clause) -> bool:
    """Whether the last clause alone has paragraphs below its own, and the others are one long paragraph each."""
    if last is part or not last.body or last.heading.of(text).rstrip()[-1:] != "。":
        return False
    leaves, waiting = 0, [part]
    while waiting:
        clause = waiting.pop()
        hard = [child for child in clause.children if is_hard(child)]
        waiting.extend(hard)
        if hard or clause is last:
            continue
        if clause.body or len(clause.heading) < _SHORT_HEADING:
            return False
        leaves += 1
    return leaves >= _MANY_ALIKE


def shared_annotations(cuts: list[CutClause]) -> dict[int, tuple[Annotation, ...]]:
    """What one bracket after several numbered sub-items gives to each of them.

    Returns, by position in `cuts` (the childless siblings of one clause), the annotations of the last where it
    alone is annotated, on a line of its own or, at the finest levels (（1） and ①), behind its words.
    """
    last = (
        tuple(annotation for stretch in cuts[-1].stretches[-1:] for annotation in stretch.annotations) if cuts else ()
    )
    trailing = cuts[-1].trailing or (last if _FINE.match(cuts[-1].clause.marker) else ()) if cuts else ()
    if len(cuts) < 2 or not trailing:
        return {}
    if any(stretch.annotations for cut in cuts[:-1] for stretch in cut.stretches):
        return {}
    return dict.fromkeys(range(len(cuts) - 1), trailing)


def _last_hard(part: Clause) -> Clause:
    """The clause that the part's last line belongs to."""
    clause = part
    while hard := [child for child in clause.children if is_hard(child)]:
        clause = hard[-1]
    return clause


def with_annotations(stretch: Stretch, annotations: tuple[Annotation, ...]) -> Stretch:
    """The stretch with these annotations added."""
    return replace(stretch, annotations=[*stretch.annotations, *annotations])
