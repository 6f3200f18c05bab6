"""Words as the search compares them: half width, simplified, lower case, one token a character, each with its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from luoshi.engine.quotations.folding import WIDE, codes_of, fold, narrow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

PIECE = 2_000
MOST_OF_ONE = 250
"""PostgreSQL keeps at most 256 places of one token in a row."""
OVERLAP = 31
LONGEST_PHRASE = OVERLAP + 1
"""A phrase of so many tokens lies whole in one piece, wherever the pieces are cut."""


@dataclass(frozen=True)
class Folded:
    """The characters of a text that count, and where each stood; white space and punctuation do not count."""

    text: str
    offsets: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.text)


def folded(text: str) -> Folded:
    """What counts of a text; a point counts between digits (1.5 is not 15).

    A part of a text always folds to a part of what the whole folds to, so that whatever stands in the text is found.

    >>> folded("第1.5項，").text
    '第1.5项'
    """
    points = codes_of(text)
    codes = fold(narrow(points)).astype(np.uint32)
    wide = codes == WIDE
    codes[wide] = points[wide]
    digits = ((points >= ord("0")) & (points <= ord("9"))) | ((points >= ord("０")) & (points <= ord("９")))
    dots = (points == ord(".")) | (points == ord("．"))
    dots[:1] = dots[-1:] = False
    dots[1:-1] &= digits[:-2] & digits[2:]
    codes[dots] = ord(".")
    kept = np.flatnonzero(codes)
    return Folded(codes[kept].astype(np.uint32).tobytes().decode("utf-32-le", "surrogatepass"), kept)


def token(char: str) -> str:
    """A character as a token that every database takes for one word, whatever its language settings."""
    return f"{ord(char):x}"


def pieces(words: Folded) -> Iterator[tuple[int, int]]:
    """Cuts for the index, as places in `words`: whole if it is short, else in overlapping pieces."""
    start, end = 0, len(words)
    while end - start > MOST_OF_ONE:
        cut = _cut(words.text, start)
        yield start, cut
        if cut == end:
            return
        start = cut - OVERLAP
    if start < end:
        yield start, end


def hits(words: Folded, phrase: str) -> list[tuple[int, int]]:
    """Where a folded phrase stands, as places in the original text (start inclusive, end exclusive)."""
    found, at = [], words.text.find(phrase)
    while phrase and at >= 0:
        found.append((int(words.offsets[at]), int(words.offsets[at + len(phrase) - 1]) + 1))
        at = words.text.find(phrase, at + len(phrase))
    return found


def _cut(text: str, start: int) -> int:
    """How far a piece may go: not too long, and no character too often."""
    counts: dict[str, int] = {}
    for at in range(start, min(len(text), start + PIECE)):
        counts[text[at]] = counts.get(text[at], 0) + 1
        if counts[text[at]] > MOST_OF_ONE:
            return at
    return min(len(text), start + PIECE)
