"""Writes lines one after the other as running text and keeps where on which page each stretch stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.engine.document import Span
from luoshi.engine.reading.pdf.characters import SOFT_HYPHEN, is_cjk

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from luoshi.engine.reading.builder import TextBuilder
    from luoshi.engine.reading.pdf.lines import Line


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a passage: where in it, how many characters, page from 1, index of the page's own characters."""

    start: int
    length: int
    page: int
    index: int


@dataclass(frozen=True, slots=True)
class Passage:
    """Text with where its stretches come from; what layout added (a space for a line end) comes from nowhere."""

    text: str
    pieces: tuple[Piece, ...]

    def note_origins(self, builder: TextBuilder, start: int) -> None:
        """Tell the builder where the passage, which stands at `start` of the text, comes from."""
        for piece in self.pieces:
            at = start + piece.start
            builder.add_origin(Span(at, at + piece.length), page=piece.page, offset=piece.index)


def write_lines(lines: Sequence[Line]) -> Passage:
    """The running text of the lines of one paragraph."""
    texts: list[str] = []
    pieces: list[Piece] = []
    length = 0
    for line, below in zip(lines, [*lines[1:], None], strict=True):
        text, joint = _ended(line, below)
        pieces.extend(_pieces(line, len(text), length))
        texts += (text, joint)
        length += len(text) + len(joint)
    return Passage("".join(texts), tuple(pieces))


def chain(passages: Iterable[Passage], between: str) -> Passage:
    """Passages one after the other with `between` between them."""
    texts: list[str] = []
    pieces: list[Piece] = []
    length = 0
    for passage in passages:
        if texts:
            length += len(between)
        pieces.extend(Piece(length + piece.start, piece.length, piece.page, piece.index) for piece in passage.pieces)
        texts.append(passage.text)
        length += len(passage.text)
    return Passage(between.join(texts), tuple(pieces))


def _ended(line: Line, below: Line | None) -> tuple[str, str]:
    """The words of a line as they go on in the next: a hyphen at the end undone, a space between Latin words."""
    text = line.text
    if below is None:
        return text.replace(SOFT_HYPHEN, "-"), ""
    ending, follows = text[-1], below.text[0]
    if ending in ("-", SOFT_HYPHEN) and text[-2:-1].isascii() and text[-2:-1].isalpha():
        if follows.isascii() and follows.islower():
            return text[:-1], ""
        return text.replace(SOFT_HYPHEN, "-"), ""
    text = text.replace(SOFT_HYPHEN, "-")
    if is_cjk(ending) or is_cjk(follows) or (ending.isdigit() and follows.isdigit()):
        return text, ""
    return text, " " if line.spaced_end or ending.isalnum() or ending in ",.;:!?)" else ""


def _pieces(line: Line, length: int, start: int) -> list[Piece]:
    pieces = []
    for run in line.runs:
        kept = min(run.length, length - run.start)
        if kept > 0:
            pieces.append(Piece(start + run.start, kept, line.page, run.index))
    return pieces
