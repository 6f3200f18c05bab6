"""Gives a passage its verdict from the places where it may stand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from luoshi.engine.document import Span
from luoshi.engine.quotations.alignment import Excerpt, Hit, Passage, align, excerpt, stretch
from luoshi.engine.quotations.assembly import assemble, uncovered
from luoshi.engine.quotations.report import Edit, Verdict
from luoshi.engine.quotations.segments import Shelf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from luoshi.engine.quotations.library import Library
    from luoshi.engine.quotations.lookup import Window

SAME = frozenset({Verdict.EXACT, Verdict.EXACT_BUT_PUNCTUATION})
"""Verdicts that say: these are the words."""
_FEW = 4
_LEAST_ALIKE = ((6, 0.75), (10, 0.7), (16, 0.6))
_LEAST_ALIKE_LONG = 0.5
_LEAST_ALIKE_FREE = 0.7
_MOST_DOCUMENTS = 12


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with its places and differences; `rule` says which way led to it."""

    verdict: Verdict
    rule: str
    places: tuple[tuple[Shelf, Span], ...] = ()
    edits: tuple[Edit, ...] = ()


class Judge:
    """Judges the passages of one essay against one library; `search` looks further stretches of the essay up."""

    def __init__(self, library: Library, search: Callable[[Sequence[Span]], list[list[Window]]]) -> None:
        self._library = library
        self._search = search
        self._whole = lru_cache(maxsize=64)(self._read_whole)

    def judge(
        self,
        parts: Sequence[Passage],
        windows: Sequence[Sequence[Window]],
        claimed: Sequence[Shelf],
        *,
        free: bool = False,
    ) -> Judgement:
        """The verdict on a passage of one part, or of several parted by ellipses; `windows` has one list a part.

        A `free` rendering (indirect speech) must be nearer to count as altered than words between marks.
        """
        if len(parts) == 1:
            return self._single(parts[0], windows[0], claimed, free=free)
        return self._several(parts, windows, claimed)

    def judge_term(self, passage: Passage) -> Judgement | None:
        """ALTERED where a term that stands nowhere is one of the library's terms with a word or two lost."""
        words = passage.words.text
        for at, segment in enumerate(self._library.segments):
            for term, position in segment.terms_between.get((words[0], words[-1]), ()):
                if _has_lost(words, term):
                    number = segment.number_at(position)
                    start = position - segment.bounds(number)[0]
                    hit = align(passage, Excerpt(Shelf(at, number), term, start))
                    if hit:
                        return Judgement(Verdict.ALTERED, "term.lost", ((hit.shelf, hit.span),), hit.edits)
        return None

    def _single(
        self, passage: Passage, windows: Sequence[Window], claimed: Sequence[Shelf], *, free: bool
    ) -> Judgement:
        excerpts: list[Excerpt] = []
        hits: list[Hit] = []
        for beside in self._beside(passage, windows, claimed):
            excerpts.append(beside)
            if hit := align(passage, beside):
                hits.append(hit)
            if _is_settled(hits, claimed):
                break
        same = [hit for hit in hits if hit.verdict in SAME]
        if same:
            return _judge_same(same, claimed)
        excerpts += self._further(passage, excerpts)
        if pieces := assemble(passage.words.text, excerpts):
            return Judgement(Verdict.JOINED, "joined.pieces", tuple((piece.shelf, piece.span) for piece in pieces))
        near = [hit for hit in hits if is_alteration(passage, hit, free=free)]
        near = near or (hits if _is_patched(passage, excerpts) else [])
        if not near:
            return Judgement(Verdict.NOT_FOUND, "not_found")
        best = max(near, key=lambda hit: hit.similarity + (0.1 if hit.shelf in claimed else 0.0))
        return Judgement(Verdict.ALTERED, "altered.near", ((best.shelf, best.span),), best.edits)

    def _further(self, passage: Passage, excerpts: Sequence[Excerpt]) -> list[Excerpt]:
        """Where those stretches may stand that the excerpts do not have, if they have much of the rest."""
        words = passage.words.text
        gaps = [(start, end) for start, end in uncovered(words, excerpts) if end - start >= _PIECE]
        if not 0 < sum(end - start for start, end in gaps) <= _MOSTLY * len(words):
            return []
        spans = [passage.part(start, end) for start, end in gaps]
        found = zip(self._search(spans), spans, strict=True)
        return [excerpt(self._library, window, len(span)) for some, span in found for window in some[:_FEW]]

    def _beside(self, passage: Passage, windows: Sequence[Window], claimed: Sequence[Shelf]) -> Iterator[Excerpt]:
        """What a passage is laid beside; one too short to be looked up, whole documents if it claims a few."""
        for window in windows:
            yield excerpt(self._library, window, len(passage.span))
        if not windows and len(claimed) <= _FEW:
            yield from (self._whole(shelf) for shelf in claimed)

    def _several(
        self, parts: Sequence[Passage], windows: Sequence[Sequence[Window]], claimed: Sequence[Shelf]
    ) -> Judgement:
        together = [self._in_order(parts, shelf) for shelf in self._candidates(windows, claimed)]
        found = [placed for placed in together if placed]
        for placed in found:
            if not claimed or placed.places[0][0] in claimed:
                return placed
        if found:
            return Judgement(Verdict.WRONG_ATTRIBUTION, "ellipsis.elsewhere", found[0].places)
        alone = [self._single(part, some, (), free=False) for part, some in zip(parts, windows, strict=True)]
        return _judge_parts(parts, alone)

    def _candidates(self, windows: Sequence[Sequence[Window]], claimed: Sequence[Shelf]) -> list[Shelf]:
        """The documents in which all parts may stand: claimed ones first, then those with most votes."""
        votes: dict[Shelf, float] = dict.fromkeys(claimed[:_FEW], 0.0)
        for some in windows:
            for window in some:
                votes[window.shelf] = votes.get(window.shelf, 0.0) + window.votes
        ordered = sorted(votes, key=lambda shelf: (shelf not in claimed, -votes[shelf], shelf))
        return ordered[:_MOST_DOCUMENTS]

    def _in_order(self, parts: Sequence[Passage], shelf: Shelf) -> Judgement | None:
        """EXACT or EXACT_BUT_PUNCTUATION where the parts follow one another in the document, JOINED out of order."""
        whole = self._whole(shelf)
        places: list[Span] = []
        at, in_order, punctuation = 0, True, False
        for part in parts:
            start = whole.words.text.find(part.words.text, at)
            if start < 0:
                start = whole.words.text.find(part.words.text)
                in_order = False
            if start < 0:
                return None
            at = start + len(part.words)
            hit = align(part, _cut(whole, start, at))
            punctuation = punctuation or hit is None or hit.verdict is not Verdict.EXACT
            places.append(stretch(whole.words, start, at, 0))
        verdict = Verdict.EXACT_BUT_PUNCTUATION if punctuation else Verdict.EXACT
        if not in_order:
            return Judgement(Verdict.JOINED, "ellipsis.order", tuple((shelf, span) for span in places))
        return Judgement(verdict, "ellipsis.in_order", tuple((shelf, span) for span in places))

    def _read_whole(self, shelf: Shelf) -> Excerpt:
        return Excerpt(shelf, self._library.text(shelf), 0)


