"""Holds the clauses of many documents and answers which of them belong to a given one."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from luoshi.engine.linking.citations import Citation, find_citations, matches_path, names_of
from luoshi.engine.linking.phrases import shared_phrases
from luoshi.engine.linking.report import LinkClause, LinkDocument, Reason, Related, Relation
from luoshi.engine.linking.words import WordMatrix
from luoshi.engine.quotations.folding import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_CANDIDATES = 60
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
    """All clauses of some documents, ready to be asked. Building is linear in the text; asking in the clauses."""

    def __init__(self, documents: Iterable[LinkDocument]) -> None:
        self._documents = {document.key: document for document in documents}
        self._names = names_of(self._documents.values())
        self._placed = [
            _Placed(document, clause) for document in self._documents.values() for clause in document.clauses
        ]
        self._numbers: dict[str, list[int]] = defaultdict(list)
        for number, placed in enumerate(self._placed):
            self._numbers[placed.document.key].append(number)
        self._matrix = WordMatrix.of([(placed.clause.text, placed.clause.heading) for placed in self._placed])
        self._citations = [find_citations(placed.clause.text, self._names) for placed in self._placed]
        self._citing: dict[str, list[tuple[int, Citation]]] = defaultdict(list)
        for number, citations in enumerate(self._citations):
            for citation in citations:
                self._citing[citation.document].append((number, citation))
        self._implements = {key: self._implemented(document) for key, document in self._documents.items()}

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
        likeness = self._matrix.likeness(text, heading)
        cited = find_citations(text, self._names)
        return self._ranked(LinkClause("", text, heading), "", likeness, cited, most)

    def _answer(self, number: int, most: int) -> tuple[Related, ...]:
        placed = self._placed[number]
        likeness = self._matrix.likeness(placed.clause.text, placed.clause.heading)
        return self._ranked(placed.clause, placed.document.key, likeness, self._citations[number], most)

    def _ranked(
        self, clause: LinkClause, key: str, likeness: np.ndarray, cited: Sequence[Citation], most: int
    ) -> tuple[Related, ...]:
        """Candidates by likeness or citation, weighed together, in order."""
        scores = likeness.copy()
        scores[self._numbers.get(key, [])] = -1.0
        chosen = set(np.argsort(-scores, kind="stable")[:_CANDIDATES].tolist())
        chosen |= self._cited_numbers(cited) | self._citing_numbers(key, clause.path)
        answers = [
            self._weighed(clause, key, number, float(likeness[number]), cited)
            for number in sorted(chosen)
            if self._placed[number].document.key != key
        ]
        told = sorted((one for one in answers if one.reasons), key=lambda one: (-one.score, one.document, one.path))
        return tuple(told[:most])

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
        for citation in self._citations[number]:
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
        return {number for number, citation in self._citing[key] if matches_path(path, citation.numbers)}

    def _implemented(self, document: LinkDocument) -> dict[str, str]:
        """The documents that this one says it implements, in its title or its first clauses → the words that say so."""
        found: dict[str, str] = {}
        if any(word in document.title for word in ("贯彻", "落实", "实施")):
            for match in _TITLE_INSIDE.finditer(document.title):
                if key := self._names.get(words_of(match.group(1)).text):
                    found[key] = match.group()
        for clause in document.clauses[:_HEAD]:
            for citation in find_citations(clause.text, self._names):
                if citation.relation is Relation.IMPLEMENTS and not citation.numbers:
                    found.setdefault(citation.document, citation.words)
        found.pop(document.key, None)
        return found


def _weight(citation: Citation, path: str) -> float:
    """A clause named by its number weighs most; of a document named as a whole every clause gets a little."""
    if citation.numbers:
        return _CITED_CLAUSE if matches_path(path, citation.numbers) else 0.0
    return _CITED_DOCUMENT
