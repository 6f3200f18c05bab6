"""The names under which library documents are cited, and the search for a title as an essay prints it."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from luoshi.engine.lexicon import load_table
from luoshi.engine.quotations.folding import MASK
from luoshi.engine.quotations.grams import NameGrams
from luoshi.engine.quotations.segments import Shelf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from luoshi.engine.quotations.segments import Segment

_NEAR = 75.0
_MASK_GAP = 24
_SHORTEST_SHORT_FORM = 2
_MOST_SHORT_FORMS = 20


@dataclass(frozen=True, slots=True)
class TitleHit:
    """A library document whose name an essay may mean: `name` as the library prints it; `how` names the rule.

    `inner` says that the name only stands inside the document's own title: it is known, its text is not here.
    """

    shelf: Shelf
    name: str
    how: str
    inner: bool = False


class TitleIndex:
    """All names of all documents of a library."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self._by_noun: dict[str, list[Shelf]] = {}

    @cached_property
    def _names(self) -> dict[str, list[TitleHit]]:
        names: dict[str, list[TitleHit]] = defaultdict(list)
        for at, segment in enumerate(self._segments):
            for one in segment.names:
                if one.words:
                    hit = TitleHit(Shelf(at, one.number), one.name, "title.name", one.inner)
                    names[one.words].append(hit)
        return dict(names)

    @cached_property
    def _keys(self) -> list[str]:
        return list(self._names)

    def exact(self, words: str) -> list[TitleHit]:
        """Documents with this name, word for word."""
        return list(self._names.get(words, ()))

    def masked(self, words: str) -> list[TitleHit]:
        """Documents whose name agrees with one in which some words are masked, on either side."""
        hits: list[TitleHit] = []
        wanted = _mask_pattern(words) if MASK in words else None
        for key in self._keys if wanted else self._masked_keys:
            pattern = wanted if MASK not in key else _mask_pattern(key)
            if pattern and pattern.fullmatch(words if MASK in key else key):
                hits += [replace(hit, how="title.mask") for hit in self._names[key]]
        return hits

    def near(self, words: str) -> list[TitleHit]:
        """The documents whose name is nearest, if it is near enough to be a slip."""
        if len(words) < _SHORTEST_SHORT_FORM + 2:
            return []
        likely = self._grams.likely(words)
        best = process.extractOne(words, likely, scorer=fuzz.ratio, score_cutoff=_NEAR)
        return [replace(hit, how="title.near") for hit in self._names[best[0]]] if best else []

    def shortened(self, words: str) -> list[TitleHit]:
        """Documents for whose name this may be the short form: its beginning and end, or characters of it in order."""
        if len(words) < _SHORTEST_SHORT_FORM:
            return []
        hits: list[TitleHit] = []
        for key in self._grams.holding(words[-2:]):
            if key != words and key.endswith(words[-2:]) and _is_within(words, key):
                hits += [replace(hit, how="title.short_form") for hit in self._names[key] if not hit.inner]
                if len(hits) > _MOST_SHORT_FORMS:
                    return []
        return hits

    def holding(self, noun: str) -> list[Shelf]:
        """Documents whose title ends with this word, or if there are none, holds it."""
        if noun not in self._by_noun:
            ending = [key for key in self._keys if key.endswith(noun)]
            holding = ending or [key for key in self._keys if noun in key]
            self._by_noun[noun] = sorted({hit.shelf for key in holding for hit in self._names[key] if not hit.inner})
        return self._by_noun[noun]

    @cached_property
    def _grams(self) -> NameGrams:
        return NameGrams(self._keys)

    @cached_property
    def _masked_keys(self) -> list[str]:
        return [key for key in self._keys if MASK in key]


def title_noun(noun: str) -> str:
    """What a title holds for which an essay says `noun` (党章 → 中国共产党章程), "" where it names no document."""
    return next((row[2] for row in load_table("quotation_sources") if row[0] == noun and len(row) > 2), "")


def _mask_pattern(words: str) -> re.Pattern[str]:
    """Every mask stands for some characters, at most 24; the words between stand as they are."""
    return re.compile(rf".{{1,{_MASK_GAP}}}".join(re.escape(piece) for piece in words.split(MASK)))


def _is_within(short: str, long: str) -> bool:
    """Whether all characters of `short` stand in `long` in this order."""
    rest = iter(long)
    return all(char in rest for char in short)
