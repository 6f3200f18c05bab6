"""What linked reading starts from and what it gives: clauses of documents, and why one belongs to another."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Relation(StrEnum):
    """Why a clause belongs to another."""

    CITES = "cites"
    CITED_BY = "cited_by"
    IMPLEMENTS = "implements"
    IMPLEMENTED_BY = "implemented_by"
    SAME_WORDS = "same_words"


@dataclass(frozen=True, slots=True)
class LinkClause:
    """A clause: its numbering path (`四/(一)/1`), its own words, and the headings above it as one text."""

    path: str
    text: str
    heading: str = ""


@dataclass(frozen=True, slots=True)
class LinkDocument:
    """A document with its clauses in the order of the text; `names` are short forms under which it is cited."""

    key: str
    title: str
    clauses: tuple[LinkClause, ...]
    doc_number: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason, and the words that carry it: the citation, the title implemented, the words in common."""

    relation: Relation
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Related:
    """A clause of another document; `score` orders the answers to one question and means nothing beyond it."""

    document: str
    path: str
    score: float
    reasons: tuple[Reason, ...]