def _has_lost(words: str, term: str) -> bool:
    """Whether `words` are the term with one to three characters left out of its middle."""
    if not 1 <= len(term) - len(words) <= _MOST_LOST or len(words) < _SHORTEST_TERM:
        return False
    rest = iter(term)
    return all(char in rest for char in words)


_MOST_LOST = 3
_SHORTEST_TERM = 4


def is_alteration(passage: Passage, hit: Hit, *, free: bool) -> bool:
    """Whether a place is so near that the passage must have been taken from it and changed."""
    length = len(passage.words)
    if length < 4 or hit.verdict in SAME:
        return False
    least = next((alike for most, alike in _LEAST_ALIKE if length < most), _LEAST_ALIKE_LONG)
    return hit.similarity >= (max(least, _LEAST_ALIKE_FREE) if free else least)


def _is_patched(passage: Passage, excerpts: Sequence[Excerpt]) -> bool:
    """Whether most of a passage stands in the excerpts in pieces: turned round, or joined and changed."""
    words = passage.words.text
    piece = _PIECE_OF_SHORT if len(words) < _LONG else _PIECE
    lost = sum(end - start for start, end in uncovered(words, excerpts, piece))
    return len(words) >= _LONG_ENOUGH and lost <= (1 - _MOSTLY) * len(words)


_LONG_ENOUGH = 8
_LONG = 12
_MOSTLY = 0.75
_PIECE = 6
_PIECE_OF_SHORT = 4


def _is_settled(hits: Sequence[Hit], claimed: Sequence[Shelf]) -> bool:
    """The words were found where they are said to be, or nobody said where; claimed documents come first."""
    if not hits or hits[-1].verdict not in SAME:
        return False
    return not claimed or hits[-1].shelf not in claimed or hits[-1].verdict is Verdict.EXACT


def _judge_same(same: Sequence[Hit], claimed: Sequence[Shelf]) -> Judgement:
    """The words stand somewhere: where they are said to be, or elsewhere."""
    here = [hit for hit in same if not claimed or hit.shelf in claimed]
    best = min(here or same, key=lambda hit: hit.verdict is not Verdict.EXACT)
    place = ((best.shelf, best.span),)
    if not here:
        return Judgement(Verdict.WRONG_ATTRIBUTION, "same.elsewhere", place)
    return Judgement(best.verdict, "same.claimed" if claimed else "same.anywhere", place)


def _judge_parts(parts: Sequence[Passage], alone: Sequence[Judgement]) -> Judgement:
    """The parts of a passage stand in no one document together: what became of each decides."""
    places = tuple(place for judgement in alone for place in judgement.places)
    verdicts = [judgement.verdict for judgement in alone]
    edits = tuple(edit for judgement in alone for edit in judgement.edits)
    if not places:
        return Judgement(Verdict.NOT_FOUND, "ellipsis.not_found")
    if all(verdict in SAME or verdict is Verdict.JOINED for verdict in verdicts):
        return Judgement(Verdict.JOINED, "ellipsis.places", places)
    lost = tuple(
        Edit("insert", part.span.of(part.essay), "", part.span, Span(0, 0))
        for part, judgement in zip(parts, alone, strict=True)
        if judgement.verdict is Verdict.NOT_FOUND
    )
    return Judgement(Verdict.ALTERED, "ellipsis.altered", places, edits + lost)


def _cut(whole: Excerpt, start: int, end: int) -> Excerpt:
    """Just these words of an excerpt."""
    span = stretch(whole.words, start, end, 0)
    return Excerpt(whole.shelf, whole.raw(span), span.start)
