"""Cuts a line into words and the annotations right behind them."""

from __future__ import annotations

import re
from typing import NamedTuple

from luoshi.engine.annotations.brackets import find_brackets
from luoshi.engine.annotations.grammar import Annotation, read_annotation
from luoshi.engine.annotations.labels import label_pattern, said_labels, starts_with_label
from luoshi.engine.annotations.units import is_unit
from luoshi.engine.document import Span
from luoshi.engine.outlining.lines import trimmed

_LOOSE = "。；;，,、 \u3000\t"
"""What may stand between two brackets of one annotation."""
_ENDS = "。；;！!）)】〕］”"
_TELLS = re.compile(r"[:：]|负责|牵头|落实|配合")
_LONGEST_HEADING, _PUNCTUATION = 24, re.compile(r"[。；;，,：:！!？?]")
_SHUTS = tuple("）)】］]〕")
_LONGEST = 5_000
"""Characters of a line in which units without a bracket are looked for."""
_MAY_HAVE_TAIL = re.compile(r"[:：】〕］\]—]|--|－－|[为是](?<=[位门均都别].)")
_DASH = re.compile(r"(?:——|--|—|－－)\s?(?=[\u4e00-\u9fff、，,（）()\s]{2,120}$)")


class Piece(NamedTuple):
    """Part of a line: words (may be empty) and the annotations right behind them."""

    span: Span
    annotations: tuple[Annotation, ...]


def cut_pieces(text: str, line: Span) -> list[Piece]:
    """The line cut behind each run of annotations."""
    pieces: list[Piece] = []
    start = end = line.start
    words = Span(start, start)
    annotations: list[Annotation] = []
    for bracket in find_brackets(text, line):
        if not pieces and not annotations and (annotation := _at_heading(text, bracket, line)):
            return [Piece(trimmed(text, Span(bracket.end + 1, line.end)), (annotation,))]
        annotation = read_annotation(text, bracket) if _may_annotate(text, bracket, line) else None
        if annotation is None:
            continue
        if annotations and text[end : bracket.start].strip(_LOOSE):
            pieces.append(Piece(words, tuple(annotations)))
            start, annotations = end, []
        if not annotations:
            words = trimmed(text, Span(start, bracket.start))
        annotations.append(annotation)
        end = bracket.end
        while end < line.end and text[end] in "。；;，,、":
            end += 1
    if annotations:
        pieces.append(Piece(words, tuple(annotations)))
        start = end
    rest = trimmed(text, Span(start, line.end))
    return [*pieces, *_without_tail(text, rest)] if len(rest) else pieces


def _without_tail(text: str, rest: Span) -> list[Piece]:
    """The words, and behind them what is said without a bracket: 责任单位：市教育局, or ——市教育局 at the end."""
    words = rest.of(text)
    if len(words) > _LONGEST or not _MAY_HAVE_TAIL.search(words):
        return [Piece(rest, ())]
    for found in (*label_pattern().finditer(words), *said_labels(words), *_DASH.finditer(words)):
        before = words[: found.start()].rstrip().rstrip("【〔［[（(*").rstrip()
        is_dash = found.re is _DASH
        if not before or (not is_dash and (before[-1] not in _ENDS or found["time"])):
            continue
        tail = Span(rest.start + (found.end() if is_dash else found.start()), rest.end)
        annotation = read_annotation(text, tail) if _is_of_labels(tail.of(text)) else None
        if annotation and annotation.parts and all(is_unit(part.name) for part in annotation.parts):
            return [Piece(Span(rest.start, rest.start + len(before)), (annotation,))]
    return [Piece(rest, ())]


def _is_of_labels(tail: str) -> bool:
    """One statement, or several of which each further one has a label: 责任单位：市教育局。完成时限：6月底前。"""
    _, *further = tail.rstrip("。").split("。")
    return all(starts_with_label(statement.lstrip()) for statement in further)


def _at_heading(text: str, bracket: Span, line: Span) -> Annotation | None:
    """运力保障（市交通运输局、滨川机场）。投放客车…: units named at a run-in heading serve the sentences behind it."""
    heading = text[line.start : bracket.start].strip()
    if not 2 <= len(heading) <= _LONGEST_HEADING or _PUNCTUATION.search(heading) or is_unit(heading):
        return None
    rest = text[bracket.end + 1 : line.end].strip()
    if text[bracket.end : bracket.end + 1] not in tuple("。：:") or not rest or rest.rstrip("。；;")[-1:] in _SHUTS:
        return None
    annotation = read_annotation(text, bracket)
    is_of_units = annotation is not None and annotation.parts and all(is_unit(part.name) for part in annotation.parts)
    return annotation if is_of_units else None


def _may_annotate(text: str, bracket: Span, line: Span) -> bool:
    """An annotation stands at the end of a sentence, of the line, or behind another bracket."""
    before = text[line.start : bracket.start].rstrip()
    after = text[bracket.end : line.end].lstrip()
    words = bracket.of(text)
    told = _TELLS.search(words) is not None
    if not before or not after or before[-1] in "。；;！!）)】":
        return told or not before or before[-1] in "。；;！!）)】" or words.count("、") > 0 or len(words) > 5
    return (told and after[0] in "。；;") or (told and "单位" in words and "：" in words)
