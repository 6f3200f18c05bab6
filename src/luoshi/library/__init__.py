"""The library: documents as received, their clauses, links between them, notes on their words."""
