"""Outlining: from the lines of a document to its tree of clauses."""

from luoshi.engine.outlining.tree import outline

__all__ = ["outline"]
