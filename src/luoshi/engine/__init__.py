"""The engine: bytes become a document, a document its clauses, clauses their measures. Pure functions throughout."""
