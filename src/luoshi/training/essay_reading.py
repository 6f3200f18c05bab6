"""Reads a reflection out of a document: title, headed parts by its outline; not a word is lost on the way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from luoshi.engine import outline
from luoshi.engine.clauses import ClauseKind
from luoshi.training.essays import Essay, Part, essay_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from luoshi.engine.clauses import Clause
    from luoshi.engine.document import Document

LONGEST_LINE = 60
LONGEST_RUN_IN = 40
_CHINESE_NUMBER = re.compile(r"[一二三四五六七八九十百]{1,5}")
_UNFINISHED = ("。", "；", "，", "：", ";", ",", ":")
_SPACE = re.compile(r"\s+")


def essay_from(document: Document) -> Essay:
    """The reflection that a document holds."""
    text = document.text
    cuts = list(_headings(document))
    title, begin = _title(document, before=cuts[0][0] if cuts else len(text))
    parts = [Part("", _body(text[begin : cuts[0][0] if cuts else len(text)]))]
    for number, (start, end) in enumerate(cuts):
        following = cuts[number + 1][0] if number + 1 < len(cuts) else len(text)
        parts.append(Part(text[start:end].strip(), _body(text[end:following])))
    read = essay_of(title, [{"heading": part.heading, "text": part.text} for part in parts])
    if _letters(read.text) != _letters(text):  # better one part without a heading than a word lost
        return essay_of("", [{"heading": "", "text": text.strip()}])
    return read


def _headings(document: Document) -> Iterator[tuple[int, int]]:
    """Where the headings of the outermost level stand, the number counted in."""
    for part in outline(document).parts:
        for clause in part.children:
            end = _heading_end(clause, document.text)
            if end is not None:
                yield clause.span.start, end


def _heading_end(clause: Clause, text: str) -> int | None:
    """Where a heading line ends; of 一、提高认识。学习之后…… the first sentence; None for a numbered paragraph."""
    is_numbered = clause.kind is ClauseKind.NUMBERED and _CHINESE_NUMBER.fullmatch(clause.marker)
    if not is_numbered and clause.kind is not ClauseKind.HEADING:
        return None
    start = clause.span.start
    stop = text.find("\n", start)
    line = text[start : stop if stop >= 0 else len(text)]
    if len(line) <= LONGEST_LINE and not line.rstrip().endswith(_UNFINISHED):
        return start + len(line)
    sentence = line.find("。") + 1
    return start + sentence if 0 < sentence <= LONGEST_RUN_IN else None


def _title(document: Document, *, before: int) -> tuple[str, int]:
    """The title and where the rest begins: what the reader recognised at the head, or a short first line."""
    text = document.text
    first = re.match(r"\s*([^\n]+)\n", text[:before])
    if document.title and document.title.span.end <= before and not text[: document.title.span.start].strip():
        return _SPACE.sub("", text[document.title.span.start : document.title.span.end]), document.title.span.end
    if first and len(first[1].strip()) <= LONGEST_RUN_IN and not first[1].rstrip().endswith(_UNFINISHED):
        return first[1].strip(), first.end()
    return "", 0


def _body(text: str) -> str:
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


def _letters(text: str) -> str:
    return _SPACE.sub("", text)
