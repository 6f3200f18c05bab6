"""Finds for a clause the related clauses of other documents, with the reason, in order of relevance."""

from luoshi.engine.linking.documents import link_document
from luoshi.engine.linking.index import LinkIndex
from luoshi.engine.linking.report import LinkClause, LinkDocument, Reason, Related, Relation

__all__ = ["LinkClause", "LinkDocument", "LinkIndex", "Reason", "Related", "Relation", "link_document"]
