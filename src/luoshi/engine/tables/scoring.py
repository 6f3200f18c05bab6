"""How well a line fits a column of a flattened table, and what it costs when a cell is missing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from luoshi.engine.tables.columns import PEOPLE, UNITS, Column
from luoshi.engine.tables.groups import has_group_marker
from luoshi.engine.tables.pieces import Piece, is_people, unitness

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from luoshi.engine.tables.header import Header

# All figures are weights in one sum: about +3 for a line that clearly fits, -3 for one that clearly does not.
NEVER = -1e9
_PLACEHOLDER = 0.5
_MISSING = {
    Column.NUMBER: 4.5,
    Column.GROUP: 0.2,
    Column.TASK: 0.4,
    Column.MEASURE: 0.4,
    Column.LEAD: 1.2,
    Column.RESPONSIBLE: 1.2,
    Column.SUPPORT: 0.7,
    Column.LEADER: 0.8,
    Column.PERSON: 0.8,
    Column.DUE: 0.9,
    Column.TARGET: 0.8,
    Column.NOTE: 0.05,
}
_MISSING_OTHER = 0.3
_LONGEST_NAME = 24
_FEWEST_LISTS = 3
_SHORTEST_FULL = 10
_FEWEST_FULL = 6
_SHARE_FULL = 0.12
"""Share of the lines that are of one length where columns were broken at their width."""
_BARE_ROW = 0.8
"""A row of words and nothing else, in a table without numbers."""
_NUMBER_MERGED = 0.8
"""A number missing together with the name that follows it: both are merged from above."""


@dataclass(frozen=True)
class Scoring:
    """The weights for one header over one run of lines; `chain` tells how surely each line is a 序号 (0 to 1)."""

    header: Header
    pieces: Sequence[Piece]
    chain: Sequence[float]

    @cached_property
    def fits(self) -> tuple[Callable[[int], float], ...]:
        """For each column the function that weighs a line as the beginning of its cell."""
        return tuple(self._fit_of(index) for index in range(len(self.header.headings)))

    def _fit_of(self, index: int) -> Callable[[int], float]:
        kinds = self.header.headings[index].columns
        if index == self.header.main:
            return self.fits_work
        if index in self.header.names:
            return self.fits_name
        for wanted, fit in (
            (UNITS, self.fits_units),
            (PEOPLE, self.fits_people),
            ({Column.NUMBER}, self.fits_number),
            ({Column.DUE}, self.fits_due),
            ({Column.TARGET}, self.fits_target),
            ({Column.VALUE, Column.SCORE, Column.UNIT_OF_MEASURE}, self.fits_figure),
        ):
            if set(kinds) & set(wanted):
                return fit
        return self.fits_anything if kinds else self.fits_unknown

    def fits_number(self, at: int) -> float:
        return 1.0 + 3.0 * self.chain[at] if self.pieces[at].is_ordinal else -6.0

    def fits_work(self, at: int) -> float:
        piece = self.pieces[at]
        if piece.is_ordinal or piece.is_placeholder or _is_plain_date(piece):
            return -4.0
        if piece.lists_units:
            return -3.0
        length = 0.5 * (piece.length >= 8) + 1.0 * (piece.length >= 15) - 1.0 * (piece.length < 6)
        return 1.0 + length + 1.0 * piece.starts_with_verb + 0.7 * piece.ends_sentence

    def fits_name(self, at: int) -> float:
        piece = self.pieces[at]
        if piece.is_ordinal or piece.is_placeholder:
            return -5.0
        if piece.unitness >= 0.8 or _is_plain_date(piece):
            return -2.5
        length = 1.5 if piece.length <= 20 else 0.8 if piece.length <= 40 else -1.5
        return length - (2.0 if piece.ends_sentence and piece.length > 12 else 0.8 * piece.ends_sentence)

    def fits_units(self, at: int) -> float:
        piece = self.pieces[at]
        if piece.is_placeholder:
            return _PLACEHOLDER
        if piece.is_ordinal:
            return -4.0
        return 6.0 * piece.unitness - 3.0 - 1.0 * (piece.starts_with_verb and not piece.lists_units)

    def fits_people(self, at: int) -> float:
        piece = self.pieces[at]
        return 2.5 if piece.is_person else _PLACEHOLDER if piece.is_placeholder else -2.5

    def fits_due(self, at: int) -> float:
        piece = self.pieces[at]
        if piece.is_date:
            return 3.0 if piece.length <= 14 else 1.5
        return _PLACEHOLDER if piece.is_placeholder else -2.5

    def fits_target(self, at: int) -> float:
        piece = self.pieces[at]
        if piece.is_ordinal or piece.unitness >= 0.8 or _is_plain_date(piece):
            return -2.5
        return 0.8 + 0.7 * any(char.isdigit() for char in piece.words) + 0.5 * (piece.length >= 8)

    def fits_figure(self, at: int) -> float:
        piece = self.pieces[at]
        return 2.0 if piece.is_figure else 0.5 if piece.length <= 6 else -2.0

    def fits_anything(self, at: int) -> float:
        piece = self.pieces[at]
        return -2.0 if piece.is_ordinal else 0.3 if piece.length <= 12 else -0.3

    def fits_unknown(self, at: int) -> float:
        """In a column whose heading is not known: more than as a group line, for every row has such a cell."""
        return self.fits_anything(at) + 0.7

    def fits_group_line(self, at: int) -> float:
        """As a row that is nothing but a heading."""
        piece = self.pieces[at]
        if piece.length > 60 or piece.is_ordinal or piece.ends_sentence:
            return -4.0
        if has_group_marker(piece.text):
            return 2.5
        if piece.lists_units or piece.is_date or piece.length > 30 or piece.marker:
            return -3.0
        if self._times[piece.words] > 1:
            return -2.0  # groups do not come twice
        following = self.chain[at + 1] if at + 1 < len(self.chain) else 0.0
        own_column = self.header.has(Column.GROUP)
        return (0.9 if following >= 0.5 else -1.8) - 1.0 * own_column

    def continues(self, index: int, at: int) -> float:
        """As a further line of the cell in column `index` that the line before belongs to."""
        before, piece = self.pieces[at - 1], self.pieces[at]
        kinds = set(self.header.headings[index].columns)
        if Column.NUMBER in kinds:
            return -8.0
        tied = self._tied(before, piece)
        if index == self.header.main or Column.TARGET in kinds:
            return tied + self._continues_words(before, piece)
        if index in self.header.names:
            return tied + 0.4 * self.fits_name(at) - 1.3 - 2.0 * (piece.length > _LONGEST_NAME)
        if kinds & UNITS:
            return tied + self._continues_units(kinds, before, at)
        if kinds & PEOPLE:
            return 0.6 * max(self.fits_people(at), 2.5 if is_people(before.text + piece.text) else -2.5) - 0.8
        return tied + 0.4 * self.fits[index](at) - 1.3

    def _tied(self, before: Piece, piece: Piece) -> float:
        """What binds a line to the one before: a full line, an open bracket, a sign that begins nothing."""
        return 2.0 * self._is_full(before) + 2.0 * (before.is_open or piece.starts_within)

    def parts(self, at: int) -> float:
        """What speaks against a new row beginning with this line: the one before is full, or the line is not the first
        piece of its line of the text."""
        cut = at > 0 and self._is_full(self.pieces[at - 1]) and not self.pieces[at].is_ordinal
        return -2.0 * cut - 3.0 * (not self.pieces[at].first)

    def _is_full(self, piece: Piece) -> bool:
        return piece.length in self.full_lengths and not piece.ends_sentence

    def _continues_words(self, before: Piece, piece: Piece) -> float:
        if piece.is_ordinal or piece.is_placeholder:
            return -4.0
        if before.ends_sentence and piece.lists_units:
            return -3.0
        headed = has_group_marker(piece.text)
        itemised = bool(piece.marker) and not headed
        # Never above nothing for a plain line: else the prose after a table would be drawn into its last cell.
        loose = -0.5 if before.ends_sentence else -0.1
        plain = -0.8 if _is_plain_date(piece) else 0.0
        if piece.lists_units:
            plain = -1.0 if self.full_lengths else -2.2
        return loose + plain + 1.5 * itemised - 2.0 * (headed and not piece.ends_sentence)

    def _continues_units(self, kinds: set[Column], before: Piece, at: int) -> float:
        joined = unitness(before.text + self.pieces[at].text)
        open_list = before.words.endswith(tuple("、，,；;"))
        one_lead = Column.LEAD in kinds and not open_list and self.header.has(Column.RESPONSIBLE, Column.SUPPORT)
        closed = self.lists_in_line and not open_list and before.unitness == 1.0
        weight = 0.6 * max(self.fits_units(at), 6.0 * joined - 3.0) - 0.8
        return weight + 1.5 * open_list - 1.0 * one_lead - 1.2 * closed

    @cached_property
    def lists_in_line(self) -> bool:
        """Whether the units of a cell stand in one line: a line of units after another is rather a new cell."""
        return sum("、" in piece.words[:-1] and piece.lists_units for piece in self.pieces) >= _FEWEST_LISTS

    @cached_property
    def _times(self) -> Counter[str]:
        return Counter(piece.words for piece in self.pieces)

    @cached_property
    def full_lengths(self) -> frozenset[int]:
        """The lengths that many lines share (one more or less): the text was broken at the width of its columns."""
        words = {piece.words for piece in self.pieces if not piece.ends_sentence and not piece.is_date}
        counts = Counter(len(line) for line in words if len(line) >= _SHORTEST_FULL)
        enough = max(_FEWEST_FULL, len(self.pieces) * _SHARE_FULL)
        return frozenset(
            length for length in counts if counts[length - 1] + counts[length] + counts[length + 1] >= enough
        )

    @cached_property
    def missing(self) -> tuple[float, ...]:
        """What a missing cell costs, by column; for the main column it is not borne."""
        return tuple(
            -NEVER
            if index == self.header.main
            else max((_MISSING.get(kind, _MISSING_OTHER) for kind in heading.columns), default=_MISSING_OTHER)
            for index, heading in enumerate(self.header.headings)
        )

    def step(self, left: int, right: int) -> float:
        """From a cell in column `left` to one further right in the same row."""
        return -sum(self.missing[left + 1 : right])

    def ending(self, left: int) -> float:
        """A row that ends after column `left`; with no words of the measure yet, it is none."""
        bare = left == self.header.main and not self.header.has(Column.NUMBER)
        return -sum(self.missing[left + 1 :]) - _BARE_ROW * bare

    def beginning(self, right: int) -> float:
        """A row that begins in column `right`."""
        number = next(iter(self.header.places(Column.NUMBER)), None)
        cost = sum(self.missing[:right])
        merged = number is not None and any(number < name < right for name in self.header.names)
        if merged and number is not None and number < right:
            cost += _NUMBER_MERGED - self.missing[number]
        return -cost


def _is_plain_date(piece: Piece) -> bool:
    return piece.is_date and piece.length <= 14 and not piece.ends_sentence


def ordinal_chain(pieces: Sequence[Piece]) -> tuple[float, ...]:
    """For each line how surely it is one of the numbers that count the rows: those on the longest 1, 2, 3 … get 1."""
    before = _steps(pieces, range(len(pieces)), -1)
    after = _steps(pieces, range(len(pieces) - 1, -1, -1), 1)
    whole = [up + down - 1 if up else 0 for up, down in zip(before, after, strict=True)]
    longest = max(whole, default=0)
    return tuple(length / longest if longest else 0.0 for length in whole)


def _steps(pieces: Sequence[Piece], order: range, towards: int) -> list[int]:
    """How many numbers stand in a row up to each line, walking in `order`."""
    lengths = [0] * len(pieces)
    last: dict[int, int] = {}
    for at in order:
        value = pieces[at].ordinal
        if value is not None:
            lengths[at] = last[value] = last.get(value + towards, 0) + 1
    return lengths
