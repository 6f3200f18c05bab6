"""Holds the clauses of many documents and answers which of them belong to a given one."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from luoshi.engine.linking.citations import Citation, Names, find_citations, matches_path, mentions_of
from luoshi.engine.linking.phrases import shared_phrases
from luoshi.engine.linking.report import LinkClause, LinkDocument, Reason, Related, Relation
from luoshi.engine.linking.words import WordIndex
from luoshi.engine.quotations.folding import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

T = TypeVar("T")
_CANDIDATES = 60
_DIGITS, _EQUAL = 6, 1e-6
"""Scores that differ by less are equal: sums in another order must not change an answer."""
_LEAST = 0.02
_CITED_CLAUSE = 2.0
_CITED_DOCUMENT = 0.08
_IMPLEMENTED = 0.05
_SAME_ORDER = 0.06
_FAR = 0.25
_PHRASES = 0.25
_INVERSE = {
    Relation.CITES: Relation.CITED_BY,
    Relation.IMPLEMENTS: Relation.IMPLEMENTED_BY,
}
_HEAD = 3
_TITLE_INSIDE = re.compile(r"[《〈]([^《》〈〉]{2,120})[》〉]")


@dataclass(frozen=True, slots=True)
class _Placed:
    document: LinkDocument
    clause: LinkClause


class LinkIndex:
    """All clauses of some documents, ready to be asked; documents come and go one by one.

    Adding, replacing or removing one touches its own clauses, those that share features with them, and those that
    name it. Asking is linear in the clauses. The answers are those of an index that was built at once.
    """

    def __init__(self, documents: Iterable[LinkDocument] = ()) -> None:
        self._documents: dict[str, LinkDocument] = {}
        self._names = Names()
        self._placed: dict[int, _Placed] = {}
        self._numbers: dict[str, list[int]] = {}
        self._words = WordIndex()
        self._citations: dict[int, list[Citation]] = {}
        self._citing: dict[str, set[int]] = defaultdict(set)
        self._implements: dict[str, dict[str, str]] = {}
        self._mentioning: dict[str, set[int]] = defaultdict(set)
        self._heads: dict[str, set[str]] = defaultdict(set)
        self.add_all(documents)

    @property
    def size(self) -> int:
        """How many places of words it holds: what its memory goes by."""
        return self._words.places

    def __contains__(self, key: str) -> bool:
        return key in self._documents

    def add(self, document: LinkDocument) -> None:
        """Take a document in; one with the same key is replaced."""
        self.add_all([document])

    def add_all(self, documents: Iterable[LinkDocument]) -> None:
        """Take many documents in at once; the last of those with one key counts."""
        new = {document.key: document for document in documents}
        for key in new:
            self.remove(key)
        touched: set[str] = set()
        clauses = [_Placed(document, clause) for document in new.values() for clause in document.clauses]
        slots = self._words.add([(placed.clause.text, placed.clause.heading) for placed in clauses])
        for document in new.values():
            self._documents[document.key] = document
            self._numbers[document.key] = []
            touched |= self._names.add(document)
            for name in _named_at_head(document):
                self._heads[name].add(document.key)
        for number, placed in zip(slots, clauses, strict=True):
            self._placed[number] = placed
            self._numbers[placed.document.key].append(number)
            for name in mentions_of(placed.clause.text):
                self._mentioning[name].add(number)
        self._settle(touched, numbers=slots, keys=new)

    def remove(self, key: str) -> None:
        """Take a document out; nothing happens where there is none of this key."""
        document = self._documents.pop(key, None)
        if document is None:
            return
        numbers = self._numbers.pop(key)
        self._words.remove(numbers, [(clause.text, clause.heading) for clause in document.clauses])
        for number in numbers:
            self._forget_citations(number)
            for name in mentions_of(self._placed.pop(number).clause.text):
                _discard(self._mentioning, name, number)
        for name in _named_at_head(document):
            _discard(self._heads, name, key)
        self._implements.pop(key)
        self._settle(self._names.remove(document), numbers=(), keys=())

    def _settle(self, touched: Iterable[str], *, numbers: Iterable[int], keys: Iterable[str]) -> None:
        """Read anew what the clauses and documents that use these names cite, and the given ones."""
        touched = list(touched)
        for number in {*numbers, *(one for name in touched for one in self._mentioning.get(name, ()))}:
            self._forget_citations(number)
            found = find_citations(self._placed[number].clause.text, self._names.known)
            if found:
                self._citations[number] = found
            for citation in found:
                self._citing[citation.document].add(number)
        for key in {*keys, *(one for name in touched for one in self._heads.get(name, ()))}:
            self._implements[key] = self._implemented(self._documents[key])

    def _forget_citations(self, number: int) -> None:
        for citation in self._citations.pop(number, ()):
            _discard(self._citing, citation.document, number)

    def related(self, document: str, path: str, *, most: int = 5) -> tuple[Related, ...]:
        """The clauses of other documents that belong to this one, the most relevant first.

        Raises KeyError where the index has no such document or clause.
        """
        number = next((at for at in self._numbers[document] if self._placed[at].clause.path == path), None)
        if number is None:
            raise KeyError(path)
        return self._answer(number, most)

    def related_to_text(self, text: str, *, heading: str = "", most: int = 5) -> tuple[Related, ...]:
        """The clauses that belong to a text that is no clause of the index: a note, a commitment."""
        likeness = self._words.likeness(text, heading)
        cited = find_citations(text, self._names.known)
        return self._ranked(LinkClause("", text, heading), "", likeness, cited, most)

    def _answer(self, number: int, most: int) -> tuple[Related, ...]:
        placed = self._placed[number]
        likeness = self._words.likeness(placed.clause.text, placed.clause.heading)
        return self._ranked(placed.clause, placed.document.key, likeness, self._citations.get(number, ()), most)

    def _ranked(
        self, clause: LinkClause, key: str, likeness: np.ndarray, cited: Sequence[Citation], most: int
    ) -> tuple[Related, ...]:
        """Candidates by likeness or citation, weighed together, in order."""
        scores = likeness.copy()
        scores[self._numbers.get(key, [])] = -1.0
        chosen = self._nearest(scores)
        chosen |= self._cited_numbers(cited) | self._citing_numbers(key, clause.path)
        answers = [
            self._weighed(clause, key, number, float(likeness[number]), cited)
            for number in sorted(chosen)
            if self._placed[number].document.key != key
        ]
        told = (one for one in answers if one.reasons)
        return tuple(sorted(told, key=lambda one: (-round(one.score, _DIGITS), one.document, one.path))[:most])

    def _nearest(self, scores: np.ndarray) -> set[int]:
        """The slots with the highest scores; of equal ones those whose document and path come first."""
        if not len(scores):
            return set()
        last = np.partition(scores, -min(_CANDIDATES, len(scores)))[-min(_CANDIDATES, len(scores))]
        near = np.flatnonzero(scores >= max(float(last) - _EQUAL, _LEAST)).tolist()
        if len(near) <= _CANDIDATES:
            return set(near)
        places = {number: self._placed[number] for number in near}
        order = sorted(
            near,
            key=lambda one: (-round(float(scores[one]), _DIGITS), places[one].document.key, places[one].clause.path),
        )
        return set(order[:_CANDIDATES])

    def _weighed(
        self, clause: LinkClause, key: str, number: int, likeness: float, cited: Sequence[Citation]
    ) -> Related:
        other = self._placed[number]
        phrases = shared_phrases(clause.text, other.clause.text)
        score = likeness + _PHRASES * phrases.weight
        links = list(self._links(clause.path, key, number, cited))
        score += sum(weight for _, weight in links)
        reasons = [reason for reason, _ in links]
        named = any(weight >= _CITED_CLAUSE for _, weight in links)
        if likeness >= _LEAST and phrases.words:
            reasons.append(Reason(Relation.SAME_WORDS, phrases.words))
        elif not named:
            reasons = []
        return Related(other.document.key, other.clause.path, score, tuple(reasons))

    def _links(self, path: str, key: str, number: int, cited: Sequence[Citation]) -> list[tuple[Reason, float]]:
        """Citations in either direction, and that one document implements the other, each with its weight."""
        other = self._placed[number]
        found: list[tuple[Reason, float]] = []
        for citation in cited:
            if citation.document == other.document.key:
                weight = _weight(citation, other.clause.path)
                found += [(Reason(citation.relation, (citation.words,)), weight)] if weight else []
        for citation in self._citations.get(number, ()):
            if citation.document == key:
                weight = _weight(citation, path)
                inverse = _INVERSE[citation.relation]
                found += [(Reason(inverse, (citation.words,)), weight)] if weight else []
        if title := self._implements.get(key, {}).get(other.document.key):
            found.append((Reason(Relation.IMPLEMENTS, (title,)), self._parallel(key, path, number)))
        if title := self._implements[other.document.key].get(key):
            found.append((Reason(Relation.IMPLEMENTED_BY, (title,)), self._parallel(key, path, number)))
        return found

    def _parallel(self, key: str, path: str, number: int) -> float:
        """More where two clauses stand equally far along: a plan mostly keeps the order of what it implements."""
        mine, theirs = self._numbers[key], self._numbers[self._placed[number].document.key]
        at = next((place for place, one in enumerate(mine) if self._placed[one].clause.path == path), 0)
        apart = abs(at / max(len(mine), 1) - theirs.index(number) / max(len(theirs), 1))
        return _IMPLEMENTED + _SAME_ORDER * max(0.0, 1 - apart / _FAR)

    def _cited_numbers(self, cited: Sequence[Citation]) -> set[int]:
        return {
            number
            for citation in cited
            if citation.numbers
            for number in self._numbers.get(citation.document, ())
            if matches_path(self._placed[number].clause.path, citation.numbers)
        }

    def _citing_numbers(self, key: str, path: str) -> set[int]:
        return {
            number
            for number in self._citing.get(key, ())
            if any(
                citation.document == key and matches_path(path, citation.numbers)
                for citation in self._citations[number]
            )
        }

    def _implemented(self, document: LinkDocument) -> dict[str, str]:
        """The documents that this one says it implements, in its title or its first clauses → the words that say so."""
        found: dict[str, str] = {}
        for match in _titles_inside(document):
            if key := self._names.known.get(words_of(match.group(1)).text):
                found[key] = match.group()
        for clause in document.clauses[:_HEAD]:
            for citation in find_citations(clause.text, self._names.known):
                if citation.relation is Relation.IMPLEMENTS and not citation.numbers:
                    found.setdefault(citation.document, citation.words)
        found.pop(document.key, None)
        return found


def _titles_inside(document: LinkDocument) -> Iterator[re.Match[str]]:
    """The titles in a title that says it implements them: 贯彻落实《…》的工作方案."""
    if any(word in document.title for word in ("贯彻", "落实", "实施")):
        yield from _TITLE_INSIDE.finditer(document.title)


def _named_at_head(document: LinkDocument) -> set[str]:
    """The names by which its title and its first clauses may say what it implements."""
    titles = {words_of(match.group(1)).text for match in _titles_inside(document)}
    return titles.union(*(mentions_of(clause.text) for clause in document.clauses[:_HEAD]))


def _discard(table: dict[str, set[T]], name: str, one: T) -> None:
    """Take one out of the set under a name, and the name with its last."""
    held = table.get(name)
    if held is not None:
        held.discard(one)
        if not held:
            del table[name]


def _weight(citation: Citation, path: str) -> float:
    """A clause named by its number weighs most; of a document named as a whole every clause gets a little."""
    if citation.numbers:
        return _CITED_CLAUSE if matches_path(path, citation.numbers) else 0.0
    return _CITED_DOCUMENT
